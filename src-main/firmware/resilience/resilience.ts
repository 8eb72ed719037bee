import type { Clock } from '../../clock.ts';
import type { ConsoleError } from '../../errors.ts';
import type { Random } from '../../random.ts';
import type { Etiquette } from '../drivers/etiquette.ts';
import { retryDelayMs } from '../retry.ts';
import type { RobotSettings } from '../settings.ts';
import { createBreaker, type Breaker, type BreakerView } from './breaker.ts';
import { createBulkhead, type Bulkhead } from './bulkhead.ts';
import { createRetryBudget } from './retry-budget.ts';
import { askedPauseMs } from './verdict.ts';

/** An attempt that has failed, as the decision about the next one needs it. */
export interface Failed {
  readonly error: ConsoleError;
  readonly number: number;
  /** Attempts that may be made in all: 1 for whatever must not be repeated, as motion. */
  readonly of: number;
  /** Time (ms) that is left of the total deadline. */
  readonly remainingMs: number;
}

/**
 * What stands between a robot and the console's own impatience, from the outside in: total deadline, retry, breaker,
 * deadline of an attempt; and a bulkhead in front of the wire.
 */
export interface Resilience {
  readonly breaker: Breaker;
  readonly bulkhead: Bulkhead;
  /**
   * The pause (ms) before the next attempt, or null when there shall be none: all are made, the budget is used up, the
   * breaker is open, the robot asks for a longer pause than to the next poll, or the time does not suffice. A retry
   * is taken out of the budget; a pause that the robot asks for is kept by everybody.
   */
  nextAttemptInMs(failed: Failed): number | null;
  view(): ResilienceView;
}

export interface ResilienceView extends BreakerView {
  /** Retries that the budget still allows now. */
  readonly retriesLeft: number;
}

export function createResilience(
  settings: RobotSettings,
  { concurrency }: Etiquette,
  clock: Clock,
  random: Random,
): Resilience {
  const { retry, pollIntervalMs } = settings;
  const breaker = createBreaker(settings.breaker.failures, settings.breaker.openMs, clock);
  const budget = createRetryBudget(retry.budget, pollIntervalMs, clock);

  return {
    breaker,
    bulkhead: createBulkhead(concurrency),
    nextAttemptInMs({ error, number, of, remainingMs }) {
      const askedMs = askedPauseMs(error);
      if (askedMs > 0) breaker.holdOff(askedMs);
      if (number >= of) return null;
      const pauseMs = Math.max(askedMs, retryDelayMs(number, retry, random, pollIntervalMs));
      if (pauseMs > pollIntervalMs || pauseMs >= remainingMs) return null;
      if (breaker.view().state !== 'closed') return null;
      return budget.take() ? pauseMs : null;
    },
    view: () => ({ ...breaker.view(), retriesLeft: budget.left() }),
  };
}
