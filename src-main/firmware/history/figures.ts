import type { ErrorCode } from '../../errors.ts';
import type { Skew } from './skew-watch.ts';

/** What a stretch of time was like for one robot's link. Plain data: figures of two stretches can be added. */
export interface LinkFigures {
  /** Ms in which the robot was polled; of these with a live link, and of the live ones with a simulator behind it. */
  readonly observedMs: number;
  readonly liveMs: number;
  readonly simulatedMs: number;
  readonly polls: number;
  readonly succeeded: number;
  readonly restarts: number;
  /** Of the polls that succeeded: bucket and count in turn, as `latency-histogram.ts` says. */
  readonly latencies: readonly number[];
  /** Failed attempts by what was the matter. */
  readonly errors: Readonly<Partial<Record<ErrorCode, number>>>;
  /** Firmware versions seen, the newest last. */
  readonly versions: readonly string[];
  readonly skew: Skew | null;
}

/** A robot that says another version each time fills no store. */
const MOST_VERSIONS = 8;

export const NO_FIGURES: LinkFigures = {
  observedMs: 0,
  liveMs: 0,
  simulatedMs: 0,
  polls: 0,
  succeeded: 0,
  restarts: 0,
  latencies: [],
  errors: {},
  versions: [],
  skew: null,
};

/** Both stretches together; `later` says what was last. */
export function added(one: LinkFigures, later: LinkFigures): LinkFigures {
  return {
    observedMs: one.observedMs + later.observedMs,
    liveMs: one.liveMs + later.liveMs,
    simulatedMs: one.simulatedMs + later.simulatedMs,
    polls: one.polls + later.polls,
    succeeded: one.succeeded + later.succeeded,
    restarts: one.restarts + later.restarts,
    latencies: addedPairs(one.latencies, later.latencies),
    errors: addedCounts(one.errors, later.errors),
    versions: withVersions(one.versions, later.versions),
    skew: widest(one.skew, later.skew),
  };
}

export function withVersions(versions: readonly string[], newer: readonly string[]): readonly string[] {
  return [...versions.filter((version) => !newer.includes(version)), ...newer].slice(-MOST_VERSIONS);
}

function addedCounts(one: LinkFigures['errors'], other: LinkFigures['errors']): LinkFigures['errors'] {
  const sum = { ...one };
  for (const [code, count] of Object.entries(other) as [ErrorCode, number][]) sum[code] = (sum[code] ?? 0) + count;
  return sum;
}

function addedPairs(one: readonly number[], other: readonly number[]): readonly number[] {
  if (one.length === 0) return other;
  const counts = new Map<number, number>();
  for (const pairs of [one, other]) {
    for (let n = 0; n < pairs.length; n += 2) {
      const bucket = pairs[n] ?? 0;
      counts.set(bucket, (counts.get(bucket) ?? 0) + (pairs[n + 1] ?? 0));
    }
  }
  return [...counts].toSorted(([a], [b]) => a - b).flat();
}

function widest(one: Skew | null, later: Skew | null): Skew | null {
  if (!one || !later) return later ?? one;
  return {
    minMs: Math.min(one.minMs, later.minMs),
    maxMs: Math.max(one.maxMs, later.maxMs),
    lastMs: later.lastMs,
  };
}
