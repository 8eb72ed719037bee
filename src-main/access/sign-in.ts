import type { Actor, AuditEvent } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Credentials } from '../store/repositories/credentials.ts';
import type { SecondFactorProof } from '../store/repositories/second-factors.ts';
import type { Store } from '../store/store.ts';
import { checkPassword, type CheckedPassword } from './checked-password.ts';
import type { ClockReading } from './clock-reading.ts';
import { redeemOneTimeSecret } from './one-time-secret.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { NIST_PROFILE, type PasswordProfile } from './password-profile.ts';
import type { Place } from './place.ts';
import type { Principal, Session } from './principal.ts';
import { proveSecondFactor } from './second-factor/proof.ts';
import { createReauthentication } from './reauthentication.ts';
import type { SecretProtection } from './secret-protection.ts';
import type { RoleBook } from './roles/role-book.ts';
import { createSessionEntry, NOTHING_PROVED } from './session-entry.ts';
import { createSessionLeave } from './session-leave.ts';
import type { SessionPolicy } from './session-policy.ts';
import type { Sessions } from './sessions.ts';
import type { Throttling } from './throttling.ts';
import { canonicalUsername } from './username.ts';
import type { UserSummary } from './users.ts';
import { verifyPassword } from './verification.ts';

export interface TypedCredentials {
  readonly username: string;
  readonly password: string;
}

/** How people come to a session, and prove again that it is theirs. Every step is throttled and on record. */
export interface SignIn {
  /**
   * Signs in by name and password (or one-time secret).
   *
   * @throws ConsoleError SIGN_IN_FAILED, the same after the same time whatever of it was wrong; SIGN_IN_THROTTLED and
   *   SIGN_IN_CLOSED after failures; SIGN_IN_BUSY; ONE_TIME_SECRET_INVALID; SECOND_FACTOR_REQUIRED: all was right, and
   *   {@link withSecondFactor} must follow from the same seat
   */
  withPassword(credentials: TypedCredentials, place: Place): Promise<Session>;
  /**
   * The second step: a code of the app, or a recovery code.
   *
   * @throws ConsoleError SECOND_FACTOR_FAILED, SIGN_IN_*; SIGN_IN_STEP_LOST when the first step was too long ago
   */
  withSecondFactor(code: string, place: Place): Promise<Session>;
  /** Begins the session of whoever has just made the first account. */
  asFirst(principal: Principal, place: Place): Promise<Session>;
  /**
   * The person at the seat proves again who it is: opens the lock, and makes sensitive actions possible for a while.
   *
   * @throws ConsoleError SESSION_REQUIRED, SIGN_IN_FAILED, SIGN_IN_THROTTLED, SIGN_IN_CLOSED
   */
  again(password: string, place: Place): Promise<Session>;
  signOut(place: Place): Promise<void>;
  lock(place: Place): Promise<void>;
  /** The seat is given up: whoever is signed in there is signed out. */
  vacate(place: Place): Promise<void>;
}

export interface SignInDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly hasher: Pick<PasswordHasher, 'decoy' | 'hash' | 'verify'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly reading: () => ClockReading;
  readonly sessions: Sessions;
  readonly policy: SessionPolicy;
  readonly roles: Pick<RoleBook, 'refresh'>;
  readonly throttling: Throttling;
  readonly protection: SecretProtection;
  /** As `acceptPassword` takes it. */
  readonly blocklist: ReadonlySet<string>;
  readonly profile?: PasswordProfile;
}

/** What the log calls a name that belongs to nobody: it may be a password typed into the wrong field. */
export const UNKNOWN_NAME = '(unknown)';
/** How long the second step may take (ms). */
export const STEP_MS = 5 * 60_000;

/** A password that was right, and waits for the second factor. */
interface Pending {
  readonly userId: string;
  readonly username: string;
  readonly since: number;
  readonly password: CheckedPassword;
}

export function createSignIn({
  store,
  hasher,
  clock,
  reading,
  sessions,
  policy,
  roles,
  throttling,
  protection,
  blocklist,
  profile = NIST_PROFILE,
}: SignInDependencies): SignIn {
  const pending = new Map<string, Pending>();
  const enter = createSessionEntry({ store, clock, sessions, policy, roles });
  const { leave, lock } = createSessionLeave({ store, clock, sessions });

  async function withPassword({ username, password }: TypedCredentials, place: Place): Promise<Session> {
    pending.delete(place.seat.id);
    const found = await store.read('credentials.find', { canonicalName: canonicalUsername(username) });
    const event = eventFor(found?.user ?? null, place);
    await throttling.attempt({ username, origin: place.origin }, event('session.attempt', 'succeeded'));
    const { hash, right } = await verifyPassword(found, password, hasher);
    if (found === null || !right) {
      await store.write('audit.append', {}, event('session.sign-in', 'refused'));
      throw new ConsoleError('SIGN_IN_FAILED', 'the name is unknown, its account closed, or the password wrong');
    }
    if (found.secret !== null) redeemOneTimeSecret(found.secret, reading());
    const checked = await checkPassword(found, hash, password, { hasher, blocklist, profile, now: clock.now() });
    if (found.secondFactor !== null) {
      const { id } = found.user;
      pending.set(place.seat.id, { userId: id, username, since: clock.monotonic(), password: checked });
      throw new ConsoleError('SECOND_FACTOR_REQUIRED', 'the password is right; the second factor is still to come');
    }
    return begin(found, checked, null, username, place);
  }

  async function withSecondFactor(code: string, place: Place): Promise<Session> {
    const step = pending.get(place.seat.id);
    if (!step || clock.monotonic() - step.since >= STEP_MS) {
      pending.delete(place.seat.id);
      throw new ConsoleError('SIGN_IN_STEP_LOST', 'the first step of the sign-in is not there, or too long ago');
    }
    const found = await store.read('credentials.find', { id: step.userId });
    const event = eventFor(found?.user ?? null, place);
    const target = { username: step.username, origin: place.origin };
    await throttling.attempt(target, event('session.attempt', 'succeeded', { step: 2 }));
    const proof = await proveSecondFactor(found, code, { hasher, protection, now: clock.now() }).catch(
      async (error: unknown) => {
        await store.write('audit.append', {}, event('session.sign-in', 'refused', { step: 2 }));
        throw error;
      },
    );
    if (found === null) throw new ConsoleError('SIGN_IN_FAILED', 'the account is gone');
    pending.delete(place.seat.id);
    return begin(found, step.password, proof, step.username, place);
  }

  async function begin(
    found: Credentials,
    checked: CheckedPassword,
    proof: SecondFactorProof | null,
    username: string,
    place: Place,
  ): Promise<Session> {
    const attempts = proof === null ? 1 : 2;
    const redeemed = found.secret && redeemOneTimeSecret(found.secret, reading());
    return throttling.success({ username, origin: place.origin }, attempts, (throttles) =>
      enter(found.user, place, { ...checked, redeemed, proof, throttles }),
    );
  }

  return {
    withPassword,
    withSecondFactor,

    asFirst: (principal, place) => enter({ ...principal, id: principal.userId }, place, NOTHING_PROVED),
    again: createReauthentication({ store, hasher, sessions, throttling }),
    signOut: (place) => forget(place, 'sign-out'),
    vacate: (place) => forget(place, 'vacated'),
    lock,
  };

  function forget(place: Place, by: 'sign-out' | 'vacated'): Promise<void> {
    pending.delete(place.seat.id);
    return leave(place, by);
  }
}

/** Events about a sign-in that is not one yet: nobody is behind them, an account may be what they are about. */
function eventFor(user: UserSummary | null, { origin }: Place) {
  const actor: Actor = { userId: null, username: null, role: null, sessionId: null, origin };
  return (action: string, outcome: AuditEvent['outcome'], details: AuditEvent['details'] = {}): AuditEvent => ({
    actor,
    action,
    subject: user?.id ?? null,
    outcome,
    details: { username: user?.username ?? UNKNOWN_NAME, ...details },
  });
}
