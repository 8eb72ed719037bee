import { expect, it } from 'vitest';
import { oldestRecord } from '../../../../src-renderer/screens/audit/oldest-record.ts';

/** A log of which the ids from `first` to `last` are kept. */
function log(first: number, last: number) {
  let asked = 0;
  return {
    below: async (before: number) => {
      asked += 1;
      const newest = Math.min(last, before - 1);
      return newest >= first ? newest : null;
    },
    asked: () => asked,
  };
}

it('a log that is whole is asked once', async () => {
  const { below, asked } = log(1, 1_000_000);
  expect([await oldestRecord(below, 1_000_000), asked()]).toEqual([1, 1]);
});

it.each([2, 3, 10_001, 500_000, 999_999, 1_000_000])('the oldest is found in few questions: %i', async (first) => {
  const { below, asked } = log(first, 1_000_000);
  expect(await oldestRecord(below, 1_000_000)).toBe(first);
  expect(asked()).toBeLessThanOrEqual(21);
});

it('is found beside a gap within what is kept', async () => {
  const whole = log(40_001, 100_000);
  const below = async (before: number) => {
    const found = await whole.below(before);
    return found !== null && found > 50_000 && found <= 60_000 ? 50_000 : found;
  };
  expect(await oldestRecord(below, 100_000)).toBe(40_001);
});

it('of one record, and of an empty log', async () => {
  expect(await oldestRecord(log(1, 1).below, 1)).toBe(1);
  expect(await oldestRecord(log(1, 0).below, 0)).toBe(1);
});
