import { describe, expect, it } from 'vitest';
import type { BackupListing, Finding, VerifyReport } from '../../../src-main/bridge/contract.ts';
import { BackupMade } from '../../../src-renderer/screens/back-up.tsx';
import { BackupTable } from '../../../src-renderer/screens/backups.tsx';
import { Findings } from '../../../src-renderer/screens/check-findings.tsx';
import { CheckSummary } from '../../../src-renderer/widgets/check-summary.tsx';
import { JobProgress, shareOf } from '../../../src-renderer/widgets/job-progress.tsx';
import { draw, wordsOf } from './support/draw.tsx';

const words = (widget: React.ReactNode, language: 'en' | 'vi' = 'en') => wordsOf(draw(widget, language));

const LEFT: Finding = {
  check: 'names',
  table: 'users',
  record: 'ann',
  finding: 'two accounts have one name',
  repair: null,
};
const REPAIRABLE: Finding = { ...LEFT, check: 'pages', record: 'an_index', finding: 'lacks a row', repair: 'reindex' };
const repair = (finding: Finding, problem: string | null = null) =>
  ({ finding, outcome: problem === null ? 'succeeded' : 'failed', problem }) as const;

const report = (change: Partial<VerifyReport> = {}): VerifyReport => ({
  kind: 'full',
  at: 0,
  tookMs: 73_000,
  steps: 1,
  findings: [],
  untold: 0,
  repairs: [],
  ...change,
});

describe('a check', () => {
  it('that found nothing says so, and how long it took', () => {
    expect(words(<CheckSummary report={report()} />)).toMatch(
      /^Nothing wrong was found\. Full check of .+ 1 min 13 s\.$/,
    );
  });

  it('counts what it found, what was repaired and what is left, and marks only what is left', () => {
    const repairs = [repair(REPAIRABLE), repair(REPAIRABLE)];
    expect(words(<CheckSummary report={report({ findings: [LEFT], repairs })} />)).toMatch(
      /^Found: 3\. Repaired: 2\. Left: 1\. needs attention Full/,
    );
    expect(words(<CheckSummary report={report({ repairs })} />)).toMatch(/^Found: 2\. Repaired: 2\. Left: 0\. Full/);
  });

  it('counts a repair that failed as left, once', () => {
    const failed = report({ findings: [REPAIRABLE], repairs: [repair(REPAIRABLE, 'EIO')] });
    expect(words(<CheckSummary report={failed} />)).toMatch(/^Found: 1\. Repaired: 0\. Left: 1\./);
    expect(words(<Findings report={failed} />)).toContain('an_index lacks a row The repair failed: EIO');
  });

  it('counts findings that are too many to be listed, and says so', () => {
    expect(words(<CheckSummary report={report({ findings: [LEFT], untold: 1_500 })} />)).toMatch(
      /^Found: 1 501\. Repaired: 0\. Left: 1 501\. needs attention 1 500 more of the same kinds are not listed\./,
    );
  });

  it('lists what is left with what to do, then what was repaired', () => {
    const repairs = [repair({ ...REPAIRABLE, table: null, record: null })];
    const table = <Findings report={report({ findings: [LEFT, REPAIRABLE], repairs })} />;
    const rows = [
      'User names users ann two accounts have one name An administrator decides which of the accounts stays\\.',
      'Pages and indexes users an_index lacks a row Can be repaired: the index is made again .+check again\\.',
      'Pages and indexes – – lacks a row Repaired$',
    ];
    expect(words(table)).toMatch(new RegExp(rows.join(' ')));
    expect(words(table, 'vi')).toContain('Quản trị viên quyết định giữ tài khoản nào.');
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

  it('of which not even the length can be read are listed too', () => {
    const gone = { createdAt: null, reason: null, sequence: null, encrypted: null, bytes: null } as const;
    expect(words(<BackupTable backups={[{ ...backup, ...gone, problem: 'BACKUP_UNREADABLE' }]} />)).toMatch(
      /cannot be read \(–\)\. – \/data/,
    );
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
  const shown = (progress: Parameters<typeof shareOf>[0], step?: string) =>
    words(<JobProgress label="Checking" progress={progress} step={step} cancel={() => {}} />);

  it('is said as a share, with the step, and can be cancelled', () => {
    expect(shown({ done: 42, total: 100, label: 'pages' }, 'Pages')).toBe('Checking 42 % Pages Cancel');
    expect(shown({ done: 999, total: 1000, label: 'pages' })).toBe('Checking 99 % Cancel');
  });

  it('claims no share that nobody knows', () => {
    expect(shown(null)).toBe('Checking Starting… Cancel');
    expect(shown({ done: 0, total: 0, label: 'pages' })).toBe('Checking Starting… Cancel');
    expect(draw(<JobProgress label="Checking" progress={null} cancel={() => {}} />)).not.toContain(' value=');
  });

  it.each([
    [{ done: 5, total: 4, label: 'a' }, 1],
    [{ done: -1, total: 4, label: 'a' }, 0],
    [{ done: 1, total: Number.NaN, label: 'a' }, null],
  ])('stays between nothing and all of it: %j is %s', (progress, share) => {
    expect(shareOf(progress)).toBe(share);
  });
});
