import { describe, expect, it } from 'vitest';
import type { BackupListing, VerifyFinding, VerifyReport } from '../../../src-main/bridge/contract.ts';
import { BackupMade } from '../../../src-renderer/screens/back-up.tsx';
import { BackupTable } from '../../../src-renderer/screens/backups.tsx';
import { CheckSummary, Findings } from '../../../src-renderer/screens/check.tsx';
import { JobProgress, shareOf } from '../../../src-renderer/widgets/job-progress.tsx';
import { draw, wordsOf } from './support/draw.tsx';

const words = (widget: React.ReactNode, language: 'en' | 'vi' = 'en') => wordsOf(draw(widget, language));

const FINDING: VerifyFinding = {
  check: 'duplicates',
  table: 'users',
  record: 17,
  finding: 'two accounts have one name',
  repair: null,
  repaired: false,
};

describe('a check', () => {
  const report = (findings: readonly VerifyFinding[]): VerifyReport => ({
    kind: 'full',
    at: 0,
    tookMs: 73_000,
    findings,
  });

  it('that found nothing says so, and how long it took', () => {
    expect(words(<CheckSummary report={report([])} />)).toMatch(
      /^Nothing wrong was found\. Full check of .+ 1 min 13 s\.$/,
    );
  });

  it('counts what it found, what was repaired and what is left, and marks only what is left', () => {
    const repaired = { ...FINDING, repair: 'removed', repaired: true };
    expect(words(<CheckSummary report={report([FINDING, repaired, repaired])} />)).toMatch(
      /^Found: 3\. Repaired: 2\. Left: 1\. needs attention/,
    );
    expect(words(<CheckSummary report={report([repaired])} />)).toMatch(/^Found: 1\. Repaired: 1\. Left: 0\. Full/);
  });

  it('lists each finding with what becomes of it, two alike included', () => {
    const repairable = { ...FINDING, repair: 'the second is removed' };
    const table = words(
      <Findings
        findings={[FINDING, FINDING, repairable, { ...repairable, repaired: true, table: null, record: null }]}
      />,
    );
    expect(
      table.match(/duplicates users 17 two accounts have one name No safe repair: a person must decide/g),
    ).toHaveLength(2);
    expect(table).toContain('Can be repaired: the second is removed');
    expect(table).toContain('– – two accounts have one name Repaired: the second is removed');
  });
});

describe('backups', () => {
  const backup: BackupListing = {
    file: '/data/backups/console-2026-01-01T00-00-00Z-scheduled.rcbackup',
    createdAt: Date.UTC(2026, 0, 1),
    reason: 'scheduled',
    sequence: 12_345,
    encrypted: true,
    bytes: 2_500_000,
    problem: null,
  };

  it('are listed with when, why, up to where, how sealed and how large', () => {
    const row = words(<BackupTable backups={[backup]} />);
    expect(row).toMatch(/2026, \d\d:\d\d:00 scheduled 12 345 sealed 2\.5 MB \/data\/backups\/console-.+\.rcbackup$/);
    expect(words(<BackupTable backups={[{ ...backup, encrypted: false }]} />, 'vi')).toContain(
      'theo lịch 12 345 không có',
    );
  });

  it('that cannot be read say why instead', () => {
    const unreadable = { createdAt: null, reason: null, sequence: null, encrypted: null } as const;
    const row = words(<BackupTable backups={[{ ...backup, ...unreadable, problem: 'BACKUP_TRUNCATED' }]} />);
    expect(row).toContain('The backup console-2026-01-01T00-00-00Z-scheduled.rcbackup is cut off: its end is missing.');
    expect(row).not.toContain('sealed');
  });

  it('are none, in words, when there is none', () => {
    expect(words(<BackupTable backups={[]} />)).toBe('There is no backup yet.');
  });

  it('that were just made say whether they are sealed', () => {
    expect(words(<BackupMade backup={backup} />)).toMatch(/\(2\.5 MB, sealed with the passphrase\)\.$/);
    expect(words(<BackupMade backup={{ ...backup, encrypted: false }} />)).toMatch(/\(2\.5 MB, not sealed\)\.$/);
  });
});

describe('the progress of long work', () => {
  const shown = (progress: Parameters<typeof shareOf>[0]) =>
    words(<JobProgress label="Checking" progress={progress} cancel={() => {}} />);

  it('is said as a share, with the step, and can be cancelled', () => {
    expect(shown({ done: 42, total: 100, step: 'users' })).toBe('Checking 42 % users Cancel');
    expect(shown({ done: 999, total: 1000, step: null })).toBe('Checking 99 % Cancel');
  });

  it('claims no share that nobody knows', () => {
    expect(shown(null)).toBe('Checking Starting… Cancel');
    expect(shown({ done: 0, total: 0, step: 'counting' })).toBe('Checking Starting… counting Cancel');
    expect(draw(<JobProgress label="Checking" progress={null} cancel={() => {}} />)).not.toContain(' value=');
  });

  it.each([
    [{ done: 5, total: 4, step: null }, 1],
    [{ done: -1, total: 4, step: null }, 0],
    [{ done: 1, total: Number.NaN, step: null }, null],
  ])('stays between nothing and all of it: %j is %s', (progress, share) => {
    expect(shareOf(progress)).toBe(share);
  });
});
