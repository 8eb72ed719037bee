/** Lengths of time that must hold over restarts, although the wall clock may be set and the other one starts anew. */
import type { Clock } from '../clock.ts';

/** A moment, in a form that can be kept in a file. */
export interface ClockMark {
  /** Names the run of the console that the moment belongs to. */
  readonly run: string;
  /** Milliseconds since that run began, monotonic. */
  readonly uptime: number;
  /** Wall clock then, ms. */
  readonly wall: number;
}

/** The moment now. */
export interface ClockReading extends ClockMark {
  /** Wall clock when this run began, ms. */
  readonly startedAt: number;
}

/** Reads `clock` from now on; `run` is a name that no other run of the console has. */
export function createClockReader(clock: Pick<Clock, 'now' | 'monotonic'>, run: string): () => ClockReading {
  const startedAt = clock.now();
  const start = clock.monotonic();
  return () => ({ run, startedAt, uptime: clock.monotonic() - start, wall: clock.now() });
}

/** What a reading keeps of itself. */
export function markOf({ run, uptime, wall }: ClockReading): ClockMark {
  return { run, uptime, wall };
}

export interface Elapsed {
  /** Milliseconds, never negative. */
  readonly ms: number;
  /** The wall clock went back while the console was not running: it has been longer than `ms`, nobody knows how much. */
  readonly atLeast: boolean;
}

/**
 * How long ago `mark` was. Within its run only the monotonic clock counts, whoever sets the other. Over a restart the
 * wall clock must tell how long the console was not running, and only that: what it does afterwards does not matter. So
 * a clock set forward over a restart makes it look longer by as much, which nobody can tell from time that passed.
 */
export function elapsedSince(mark: ClockMark, reading: ClockReading): Elapsed {
  if (mark.run === reading.run) return { ms: Math.max(0, reading.uptime - mark.uptime), atLeast: false };
  const between = reading.startedAt - mark.wall;
  return { ms: Math.max(0, between) + reading.uptime, atLeast: between < 0 };
}
