import { expect, it } from 'vitest';
import type { Alarm, LinkHistory } from '../../../src-main/bridge/contract.ts';
import { AlarmLine } from '../../../src-renderer/widgets/alarm-line.tsx';
import { HistoryFacts } from '../../../src-renderer/widgets/history-facts.tsx';
import { HistoryTable } from '../../../src-renderer/widgets/history-table.tsx';
import { draw, wordsOf } from './support/draw.tsx';

const HOUR = 3_600_000;
const stretch: LinkHistory['total'] = {
  observedMs: HOUR,
  liveMs: HOUR - 60_000,
  simulatedMs: 0,
  polls: 3600,
  succeeded: 3540,
  restarts: 2,
  errors: { FIRMWARE_TIMEOUT: 10, FIRMWARE_UNREACHABLE: 50, INTERNAL: 1 },
  versions: ['3.0', '3.1'],
  skew: { minMs: -4000, maxMs: 20, lastMs: -3500 },
  latency: { p50Ms: 4, p95Ms: 9, p99Ms: 120 },
};
const history = (change: Partial<LinkHistory> = {}, total: Partial<LinkHistory['total']> = {}): LinkHistory => ({
  from: 0,
  to: HOUR,
  by: 'hour',
  stretches: [{ startedAt: 0, ...stretch, ...total }],
  total: { ...stretch, ...total },
  budget: { target: 0.999, days: 30, allowedMs: 2_592_000, usedMs: 60_000 },
  ...change,
});
const facts = (one: LinkHistory, language: 'en' | 'vi' = 'en') =>
  wordsOf(draw(<HistoryFacts history={one} current />, language));

it('the history of a link is told in words and figures', () => {
  const words = facts(history());
  for (const expected of [
    '98.33%',
    'target 99.9% missed',
    '42 min 12 s left of 43 min 12 s',
    'p50 4.0 ms, p95 9.0 ms, p99 120 ms',
    '3 540 of 3 600 usable',
    'Restarts seen 2',
    '3.0, 3.1',
    '3 s behind ours (from 4 s behind ours to 20 ms ahead of ours)',
  ]) {
    expect(words.replaceAll(/\s/g, ' ')).toContain(expected);
  }
  expect(words).toMatch(/nothing answers at the address: 50\s*no answer in time: 10\s*other: 1/);
  expect(words).not.toContain('SIMULATED');
});

it('a budget that is used up is marked, and says by how much', () => {
  const budget = { target: 0.999, days: 30, allowedMs: 2_592_000, usedMs: 2_592_000 + 3_600_000 };
  expect(facts(history({ budget }))).toMatch(/used up: 1.h.*more than 43.min 12.s/s);
});

it('what a simulator said is marked in the figures and in every row', () => {
  const simulated = history({}, { simulatedMs: 120_000 });
  expect(facts(simulated)).toContain('SIMULATED');
  expect(facts(simulated, 'vi')).toContain('MÔ PHỎNG');
  const row = (one: LinkHistory) => wordsOf(draw(<HistoryTable history={one} />));
  expect(row(simulated)).toContain('SIMULATED');
  expect(row(history())).not.toContain('SIMULATED');
});

it('an alarm about many robots says how many, and names some of them or all', () => {
  const robots = Array.from({ length: 9 }, (_, n) => ({ id: `hoist-${n}`, name: `Hoist ${n}` }));
  const alarm: Alarm = {
    id: 'a',
    kind: 'link-down',
    priority: 'medium',
    subject: null,
    robots,
    by: null,
    at: 0,
    lastAt: 0,
    count: 9,
  };
  expect(wordsOf(draw(<AlarmLine alarm={alarm} />))).toContain(
    'No usable answer from 9 robots (Hoist 0, Hoist 1, Hoist 2, Hoist 3 and 5 more) for 10 s in all: the connection was lost.',
  );
  expect(wordsOf(draw(<AlarmLine alarm={{ ...alarm, simulated: true }} />))).toContain(
    'SIMULATED – Medium: No usable answer',
  );
  const whole = wordsOf(draw(<AlarmLine alarm={alarm} whole />));
  expect(whole).toContain('Hoist 8)');
  expect(whole).not.toContain('more)');
});
