import type { AuditEvent } from '../audit/record.ts';
import { oneAtATime } from '../store/one-at-a-time.ts';
import type { ThrottleChange } from '../store/repositories/throttles.ts';
import type { Store } from '../store/store.ts';
import type { ClockReading } from './clock-reading.ts';
import { throttleKey } from './throttle-keys.ts';
import { ACCOUNT_THROTTLE, SEAT_THROTTLE, type ThrottlePolicy } from './throttle-policy.ts';
import { admitAttempt, afterFailure, afterSuccess, verdict } from './throttle.ts';

/** States that are kept at most, of names and of seats together. */
export const THROTTLE_LIMIT = 10_000;

/** On whom, and from where, somebody tries. */
export interface Target {
  /** As typed; nobody need have it. */
  readonly username: string;
  /** The shell: a name of the place that a restart does not change. */
  readonly origin: string;
}

/** How sign-ins are slowed down, kept in the store: a restart opens nothing. */
export interface Throttling {
  /**
   * Begins an attempt, which counts as failed from now on; recorded with `event`.
   *
   * @throws ConsoleError SIGN_IN_THROTTLED, SIGN_IN_CLOSED: nothing may be looked at, and nothing is counted
   */
  attempt(target: Target, event: AuditEvent): Promise<void>;
  /**
   * Every factor was right: `keep` gets the changes that take the attempts back, to be kept in the same transaction as
   * what follows from the success. No other attempt begins meanwhile.
   *
   * @param attempts how many this success needed
   */
  success<T>(target: Target, attempts: number, keep: (changes: readonly ThrottleChange[]) => Promise<T>): Promise<T>;
  /** The change that opens a name again. */
  opening(username: string): ThrottleChange;
}

export interface ThrottlingDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly reading: () => ClockReading;
  /** As `throttleKey` wants it. */
  readonly secret: Uint8Array;
}

export function createThrottling({ store, reading, secret }: ThrottlingDependencies): Throttling {
  const inTurn = oneAtATime();
  const watched = ({ username, origin }: Target): readonly { key: string; policy: ThrottlePolicy }[] => [
    { key: throttleKey(username, secret), policy: ACCOUNT_THROTTLE },
    { key: `seat:${origin}`, policy: SEAT_THROTTLE },
  ];

  async function statesOf(target: Target) {
    const kept = watched(target);
    const states = await store.read('throttles.read', { keys: kept.map(({ key }) => key) });
    return kept.map(({ key, policy }, index) => ({ key, policy, state: states[index] ?? null }));
  }

  return {
    attempt: (target, event) =>
      inTurn(async () => {
        const now = reading();
        const states = await statesOf(target);
        admitAttempt(states.map(({ state, policy }) => verdict(state, now, policy)));
        const changes = states.map(({ key, state, policy }) => ({ key, state: afterFailure(state, now, policy) }));
        await store.write('throttles.keep', { changes, limit: THROTTLE_LIMIT }, event);
      }),

    success: (target, attempts, keep) =>
      inTurn(async () => {
        const changes = (await statesOf(target)).map(({ key, state: before, policy }) => {
          let state = before;
          for (let taken = 0; taken < attempts; taken++) state = afterSuccess(state, policy);
          return { key, state };
        });
        return keep(changes);
      }),

    opening: (username) => ({ key: throttleKey(username, secret), state: null }),
  };
}
