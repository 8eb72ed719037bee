import type { LinkHealth } from './link.ts';

/** Three nines: what the plant holds the links to. */
export const TARGET = 0.999;

/** The share of time in which a link was live, since its first answer or failure. Times monotonic, ms. */
export interface Availability {
  /** Now it is live, or not. To be told at every reading and at every failure. */
  note(live: boolean, at: number): void;
  view(now: number): LinkHealth['availability'];
}

/** @param vouchMs how long one live reading vouches for the link: the process may have been suspended after it */
export function createAvailability(vouchMs: number): Availability {
  let startedAt: number | null = null;
  let liveMs = 0;
  let liveSince: number | null = null;

  return {
    note(live, at) {
      startedAt ??= at;
      liveMs += runningMs(at);
      liveSince = live ? at : null;
    },
    view(now) {
      if (startedAt === null || now === startedAt) return null;
      const observedMs = now - startedAt;
      return { ratio: (liveMs + runningMs(now)) / observedMs, target: TARGET, observedMs };
    },
  };

  function runningMs(now: number): number {
    return liveSince === null ? 0 : Math.min(now - liveSince, vouchMs);
  }
}
