import { expect, test } from 'vitest';
import {
  BUCKETS,
  bucketOf,
  pairsOf,
  percentileMs,
  upperBoundMs,
} from '../../../../src-main/firmware/history/latency-histogram.ts';
import { seededRandom } from '../../../../src-main/random.ts';

test('every latency lies in the bucket whose bound is the next above it, a fifth away at most', () => {
  for (let ms = 0.11; ms < 80_000; ms *= 1.037) {
    const bound = upperBoundMs(bucketOf(ms));
    expect(bound).toBeGreaterThanOrEqual(ms * 0.999_999);
    expect(bound / ms).toBeLessThan(1.2);
  }
  expect([0, 0.05, 0.1, Number.NaN].map(bucketOf)).toEqual([0, 0, 0, 0]);
  expect(bucketOf(10_000_000)).toBe(BUCKETS - 1);
});

test('percentiles are those of the sorted samples, but for a bucket’s width', () => {
  const random = seededRandom(7);
  const samples = Array.from({ length: 5000 }, () => 0.3 * 1000 ** random()).toSorted((a, b) => a - b);
  const counts = new Uint32Array(BUCKETS);
  for (const ms of samples) counts[bucketOf(ms)]! += 1;
  for (const percent of [50, 95, 99]) {
    const exact = samples[Math.ceil((percent / 100) * samples.length) - 1] ?? 0;
    const told = percentileMs(pairsOf(counts), percent) ?? 0;
    expect(told / exact).toBeGreaterThanOrEqual(1);
    expect(told / exact).toBeLessThan(1.2);
  }
  expect(percentileMs([], 50)).toBeNull();
});
