import type { Latency } from './status.ts';

/** The newest so many count. */
const WINDOW = 1024;

/** Remembers how long the newest answers took. */
export interface Latencies {
  add(ms: number): void;
  /** Null before the first. */
  summary(): Latency | null;
}

export function createLatencies(): Latencies {
  const newest = new Float64Array(WINDOW);
  let count = 0;
  return {
    add(ms) {
      newest[count % WINDOW] = ms;
      count += 1;
    },
    summary() {
      const sorted = newest.slice(0, Math.min(count, WINDOW)).toSorted();
      const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
      return sorted.length === 0 ? null : { p50: at(0.5), p99: at(0.99) };
    },
  };
}
