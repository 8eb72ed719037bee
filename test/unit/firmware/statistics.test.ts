import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMinuteStatistics, type Attempt } from '../../../src-main/firmware/statistics.ts';

const succeeded = (at: number, latencyMs: number): Attempt => ({ at, succeeded: true, retry: false, latencyMs });
const failed = (at: number, retry = false): Attempt => ({ at, succeeded: false, retry, latencyMs: null });

it('has nothing to say before the first attempt', () => {
  expect(createMinuteStatistics().view(0)).toEqual({ latency: null, successRate: null, retries: 0 });
});

it('counts successes over attempts, and retries apart', () => {
  const statistics = createMinuteStatistics();
  for (const attempt of [succeeded(0, 5), failed(1000), failed(1200, true), succeeded(2000, 7)])
    statistics.add(attempt);
  expect(statistics.view(2000)).toMatchObject({ successRate: 0.5, retries: 1, latency: { samples: 2 } });
});

it('forgets what is a minute old, whether something new comes or not', () => {
  const statistics = createMinuteStatistics();
  statistics.add(failed(0, true));
  statistics.add(succeeded(30_000, 4));
  expect(statistics.view(59_999)).toMatchObject({ successRate: 0.5, retries: 1 });
  expect(statistics.view(60_000)).toMatchObject({ successRate: 1, retries: 0 });
  expect(statistics.view(90_000)).toEqual({ latency: null, successRate: null, retries: 0 });
});

it('agrees with a recount of the whole history at every moment', () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 20_000 }),
    succeeded: fc.boolean(),
    retry: fc.boolean(),
    latencyMs: fc.double({ min: 0, max: 5000, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const statistics = createMinuteStatistics();
      const history: Attempt[] = [];
      let at = 0;
      for (const { afterMs, latencyMs, ...how } of steps) {
        at += afterMs;
        const attempt = { at, ...how, latencyMs: how.succeeded ? latencyMs : null };
        history.push(attempt);
        statistics.add(attempt);
        const minute = history.filter((past) => past.at > at - 60_000);
        const view = statistics.view(at);
        expect(view.successRate).toBeCloseTo(minute.filter((past) => past.succeeded).length / minute.length, 12);
        expect(view.retries).toBe(minute.filter((past) => past.retry).length);
        const samples = minute.flatMap((past) => past.latencyMs ?? []);
        expect(view.latency?.samples ?? 0).toBe(samples.length);
        for (const [percent, value] of [
          [50, view.latency?.p50Ms],
          [95, view.latency?.p95Ms],
          [99, view.latency?.p99Ms],
        ] as const) {
          if (samples.length === 0) continue;
          expect(samples).toContain(value);
          const share = (below: (ms: number) => boolean) => (100 * samples.filter(below).length) / samples.length;
          expect(share((ms) => ms <= (value ?? NaN))).toBeGreaterThanOrEqual(percent - 1e-9);
          expect(share((ms) => ms < (value ?? NaN))).toBeLessThan(percent);
        }
      }
    }),
    { numRuns: 50 },
  );
});
