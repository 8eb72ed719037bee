import { describe, expect, it } from 'vitest';
import type { StoreStatus } from '../../../src-main/bridge/contract.ts';
import en from '../../../src-renderer/i18n/en.json';
import vi from '../../../src-renderer/i18n/vi.json';
import { TROUBLES } from '../../../src-renderer/store-trouble.ts';
import { OpeningFound } from '../../../src-renderer/widgets/opening-found.tsx';
import { StoreTrouble } from '../../../src-renderer/widgets/store-banner.tsx';
import { StoreFacts } from '../../../src-renderer/widgets/store-facts.tsx';
import { STATUS } from '../../support/fake-store.ts';
import { draw, wordsOf } from './support/draw.tsx';

const FULL = { state: 'refusing', reason: 'ENOSPC', since: Date.UTC(2026, 0, 1, 12) } as const;

describe('the banner over every screen', () => {
  it('says of a full disk what that means, and that it passes by itself', () => {
    const words = wordsOf(draw(<StoreTrouble trouble="full" health={FULL} />));
    expect(words).toContain(
      'The disk is full: changes cannot be saved. Live values go on. It recovers by itself once there is room.',
    );
    expect(words).toMatch(/Since 1 Jan 2026, \d\d:\d\d:\d\d\.$/);
  });

  it.each(TROUBLES)('has words of its own in both languages and a shape for %s', (trouble) => {
    const banner = <StoreTrouble trouble={trouble} health={{ state: 'failed', reason: 'STORE_DAMAGED' }} />;
    expect(draw(banner)).toContain(`data-store-trouble="${trouble}"`);
    expect(draw(banner)).toContain('<svg');
    expect(wordsOf(draw(banner))).toContain(en.records.trouble[trouble].what);
    expect(wordsOf(draw(banner, 'vi'))).toContain(vi.records.trouble[trouble].what);
  });

  it('says the same two things of no two troubles', () => {
    for (const { records } of [en, vi]) {
      expect(new Set(TROUBLES.map((trouble) => records.trouble[trouble].what)).size).toBe(TROUBLES.length);
    }
  });

  it('names the reason for the engineer where people can do nothing with it', () => {
    const failed = <StoreTrouble trouble="failed" health={{ state: 'failed', reason: 'STORE_DAMAGED' }} />;
    expect(wordsOf(draw(failed))).toContain('For the engineer: STORE_DAMAGED.');
    const refusing = <StoreTrouble trouble="refusing" health={{ ...FULL, reason: null }} />;
    expect(wordsOf(draw(refusing))).toContain('For the engineer: –.');
  });
});

const factsOf = (change: Partial<StoreStatus> = {}, language: 'en' | 'vi' = 'en') =>
  wordsOf(draw(<StoreFacts status={{ ...STATUS, ...change }} current />, language));

describe('the figures of the records', () => {
  it('stand under their names, with their units', () => {
    const words = factsOf();
    for (const figure of [
      'Changes saved 1 234',
      'Changes refused 0',
      'Look-ups 56 789',
      'Slow queries (over 50 ms) 2',
      'Time to save p50 1.4 ms, p99 12 ms',
      'Time to look up p50 0.2 ms, p99 3.4 ms',
      'Free disk space 12.3 GB',
      'Journal 1.2 MB',
      'Last check none yet',
      'Statement cache 99.9% of 1 000 found',
      'Archive cache 75% of 4 found',
      'Unplanned restarts 0',
      'Found at opening everything was whole changes taken from the journal: 17',
    ]) {
      expect(words).toContain(figure);
    }
    expect(words).toMatch(/Last snapshot .+ ago \(2\.3 MB, took 42 ms\)/);
  });

  it('speak Vietnamese', () => {
    expect(factsOf({}, 'vi')).toContain('Dung lượng đĩa còn trống 12,3 GB');
  });

  it('that are not there yet are called so, instead of shown as zero', () => {
    const words = factsOf({
      reads: null,
      writes: null,
      statements: { hits: 0, misses: 0 },
      segments: { hits: 0, misses: 0 },
      lastSnapshot: null,
      freeBytes: null,
    });
    expect(words.match(/nothing to say yet/g)).toHaveLength(4);
    expect(words).toContain('Last snapshot none yet');
    expect(words).toContain('Free disk space the system does not say');
  });

  it('mark what somebody should see to', () => {
    const words = factsOf({
      counts: { ...STATUS.counts, refused: 3 },
      freeBytes: 400_000_000,
      snapshotFailure: 'ENOSPC: no space left on device',
      checkpoints: { lastAt: null, failure: 'its key is elsewhere' },
      lastSnapshot: { sequence: 1, at: 0, bytes: null, tookMs: null },
      lastVerify: {
        kind: 'full',
        at: 0,
        tookMs: 1,
        steps: 1,
        findings: [{ check: 'names', table: null, record: null, finding: 'f', repair: null }],
        untold: 2,
        repairs: [],
      },
    });
    expect(words).toContain('Free disk space 400.0 MB LOW');
    expect(words).toContain('ago (by an earlier run) the newest attempt failed ENOSPC: no space left on device');
    expect(words).toMatch(/Audit log signed not yet not signed now, .+ its key is elsewhere/);
    expect(words).toMatch(/Last check Full, .+ ago found: 3/);
    const marked = draw(<StoreFacts status={{ ...STATUS, counts: { ...STATUS.counts, refused: 3 } }} current />);
    expect(marked).toContain('data-level="warning"');
    expect(draw(<StoreFacts status={STATUS} current />)).not.toContain('data-level');
  });

  it('are disowned when the console did not answer the newest question', () => {
    expect(draw(<StoreFacts status={STATUS} current={false} />)).toContain('data-connected="false"');
  });
});

describe('what opening found', () => {
  const found = (change: Partial<StoreStatus['opening']>) =>
    wordsOf(draw(<OpeningFound report={{ ...STATUS.opening, replayed: 0, ...change }} />));

  it('is nothing but whole records', () => {
    expect(found({})).toBe('everything was whole');
  });

  it('is a new beginning, which is not called whole', () => {
    expect(found({ fresh: true, migrationsApplied: 4 })).toBe(
      'nothing was there: these are new records upgrades of the data applied: 4',
    );
  });

  it('is a torn write that nobody had been told of', () => {
    expect(found({ tornBytes: 4711 })).toBe(
      'cut off: 4.7 kB of an unfinished write that nobody had been told was saved',
    );
  });

  it('is first of all what was lost, then what was set aside', () => {
    const damage = { file: 'j', finding: 'record 5 is damaged', wholeUntil: 4, wholeUntilAt: 0 };
    const words = found({
      damage: { ...damage, lostUntil: null, lostUntilAt: null },
      findings: [{ file: 's', finding: 'its checksum does not fit' }],
      replayed: 2,
    });
    expect(words).toBe(
      'LOST: what came after change 4: j (record 5 is damaged) ' +
        'damaged file set aside, nothing lost: s (its checksum does not fit) ' +
        'changes taken from the journal: 2',
    );
  });
});
