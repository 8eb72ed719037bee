import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRetryBudget } from '../../../../src-main/firmware/resilience/retry-budget.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

it('allows six retries a minute to a robot that is polled every second, at whatever moments', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 50, maxLength: 80 }), async (pauses) => {
      const clock = createVirtualClock();
      const budget = createRetryBudget(0.1, 1000, clock);
      const taken: number[] = [];
      for (const pause of pauses) {
        await clock.advance(pause);
        if (budget.take()) taken.push(clock.monotonic());
      }
      for (const from of taken) {
        expect(taken.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(6);
      }
      expect(taken.length).toBeGreaterThan(0);
    }),
    { numRuns: 20 },
  );
});

it.each([
  [0.1, 500, 12],
  [0.1, 50, 120],
  [1, 1000, 60],
  [0.1, 10_000, 1],
  [0, 1000, 0],
])('of %d at one poll in %d ms holds %d', (ratio, pollIntervalMs, retries) => {
  const budget = createRetryBudget(ratio, pollIntervalMs, createVirtualClock());
  expect(budget.left()).toBe(retries);
  for (let count = 0; count < retries; count++) expect(budget.take()).toBe(true);
  expect([budget.take(), budget.left()]).toEqual([false, 0]);
});

it('gives a robot that is polled rarely one retry for as many polls as the ratio says', async () => {
  const clock = createVirtualClock();
  const budget = createRetryBudget(0.1, 10_000, clock);
  expect(budget.take()).toBe(true);
  await clock.advance(99_000);
  expect(budget.take()).toBe(false);
  await clock.advance(1000);
  expect(budget.take()).toBe(true);
});
