const MINUTE_MS = 60_000;
/** What a break adds to the penalty that the next attempt may repair, and what it adds if none has. */
const BREAK = 0.25;
const LOSS = 0.75;
/** Penalty from which a link counts as flapping: with time fading between them, the fourth loss in quick succession. */
const FLAPPING_FROM = 3;
/** And below which it counts as settled: with as many thresholds, it does not flap between flapping and not. */
const SETTLED_BELOW = 2;
/** However often it was lost, it settles within the half-life. */
const MOST = 4;

/** A link that was lost and found again too often of late. */
export interface Flapping {
  /** Monotonic, ms: since when, and when it is over unless the link is lost once more. */
  readonly since: number;
  readonly settlesAt: number;
  /** In the last minute. */
  readonly losses: number;
}

/**
 * Damps a link that comes and goes as routers damp routes (RFC 2439): every loss adds to a penalty, which halves in
 * every half-life, and two thresholds make it flapping and settled. It delays good news only: a loss is one at once.
 */
export interface FlapDamper {
  /** What was current is not any more; a part of a loss, because the next attempt may repair it. `at` monotonic, ms. */
  broke(at: number): void;
  /** None has: the rest of it. */
  lost(at: number): void;
  /** As of `now` (monotonic, ms); null: settled. */
  view(now: number): Flapping | null;
}

/** @param halfLifeMs 0: nothing is damped */
export function createFlapDamper(halfLifeMs: number): FlapDamper {
  let penalty = 0;
  let penalisedAt = 0;
  let since = 0;
  let settlesAt = -Infinity;
  let losses: number[] = [];

  return {
    broke(at) {
      losses = [...losses.filter((before) => before > at - MINUTE_MS), at];
      penalise(at, BREAK);
    },
    lost: (at) => penalise(at, LOSS),
    view(now) {
      if (now >= settlesAt) return null;
      return { since, settlesAt, losses: losses.filter((at) => at > now - MINUTE_MS).length };
    },
  };

  function penalise(at: number, by: number): void {
    if (halfLifeMs === 0) return;
    penalty = Math.min(MOST, penalty * 0.5 ** ((at - penalisedAt) / halfLifeMs) + by);
    penalisedAt = at;
    if (penalty < FLAPPING_FROM && at >= settlesAt) return;
    if (at >= settlesAt) since = at;
    settlesAt = at + halfLifeMs * Math.log2(penalty / SETTLED_BELOW);
  }
}
