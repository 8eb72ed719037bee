/** An answer is late when it takes more than this share of the time that an attempt is given at most. */
const LATE_SHARE = 0.5;
/** So many more late answers than quick ones make a link slow; as soon as they are made up for, it is not any more. */
const SLOW_FROM = 3;
/** A long slow time is forgotten after so many quick answers. */
const MOST = 5;

/**
 * Whether a robot that answers does so too slowly. One late answer makes no link slow, and one quick answer does not make
 * it quick again: every late one counts up, every quick one down.
 */
export interface Lag {
  /** Answers that take longer (ms) are late. */
  readonly aboveMs: number;
  /** Whether it is slow, this answer included. */
  answered(latencyMs: number): boolean;
  /** The link was lost: how it answered before says nothing of how it will. */
  forget(): void;
}

/** @param deadlineMs longest time for one attempt */
export function createLag(deadlineMs: number): Lag {
  const aboveMs = deadlineMs * LATE_SHARE;
  let late = 0;
  let slow = false;
  return {
    aboveMs,
    answered(latencyMs) {
      late = latencyMs > aboveMs ? Math.min(MOST, late + 1) : Math.max(0, late - 1);
      slow = slow ? late > 0 : late >= SLOW_FROM;
      return slow;
    },
    forget() {
      late = 0;
      slow = false;
    },
  };
}
