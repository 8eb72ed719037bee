import type { LinkHealth } from './link.ts';

const WINDOW_MS = 60_000;

/** One attempt that has ended. */
export interface Attempt {
  /** Monotonic, ms. */
  readonly at: number;
  readonly succeeded: boolean;
  /** Beyond its poll's first. */
  readonly retry: boolean;
  /** Of a successful one. */
  readonly latencyMs: number | null;
}

/**
 * The last minute of one link. It is looked at after every poll of every robot: answer times are kept in their order, and
 * nothing is ever sorted.
 */
export interface MinuteStatistics {
  add(attempt: Attempt): void;
  /** As of `now` (monotonic, ms). */
  view(now: number): Pick<LinkHealth, 'latency' | 'successRate' | 'retries'>;
}

export function createMinuteStatistics(): MinuteStatistics {
  let attempts: Attempt[] = [];
  /** Where the minute begins in `attempts`: what lies before is dropped in bulk. */
  let first = 0;
  let successes = 0;
  let retries = 0;
  /** Of the successes, ascending. */
  const latencies: number[] = [];

  return {
    add(attempt) {
      forget(attempt.at);
      attempts.push(attempt);
      count(attempt, 1);
    },
    view(now) {
      forget(now);
      const made = attempts.length - first;
      return { latency: percentilesOf(latencies), successRate: made === 0 ? null : successes / made, retries };
    },
  };

  function forget(now: number): void {
    for (let oldest = attempts[first]; oldest && oldest.at <= now - WINDOW_MS; oldest = attempts[first]) {
      count(oldest, -1);
      first++;
    }
    if (first > attempts.length / 2) {
      attempts = attempts.slice(first);
      first = 0;
    }
  }

  function count({ succeeded, retry, latencyMs }: Attempt, by: 1 | -1): void {
    if (succeeded) successes += by;
    if (retry) retries += by;
    if (latencyMs === null) return;
    const place = placeOf(latencyMs, latencies);
    if (by === 1) latencies.splice(place, 0, latencyMs);
    else latencies.splice(place, 1);
  }
}

/** Where `value` stands in `sorted`, or would: the number of those that are smaller. */
function placeOf(value: number, sorted: readonly number[]): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? NaN) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

function percentilesOf(sorted: readonly number[]): LinkHealth['latency'] {
  if (sorted.length === 0) return null;
  const [p50Ms, p95Ms, p99Ms] = [percentile(sorted, 50), percentile(sorted, 95), percentile(sorted, 99)];
  return { p50Ms, p95Ms, p99Ms, samples: sorted.length };
}

/** The smallest sample that at least `percent` % of the samples do not exceed (nearest rank); `sorted` is not empty. */
function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}
