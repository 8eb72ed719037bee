import type { LinkHealth } from './link.ts';

/** Three nines: what the plant holds the links to. */
export const TARGET = 0.999;
/** The day over which is counted goes on in steps: what is older than 144 of them is forgotten. */
const STEP_MS = 10 * 60_000;
const STEPS = 144;
const WINDOW_MS = STEPS * STEP_MS;

/**
 * The share of time in which a link brought current values, over the last day, or since its first answer or failure where
 * that is shorter; and how much outage the target still allows in a day. Times monotonic, ms.
 */
export interface Availability {
  /** Now it is current, or not. To be told at every reading and at every failure. */
  note(current: boolean, at: number): void;
  view(now: number): LinkHealth['availability'];
}

/** @param vouchMs how long one live reading vouches for the link: the process may have been suspended after it */
export function createAvailability(vouchMs: number): Availability {
  /** Outage (ms) in each step of the window, by the step's number modulo their count. */
  const outages = new Float64Array(STEPS);
  let outageMs = 0;
  let newest = 0;
  let startedAt: number | null = null;
  let bookedTo = 0;
  let vouchedTo = -Infinity;

  return {
    note(current, at) {
      if (startedAt === null) bookedTo = startedAt = at;
      book(startedAt, at);
      vouchedTo = current ? at + vouchMs : -Infinity;
    },
    view(now) {
      if (startedAt === null || now === startedAt) return null;
      book(startedAt, now);
      const oldest = startedAt + Math.max(0, newest - STEPS + 1) * STEP_MS;
      const observedMs = now - oldest;
      const allowedMs = (1 - TARGET) * WINDOW_MS;
      return {
        ratio: 1 - outageMs / observedMs,
        target: TARGET,
        observedMs,
        budget: { allowedMs, leftMs: allowedMs - outageMs },
      };
    },
  };

  /** Counts the time up to `to` that no reading vouches for. */
  function book(start: number, to: number): void {
    let from = Math.max(bookedTo, vouchedTo);
    bookedTo = to;
    forget(Math.floor((to - start) / STEP_MS));
    from = Math.max(from, start + (newest - STEPS + 1) * STEP_MS);
    for (let step = Math.floor((from - start) / STEP_MS); from < to; step++) {
      const until = Math.min(to, start + (step + 1) * STEP_MS);
      outages[step % STEPS] = (outages[step % STEPS] ?? 0) + until - from;
      outageMs += until - from;
      from = until;
    }
  }

  /** Makes room for the steps up to this one. */
  function forget(step: number): void {
    if (step === newest) return;
    for (let next = Math.max(newest + 1, step - STEPS + 1); next <= step; next++) outages[next % STEPS] = 0;
    newest = step;
    outageMs = outages.reduce((sum, outage) => sum + outage, 0);
  }
}
