/**
 * Slows down who fails to sign in. The stop is not asked: it needs no session, and nothing here may stand before it.
 *
 * An attempt counts as failed from its beginning (`afterFailure` before the password is even looked at) and is taken
 * back when it succeeded with every factor (`afterSuccess`): otherwise a hundred attempts at the same moment would all
 * be the first, and one cut off by a crash would be free. While the verdict is not `allowed` nothing is looked at and
 * nothing counted, so an impatient owner does not make it worse, and an attacker learns nothing.
 */
import { ConsoleError } from '../errors.ts';
import { elapsedSince, markOf, type ClockMark, type ClockReading } from './clock-reading.ts';
import { waitAfter, type ThrottlePolicy } from './throttle-policy.ts';

/** Plain data for the store; it must outlive a restart. Null where nothing has failed. */
export type ThrottleState = null | {
  /** Attempts in a row that failed, or are not finished. */
  readonly failures: number;
  /** The latest of them. */
  readonly last: ClockMark;
};

export type ThrottleVerdict =
  | { readonly kind: 'allowed' }
  /** Not before so many milliseconds, more than 0. */
  | { readonly kind: 'wait'; readonly retryInMs: number }
  /** Not before an administrator has wiped the state. */
  | { readonly kind: 'closed' };

/** Whether there may be an attempt now. Waits neither shrink nor grow with the wall clock, see {@link elapsedSince}. */
export function verdict(state: ThrottleState, reading: ClockReading, policy: ThrottlePolicy): ThrottleVerdict {
  if (state === null) return { kind: 'allowed' };
  const wait = waitAfter(state.failures, policy);
  if (wait === Infinity) return { kind: 'closed' };
  const retryInMs = wait - elapsedSince(state.last, reading).ms;
  return retryInMs > 0 ? { kind: 'wait', retryInMs } : { kind: 'allowed' };
}

/** The state with one more failed, or just begun, attempt. */
export function afterFailure(state: ThrottleState, reading: ClockReading, policy: ThrottlePolicy): ThrottleState {
  const before = state === null || isForgotten(state, reading, policy) ? 0 : state.failures;
  return { failures: before + 1, last: markOf(reading) };
}

/** The state after the attempt that was counted at its beginning has succeeded. */
export function afterSuccess(state: ThrottleState, policy: ThrottlePolicy): ThrottleState {
  if (state === null || policy.successWipes || state.failures <= 1) return null;
  return { ...state, failures: state.failures - 1 };
}

/** Whether the state says nothing any more and need not be kept. */
export function isForgotten(state: ThrottleState, reading: ClockReading, { forgetMs }: ThrottlePolicy): boolean {
  if (state === null) return true;
  return forgetMs !== null && elapsedSince(state.last, reading).ms >= forgetMs;
}

/**
 * Refuses an attempt unless every verdict (of the account, of the seat) allows it. The same for names that nobody has.
 *
 * @throws ConsoleError SIGN_IN_THROTTLED {retryInSeconds, rounded up}, SIGN_IN_CLOSED.
 */
export function admitAttempt(verdicts: readonly ThrottleVerdict[]): void {
  if (verdicts.some(({ kind }) => kind === 'closed')) {
    throw new ConsoleError('SIGN_IN_CLOSED', 'too many failures in a row: an administrator must open it again');
  }
  const waits = verdicts.map((each) => (each.kind === 'wait' ? each.retryInMs : 0));
  const retryInMs = Math.max(0, ...waits);
  if (retryInMs === 0) return;
  const retryInSeconds = Math.ceil(retryInMs / 1000);
  throw new ConsoleError('SIGN_IN_THROTTLED', `after failures, the next attempt is in ${retryInSeconds} s`, {
    retryInSeconds,
  });
}
