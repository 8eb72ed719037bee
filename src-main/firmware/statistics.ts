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

/** The last minute of one link. Adding costs the same however much it holds; percentiles are sorted out when asked for. */
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
  let latency: LinkHealth['latency'] | undefined;

  return {
    add(attempt) {
      forget(attempt.at);
      attempts.push(attempt);
      count(attempt, 1);
    },
    view(now) {
      forget(now);
      latency ??= percentilesOf(attempts.slice(first));
      const made = attempts.length - first;
      return { latency, successRate: made === 0 ? null : successes / made, retries };
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

  function count({ succeeded, retry }: Attempt, by: 1 | -1): void {
    if (succeeded) successes += by;
    if (retry) retries += by;
    latency = undefined;
  }
}

function percentilesOf(attempts: readonly Attempt[]): LinkHealth['latency'] {
  const sorted = Float64Array.from(attempts.map(({ latencyMs }) => latencyMs).filter((ms) => ms !== null)).toSorted();
  if (sorted.length === 0) return null;
  return { p50Ms: percentile(sorted, 50), p95Ms: percentile(sorted, 95), samples: sorted.length };
}

/** The smallest sample that at least `percent` % of the samples do not exceed (nearest rank); `sorted` is not empty. */
function percentile(sorted: ArrayLike<number>, percent: number): number {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}
