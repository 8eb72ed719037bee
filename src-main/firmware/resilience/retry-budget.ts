import type { Clock } from '../../clock.ts';

const MINUTE_MS = 60_000;

/** How many of a robot's requests may be repetitions, so that trouble never multiplies its own load. */
export interface RetryBudget {
  /** Takes one retry out of the budget, if there is one. */
  take(): boolean;
  /** Retries that could be taken now. */
  left(): number;
}

/**
 * @param ratio retries over polls, 0 to 1, over any minute; where fewer polls than that make a minute, over as many
 * polls as one retry needs
 */
export function createRetryBudget(ratio: number, pollIntervalMs: number, clock: Clock): RetryBudget {
  const perMinute = Math.floor((ratio * MINUTE_MS) / pollIntervalMs);
  const most = ratio === 0 ? 0 : Math.max(1, perMinute);
  const windowMs = perMinute >= 1 ? MINUTE_MS : pollIntervalMs / ratio;
  let taken: number[] = [];

  return {
    take() {
      if (left() === 0) return false;
      taken.push(clock.monotonic());
      return true;
    },
    left,
  };

  function left(): number {
    const since = clock.monotonic() - windowMs;
    taken = taken.filter((at) => at > since);
    return most - taken.length;
  }
}
