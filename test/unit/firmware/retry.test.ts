import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryDelayMs } from '../../../src-main/firmware/retry.ts';
import { firmwareSettings } from '../../../src-main/firmware/settings.ts';

const { retry } = firmwareSettings.parse({});

it('waits 200, 300, 450 ms by default when jitter falls in the middle', () => {
  expect([1, 2, 3].map((number) => retryDelayMs(number, retry, () => 0.5, 1000))).toEqual([200, 300, 450]);
});

it('never strays further than its jitter from the exponential pause', () => {
  const policy = fc.record({
    attempts: fc.integer({ min: 1, max: 10 }),
    baseDelayMs: fc.integer({ min: 0, max: 60_000 }),
    factor: fc.double({ min: 1, max: 10, noNaN: true }),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), policy, chance, (number, given, random) => {
      const exact = given.baseDelayMs * given.factor ** (number - 1);
      const delay = retryDelayMs(number, given, () => random, Infinity);
      expect(delay).toBeGreaterThanOrEqual(exact * (1 - given.jitter) - 1e-6 * exact);
      expect(delay).toBeLessThanOrEqual(exact * (1 + given.jitter) + 1e-6 * exact);
    }),
  );
});

it('never waits longer than for the next poll', () => {
  expect(retryDelayMs(10, { ...retry, factor: 10 }, () => 0.5, 1000)).toBe(1000);
});
