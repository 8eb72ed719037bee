import type { ProgressMarker } from './drivers/driver.ts';

/** Observations after the first that must show the same value before it counts as frozen: a freeze is seen in three polls. */
const STANDSTILLS = 2;

/** A sign of life that stands still. */
export interface Standstill {
  readonly marker: string;
  readonly value: number;
  /** Monotonic time (ms) of the last movement. */
  readonly since: number;
}

/** Watches a firmware's own clock and counter; says so when one of them no longer moves. */
export interface ProgressWatch {
  /** What stands still as of this observation (the longest, if several do), null when all signs of life move. */
  observe(markers: readonly ProgressMarker[], at: number): Standstill | null;
}

export function createProgressWatch(): ProgressWatch {
  let seen = new Map<string, { value: number; movedAt: number; standstills: number }>();

  return {
    observe(markers, at) {
      const now: typeof seen = new Map();
      let frozen: Standstill | null = null;
      for (const { name, value, resolutionMs } of markers) {
        const before = seen.get(name);
        const still = before?.value === value;
        const movedAt = still ? before.movedAt : at;
        const standstills = still ? before.standstills + 1 : 0;
        now.set(name, { value, movedAt, standstills });
        if (standstills < STANDSTILLS || at - movedAt < resolutionMs) continue;
        if (!frozen || movedAt < frozen.since) frozen = { marker: name, value, since: movedAt };
      }
      seen = now;
      return frozen;
    },
  };
}
