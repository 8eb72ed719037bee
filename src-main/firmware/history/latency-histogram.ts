/**
 * Latencies counted in fixed buckets, each a fifth wider than the one before it: histograms of any spans can be added up,
 * and a percentile of the sum is never further than a bucket's width from the true one. From 0.1 ms to some 100 s.
 */
export const BUCKETS = 80;
const LEAST_MS = 0.1;
const PER_OCTAVE = 4;

/** The counts, a bucket each. */
export type LatencyCounts = Uint32Array;

export function bucketOf(latencyMs: number): number {
  if (!(latencyMs > LEAST_MS)) return 0;
  return Math.min(BUCKETS - 1, Math.ceil(Math.log2(latencyMs / LEAST_MS) * PER_OCTAVE));
}

/** The longest latency (ms) that is counted in a bucket; the last one has those beyond, too. */
export function upperBoundMs(bucket: number): number {
  return LEAST_MS * 2 ** (bucket / PER_OCTAVE);
}

/**
 * The bound that at least `percent` % of the latencies do not exceed (nearest rank), ms; null without any.
 *
 * @param pairs bucket, count, bucket, count …, the buckets in ascending order
 */
export function percentileMs(pairs: readonly number[], percent: number): number | null {
  let total = 0;
  for (let n = 1; n < pairs.length; n += 2) total += pairs[n] ?? 0;
  if (total === 0) return null;
  let left = Math.max(1, Math.ceil((percent / 100) * total));
  for (let n = 0; n < pairs.length; n += 2) {
    left -= pairs[n + 1] ?? 0;
    if (left <= 0) return upperBoundMs(pairs[n] ?? 0);
  }
  return null;
}

/** As pairs of bucket and count, without the empty ones: what is kept, and what can be added. */
export function pairsOf(counts: LatencyCounts): number[] {
  const pairs: number[] = [];
  for (const [bucket, count] of counts.entries()) if (count > 0) pairs.push(bucket, count);
  return pairs;
}
