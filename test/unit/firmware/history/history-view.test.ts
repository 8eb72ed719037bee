import { expect, test } from 'vitest';
import { NO_FIGURES } from '../../../../src-main/firmware/history/figures.ts';
import { historyView } from '../../../../src-main/firmware/history/history-view.ts';
import { bucketOf } from '../../../../src-main/firmware/history/latency-histogram.ts';
import type { LinkRow } from '../../../../src-main/store/repositories/link-history.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 5, 15, 12, 30);
const row = (hoursAgo: number, deadMs: number, more: Partial<LinkRow> = {}): LinkRow => ({
  robot: 'hoist-1',
  spanMs: HOUR,
  startedAt: Date.UTC(2026, 5, 15, 12 - hoursAgo),
  figures: {
    ...NO_FIGURES,
    observedMs: HOUR,
    liveMs: HOUR - deadMs,
    polls: 100,
    succeeded: 98,
    latencies: [bucketOf(2), 97, bucketOf(50), 1],
  },
  ...more,
});
const over = (days: number, rows: readonly LinkRow[]) =>
  historyView(async (from) => rows.filter(({ startedAt }) => startedAt >= from), days, NOW);

test('a day is told by hours, a month by days, and both by their sum', async () => {
  const rows = [row(50, 0), row(20, 60_000), row(3, 0), row(0, 30_000)];
  const day = await over(1, rows);
  expect(day).toMatchObject({ by: 'hour', stretches: { length: 3 }, total: { polls: 300, observedMs: 3 * HOUR } });
  const month = await over(30, rows);
  expect(month).toMatchObject({ by: 'day', total: { polls: 400, liveMs: 4 * HOUR - 90_000 } });
  expect(month.stretches.length).toBeLessThan(4);
  expect(month.stretches.map(({ startedAt }) => startedAt)).toEqual(
    month.stretches.map(({ startedAt }) => startedAt).toSorted((a, b) => a - b),
  );
});

test('percentiles are those of all the polls of a stretch', async () => {
  const { total } = await over(1, [row(1, 0)]);
  expect(total.latency?.p50Ms).toBeGreaterThanOrEqual(2);
  expect(total.latency?.p50Ms).toBeLessThan(2.4);
  expect(total.latency?.p99Ms).toBeGreaterThanOrEqual(50);
});

test('the error budget is that of thirty days, whatever is looked at', async () => {
  const old = row(0, 600_000, { startedAt: Date.UTC(2026, 4, 1) });
  const { budget } = await over(1, [old, row(300, 1_000_000), row(1, 60_000)]);
  // 0.1 % of 30 days: 43 min 12 s
  expect(budget).toEqual({ target: 0.999, days: 30, allowedMs: 2_592_000, usedMs: 1_060_000 });
});

test('a day that was made of hours goes into the picture with them', async () => {
  const asDay = row(0, 0, { spanMs: 86_400_000, startedAt: Date.UTC(2026, 5, 10) });
  const { total, stretches } = await over(30, [asDay, row(1, 0)]);
  expect(total.observedMs).toBe(2 * HOUR);
  expect(stretches).toHaveLength(2);
});

test('without anything known there is nothing to tell', async () => {
  expect(await over(7, [])).toMatchObject({ stretches: [], total: { latency: null, polls: 0 }, budget: { usedMs: 0 } });
});
