import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleAll, type IBackoff } from 'cockatiel';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import { countsForBreaker } from './verdict.ts';

/** `half-open`: what comes next is a probe, and decides. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** Why a robot is left alone: it failed too often, or it has asked for it (Retry-After). */
export type PauseReason = 'failures' | 'retry-after';

/** What keeps a robot in trouble from being asked any more than to find out whether the trouble is over. */
export interface Breaker {
  /**
   * Runs `work`. When the breaker is not closed, `probe` goes first, alone, and only its success lets `work` run.
   *
   * @throws ConsoleError FIRMWARE_BREAKER_OPEN {forMs, reason} without running anything; what `probe` or `work` throw.
   */
  run<T>(work: () => Promise<T>, probe: () => Promise<void>): Promise<T>;
  /** The robot wishes not to be asked for so long (ms from now). Wishes do not add up: the longest counts. */
  holdOff(ms: number): void;
  view(): BreakerView;
}

export interface BreakerView {
  readonly state: BreakerState;
  /** How long (ms) nothing will be asked; 0 when something may be. */
  readonly pausedForMs: number;
  readonly reason: PauseReason | null;
}

/** Timers fire up to this much (ms) before their time: whoever has slept through a pause must not find it still on. */
export const EARLY_MS = 1;

/**
 * cockatiel would compare moments of the wall clock, and stay open for as long as somebody sets that back. So its own
 * pause is over before it begins, and ours, on the monotonic clock, stands in front of it.
 */
const OVER: IBackoff<unknown> = { duration: -Infinity, next: () => OVER };

/**
 * @param failures in a row that open it
 * @param openMs pause (ms) before the probe; 0: whoever comes next is the probe
 */
export function createBreaker(failures: number, openMs: number, clock: Clock): Breaker {
  const policy = circuitBreaker(handleAll, { halfOpenAfter: OVER, breaker: new ConsecutiveBreaker(failures) });
  let openUntil = 0;
  let heldUntil = 0;
  policy.onBreak(() => {
    openUntil = clock.monotonic() + openMs;
  });
  policy.onReset(() => {
    openUntil = 0;
  });

  return {
    async run(work, probe) {
      const { pausedForMs, reason } = view();
      if (pausedForMs > 0) {
        const details = { forMs: Math.ceil(pausedForMs), reason };
        throw new ConsoleError(
          'FIRMWARE_BREAKER_OPEN',
          `not asked for another ${details.forMs} ms: ${reason}`,
          details,
        );
      }
      if (policy.state !== CircuitState.Closed) await counted(probe);
      return counted(work);
    },
    holdOff(ms) {
      heldUntil = Math.max(heldUntil, clock.monotonic() + ms);
    },
    view,
  };

  /** What does not count as a failure counts as a success: the robot has answered. */
  async function counted<T>(work: () => Promise<T>): Promise<T> {
    const outcome = await policy.execute(() =>
      work().then(
        (value) => ({ value }),
        (error: unknown) => {
          if (error instanceof ConsoleError && countsForBreaker(error)) throw error;
          return { error };
        },
      ),
    );
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  function view(): BreakerView {
    const now = clock.monotonic();
    const leftMs = Math.max(openUntil - now, heldUntil - now);
    const pausedForMs = leftMs <= EARLY_MS ? 0 : leftMs;
    const reason = pausedForMs === 0 ? null : openUntil > heldUntil ? 'failures' : 'retry-after';
    if (policy.state === CircuitState.Closed) return { state: 'closed', pausedForMs, reason };
    return { state: openUntil - now > EARLY_MS ? 'open' : 'half-open', pausedForMs, reason };
  }
}
