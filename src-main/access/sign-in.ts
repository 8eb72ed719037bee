import { createHash } from 'node:crypto';
import type { Actor, AuditEvent } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import { secretToken } from '../random.ts';
import type { Credentials } from '../store/repositories/credentials.ts';
import type { SecondFactorProof } from '../store/repositories/second-factors.ts';
import type { Store } from '../store/store.ts';
import type { ClockReading } from './clock-reading.ts';
import { redeemOneTimeSecret } from './one-time-secret.ts';
import { passwordAge } from './password-age.ts';
import { changeReason, type ChangeReason } from './password-change.ts';
import { costOf, needsRehash } from './password-cost.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { brokenRules, normalizePassword } from './password-policy.ts';
import { NIST_PROFILE, type PasswordProfile } from './password-profile.ts';
import type { Principal, Session } from './principal.ts';
import type { Seat } from './seats.ts';
import { proveSecondFactor } from './second-factor/proof.ts';
import type { SecretProtection } from './secret-protection.ts';
import { endedBySignIn } from './session-limit.ts';
import type { SessionPolicy } from './session-policy.ts';
import type { Sessions } from './sessions.ts';
import { THROTTLE_LIMIT, type Throttling } from './throttling.ts';
import { canonicalUsername } from './username.ts';
import { principalOf, type UserSummary } from './users.ts';
import { verifyPassword } from './verification.ts';

export interface TypedCredentials {
  readonly username: string;
  readonly password: string;
}

/** The seat where somebody sits, and the shell that it belongs to. */
export interface Place {
  readonly seat: Seat;
  readonly origin: 'electron' | 'loopback';
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
  readonly throttling: Throttling;
  readonly protection: SecretProtection;
  /** As `acceptPassword` takes it. */
  readonly blocklist: ReadonlySet<string>;
  readonly profile?: PasswordProfile;
}

/** What the log calls a name that belongs to nobody: it may be a password typed into the wrong field. */
const UNKNOWN_NAME = '(unknown)';
/** How long the second step may take (ms). */
export const STEP_MS = 5 * 60_000;

/** A password that was right, and waits for the second factor. */
interface Pending {
  readonly userId: string;
  readonly username: string;
  readonly since: number;
  readonly password: CheckedPassword;
}

/** What was learnt from the password while it was at hand. */
interface CheckedPassword {
  readonly verifiedHash: string;
  readonly rehashed: string | null;
  readonly changeReason: ChangeReason | null;
}

export function createSignIn({
  store,
  hasher,
  clock,
  reading,
  sessions,
  policy,
  throttling,
  protection,
  blocklist,
  profile = NIST_PROFILE,
}: SignInDependencies): SignIn {
  const pending = new Map<string, Pending>();

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
    const checked = await checkPassword(found, hash, password);
    if (found.secondFactor !== null) {
      const { id } = found.user;
      pending.set(place.seat.id, { userId: id, username, since: clock.monotonic(), password: checked });
      throw new ConsoleError('SECOND_FACTOR_REQUIRED', 'the password is right; the second factor is still to come');
    }
    return begin(found, checked, null, username, place);
  }

  async function checkPassword(found: Credentials, hash: string, password: string): Promise<CheckedPassword> {
    const { user, secret, secondFactor, passwordChangedAt } = found;
    const context = {
      blocklist,
      profile,
      personalNames: [user.username, user.displayName],
      besideSecondFactor: secondFactor !== null,
    };
    const age = passwordAge(passwordChangedAt ?? 0, clock.now(), secret === null ? profile.maxAgeDays : null);
    const dear = secret === null && needsRehash(hash, costOf(hasher.decoy));
    return {
      verifiedHash: hash,
      rehashed: dear ? await hasher.hash(normalizePassword(password)) : null,
      changeReason: changeReason({
        oneTime: secret !== null,
        overAge: age.kind === 'over',
        breaksRules: secret === null && brokenRules(password, context).length > 0,
      }),
    };
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

  /** Keeps the session with all that led to it, then opens it. */
  async function enter(
    user: Pick<UserSummary, 'id' | 'username' | 'displayName' | 'role'>,
    place: Place,
    facts: Omit<CheckedPassword, 'verifiedHash'> & {
      readonly verifiedHash: string | null;
      readonly redeemed: Credentials['secret'];
      readonly proof: SecondFactorProof | null;
      readonly throttles: Parameters<Parameters<Throttling['success']>[2]>[0];
    },
  ): Promise<Session> {
    const { changeReason: reason, ...kept } = facts;
    const seatId = place.seat.id;
    const replaced = sessions.current(seatId);
    const others = sessions.of(user.id).filter((open) => open.seatId !== seatId);
    const counted = others.map(({ session, life }) => ({ id: session.id, life }));
    const surplus = new Set(endedBySignIn(counted, policy, clock.monotonic()).map(({ id }) => id));
    const id = secretToken(16);
    await store.write(
      'sessions.begin',
      {
        ...kept,
        id,
        userId: user.id,
        role: user.role,
        tokenHash: createHash('sha256').update(seatId).digest('base64url'),
        origin: place.origin,
        at: clock.now(),
        throttleLimit: THROTTLE_LIMIT,
        ending: [
          ...(replaced ? [{ id: replaced.id, by: 'replaced' as const }] : []),
          ...[...surplus].map((ending) => ({ id: ending, by: 'surplus' as const })),
        ],
      },
      {
        actor: { userId: user.id, username: user.username, role: user.role, sessionId: id, origin: place.origin },
        action: 'session.sign-in',
        subject: user.id,
        outcome: 'succeeded',
        details: {
          username: user.username,
          ...(facts.proof && { secondFactor: facts.proof.kind }),
          ...(reason && { mustChange: reason }),
        },
      },
    );
    sessions.endOf(user.id, (session) => surplus.has(session.id));
    return sessions.begin(seatId, principalOf(user), { id, changeReason: reason });
  }

  async function again(password: string, place: Place): Promise<Session> {
    const session = sessions.current(place.seat.id);
    if (session === null) throw new ConsoleError('SESSION_REQUIRED', 'nobody is signed in at this seat');
    const { userId, username } = session.principal;
    const action = session.locked ? 'session.unlock' : 'session.reauthenticate';
    const actor = actorOf(session, place);
    const event = (outcome: AuditEvent['outcome']): AuditEvent => ({
      actor,
      action,
      subject: userId,
      outcome,
      details: { username },
    });
    const target = { username, origin: place.origin };
    const found = await store.read('credentials.find', { id: userId });
    await throttling.attempt(target, { ...event('succeeded'), action: 'session.attempt' });
    if (!(await verifyPassword(found, password, hasher)).right) {
      await store.write('audit.append', {}, event('refused'));
      throw new ConsoleError('SIGN_IN_FAILED', 'the password is wrong', { rule: 'password' });
    }
    await throttling.success(target, 1, (changes) =>
      store.write('throttles.keep', { changes, limit: THROTTLE_LIMIT }, event('succeeded')),
    );
    return sessions.reauthenticated(place.seat.id);
  }

  async function leave(place: Place, by: 'sign-out' | 'vacated'): Promise<void> {
    const open = sessions.open(place.seat.id);
    pending.delete(place.seat.id);
    if (open === null) return;
    // A store in trouble must not keep anyone signed in.
    sessions.end(place.seat.id);
    const { id, principal } = open.session;
    await store.write(
      'sessions.end',
      { id, at: clock.now(), by, activeAt: Math.round(open.activeAt) },
      {
        actor: actorOf(open.session, place),
        action: 'session.sign-out',
        subject: principal.userId,
        outcome: 'succeeded',
        details: { username: principal.username, by },
      },
    );
  }

  return {
    withPassword,
    withSecondFactor,

    asFirst: (principal, place) =>
      enter({ ...principal, id: principal.userId }, place, {
        verifiedHash: null,
        rehashed: null,
        changeReason: null,
        redeemed: null,
        proof: null,
        throttles: [],
      }),

    again,
    signOut: (place) => leave(place, 'sign-out'),
    vacate: (place) => leave(place, 'vacated'),

    async lock(place) {
      const open = sessions.lock(place.seat.id);
      if (open === null) return;
      const { session } = open;
      await store.write(
        'sessions.mark',
        { id: session.id, lockedAt: clock.now(), activeAt: Math.round(open.activeAt) },
        {
          actor: actorOf(session, place),
          action: 'session.lock',
          subject: session.principal.userId,
          outcome: 'succeeded',
          details: { username: session.principal.username, by: 'person' },
        },
      );
    },
  };
}

function actorOf({ id, principal }: Session, { origin }: Place): Actor {
  return { userId: principal.userId, username: principal.username, role: principal.role, sessionId: id, origin };
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
