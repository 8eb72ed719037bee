import type { ErrorCode } from '../../errors.ts';
import type { Observation } from '../attempt.ts';
import { NO_FIGURES, withVersions, type LinkFigures } from './figures.ts';
import { BUCKETS, bucketOf, pairsOf } from './latency-histogram.ts';

export const HOUR_MS = 3_600_000 as const;

/** Figures of one robot within one hour of the wall clock. */
export interface HourFigures {
  /** Wall clock, ms: where the hour begins. */
  readonly startedAt: number;
  readonly figures: LinkFigures;
}

/**
 * Counts what becomes of the polls of one robot, in hours of the wall clock. Each call costs the same, however many came
 * before. Times: `at` monotonic, `wall` for the hour, both ms.
 */
export interface Accumulator {
  heard(observation: Observation, skewMs: number | null): void;
  failed(code: ErrorCode, last: boolean, at: number, wall: number): void;
  restarted(): void;
  /** Time that passes from now on is nobody's, until the next poll. */
  left(at: number, wall: number): void;
  /** What was counted since it was taken last; an hour may come in several parts. */
  take(): HourFigures[];
}

interface Counting {
  startedAt: number;
  observedMs: number;
  liveMs: number;
  simulatedMs: number;
  polls: number;
  succeeded: number;
  restarts: number;
  readonly latencies: Uint32Array;
  errors: Partial<Record<ErrorCode, number>>;
  versions: readonly string[];
  skewMinMs: number;
  skewMaxMs: number;
  skewLastMs: number;
}

/** A breaker's longest pause, and a poll. Where nothing is polled for longer, the console was not there to see it. */
const LONGEST_PAUSE_MS = 660_000;

/** @param vouchMs how long one live reading vouches for the link, as `availability.ts` says; time beyond it is nobody’s */
export function createAccumulator(vouchMs: () => number): Accumulator {
  let parts: HourFigures[] = [];
  let counting: Counting | null = null;
  /** When a poll ended last, and how; null: nobody polls. */
  let lastAt: number | null = null;
  let live: 'live' | 'simulated' | null = null;
  let version: string | null = null;

  return {
    heard({ at, observedAt, latencyMs, simulated, firmwareVersion }, skewMs) {
      const hour = passed(at, observedAt);
      live = simulated ? 'simulated' : 'live';
      hour.polls += 1;
      hour.succeeded += 1;
      const bucket = bucketOf(latencyMs);
      hour.latencies[bucket] = (hour.latencies[bucket] ?? 0) + 1;
      if (firmwareVersion !== null && (firmwareVersion !== version || hour.versions.length === 0)) {
        version = firmwareVersion;
        hour.versions = withVersions(hour.versions, [firmwareVersion]);
      }
      if (skewMs === null) return;
      hour.skewLastMs = skewMs;
      if (skewMs < hour.skewMinMs) hour.skewMinMs = skewMs;
      if (skewMs > hour.skewMaxMs) hour.skewMaxMs = skewMs;
    },
    failed(code, last, at, wall) {
      const hour = passed(at, wall);
      live = null;
      if (last) hour.polls += 1;
      hour.errors[code] = (hour.errors[code] ?? 0) + 1;
    },
    restarted() {
      if (counting) counting.restarts += 1;
    },
    left(at, wall) {
      if (lastAt !== null) passed(at, wall);
      lastAt = null;
      live = null;
    },
    take() {
      if (counting && (counting.observedMs > 0 || counting.polls > 0)) parts.push(closed(counting));
      counting = null;
      const taken = parts;
      parts = [];
      return taken;
    },
  };

  /** Counts the time since the last poll; answers the hour that it is now. */
  function passed(at: number, wall: number): Counting {
    const startedAt = Math.floor(wall / HOUR_MS) * HOUR_MS;
    const sinceMs = lastAt === null ? 0 : Math.max(0, at - lastAt);
    let leftMs = Math.min(sinceMs, live === null ? LONGEST_PAUSE_MS : vouchMs());
    lastAt = at;
    if (counting && counting.startedAt < startedAt) {
      const beforeMs = Math.min(leftMs, Math.max(0, sinceMs - (wall - startedAt)));
      add(counting, beforeMs);
      leftMs -= beforeMs;
    }
    if (counting?.startedAt !== startedAt) {
      if (counting) parts.push(closed(counting));
      counting = begun(startedAt);
    }
    add(counting, leftMs);
    return counting;
  }

  function add(hour: Counting, ms: number): void {
    hour.observedMs += ms;
    if (live !== null) hour.liveMs += ms;
    if (live === 'simulated') hour.simulatedMs += ms;
  }
}

function begun(startedAt: number): Counting {
  return {
    ...NO_FIGURES,
    startedAt,
    latencies: new Uint32Array(BUCKETS),
    errors: {},
    skewMinMs: Infinity,
    skewMaxMs: -Infinity,
    skewLastMs: 0,
  };
}

/** Whole numbers: what a store of integers gives back. */
function closed({ startedAt, latencies, skewMinMs, skewMaxMs, skewLastMs, ...hour }: Counting): HourFigures {
  const skew =
    skewMinMs > skewMaxMs
      ? null
      : { minMs: Math.round(skewMinMs), maxMs: Math.round(skewMaxMs), lastMs: Math.round(skewLastMs) };
  return {
    startedAt,
    figures: {
      ...hour,
      observedMs: Math.round(hour.observedMs),
      liveMs: Math.round(hour.liveMs),
      simulatedMs: Math.round(hour.simulatedMs),
      latencies: pairsOf(latencies),
      skew,
    },
  };
}
