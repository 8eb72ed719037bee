import type { Actor } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { RandomBytes } from '../random.ts';
import type { Store } from '../store/store.ts';
import { accountEvent } from './account-event.ts';
import type { ClockReading } from './clock-reading.ts';
import type { GovernedAccounts } from './governed-account.ts';
import { createOneTimeSecret, issueOneTimeSecret } from './one-time-secret.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { Sessions } from './sessions.ts';
import { THROTTLE_LIMIT, type Throttling } from './throttling.ts';
import type { UserSummary } from './users.ts';

/** A secret that exists here and in the answer, and nowhere else: to be handed over, and good once. */
export interface HandedOut {
  readonly user: UserSummary;
  readonly oneTimePassword: string;
}

/** Ways back in for the owner of an account, and the way out. */
export interface AccountRecovery {
  /**
   * Ends the password and hands out a one-time one; also opens a sign-in that failures have closed. From the command line
   * also for the last administrator.
   */
  resetPassword(id: string, by: Actor): Promise<HandedOut>;
  /** For an owner who has lost the app and the recovery codes. */
  removeSecondFactor(id: string, by: Actor): Promise<UserSummary>;
  /** Forgets the failures at an account's sign-in. */
  openSignIn(id: string, by: Actor): Promise<void>;
  /** Ends every session of an account; answers how many there were. */
  signOut(id: string, by: Actor): Promise<number>;
}

export interface AccountRecoveryDependencies {
  readonly store: Pick<Store, 'write'>;
  readonly hasher: Pick<PasswordHasher, 'decoy' | 'hash'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly reading: () => ClockReading;
  readonly randomBytes: RandomBytes;
  readonly sessions: Pick<Sessions, 'endOf'>;
  readonly throttling: Pick<Throttling, 'opening'>;
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createAccountRecovery(
  { store, hasher, clock, reading, randomBytes, sessions, throttling, inTurn }: AccountRecoveryDependencies,
  { one, governed, governedOther }: GovernedAccounts,
): AccountRecovery {
  return {
    async resetPassword(id, by) {
      const oneTimePassword = createOneTimeSecret(randomBytes);
      const hash = await hasher.hash(oneTimePassword);
      return inTurn(async () => {
        const user = await governedOther(id, by);
        await store.write(
          'credentials.resetPassword',
          {
            id,
            unusableHash: hasher.decoy,
            secret: issueOneTimeSecret(hash, reading()),
            at: clock.now(),
            throttles: [throttling.opening(user.username)],
            throttleLimit: THROTTLE_LIMIT,
            // How the only administrator comes back who has forgotten the password.
            mayBeLast: by.origin === 'command-line',
          },
          accountEvent(by, 'user.reset-password', user),
        );
        sessions.endOf(id);
        return { user: await one(id), oneTimePassword };
      });
    },

    removeSecondFactor: (id, by) =>
      inTurn(async () => {
        const user = await governedOther(id, by);
        await store.write('secondFactor.remove', { id }, accountEvent(by, 'user.remove-second-factor', user));
        return one(id);
      }),

    openSignIn: (id, by) =>
      inTurn(async () => {
        const user = await governed(id, by);
        const changes = [throttling.opening(user.username)];
        const event = accountEvent(by, 'user.open-sign-in', user);
        await store.write('throttles.keep', { changes, limit: THROTTLE_LIMIT }, event);
      }),

    async signOut(id, by) {
      const user = await governed(id, by);
      // A store in trouble must not keep anyone signed in.
      const ended = sessions.endOf(id);
      await store.write(
        'sessions.endAllOf',
        { userId: id, except: null, at: clock.now(), by: 'administrator' },
        accountEvent(by, 'user.sign-out', user, { sessions: ended.length }),
      );
      return ended.length;
    },
  };
}
