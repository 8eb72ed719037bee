import type { Actor, AuditEvent } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import type { Credentials } from '../../store/repositories/credentials.ts';
import type { SecondFactorProof } from '../../store/repositories/second-factors.ts';
import type { Store } from '../../store/store.ts';
import { checkPassword } from '../checked-password.ts';
import type { PasswordHasher } from '../password-hasher.ts';
import { NIST_PROFILE, type PasswordProfile } from '../password-profile.ts';
import { actorOf, type Place } from '../place.ts';
import type { Principal, Session } from '../principal.ts';
import { proveAppCode } from '../second-factor/proof.ts';
import type { SecretProtection } from '../secret-protection.ts';
import { UNKNOWN_NAME } from '../sign-in.ts';
import { THROTTLE_LIMIT, type Throttling } from '../throttling.ts';
import { canonicalUsername } from '../username.ts';
import { principalOf } from '../users.ts';
import { verifyPassword } from '../verification.ts';

/** What somebody types to stand for one thing: both components of an identification (21 CFR 11.200(a)(1)). */
export interface TypedProof {
  readonly username: string;
  readonly password: string;
  /** Of the app, for whoever has a second factor. */
  readonly code?: string | undefined;
}

/** What somebody proves who it is for, at a seat where a session is open. */
export interface Standing {
  readonly session: Session;
  readonly place: Place;
  /** As the log calls it: `signature.give`. */
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
  /** Facts for its record, however it ends. */
  readonly details: AuditEvent['details'];
  /** Refuses whoever may not stand for it. @throws ConsoleError SIGNER_UNFIT */
  readonly admit: (signer: Principal) => void;
}

export interface ProvingDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly hasher: Pick<PasswordHasher, 'decoy' | 'hash' | 'verify'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly throttling: Throttling;
  readonly protection: Pick<SecretProtection, 'open'>;
  /** As `acceptPassword` takes it. */
  readonly blocklist: ReadonlySet<string>;
  readonly profile?: PasswordProfile;
}

/**
 * Proves who somebody is that is not signed in by it.
 *
 * @throws ConsoleError SIGN_IN_FAILED, the same after the same time whatever of name and password was wrong;
 *   SIGN_IN_THROTTLED, SIGN_IN_CLOSED, SIGN_IN_BUSY; SECOND_FACTOR_REQUIRED, SECOND_FACTOR_FAILED; SIGNER_UNFIT
 */
export type Proving = (typed: TypedProof, standing: Standing) => Promise<Principal>;

/** Throttled and on record like a sign-in, by the same counts: who may not guess there may not guess here. */
export function createProving({
  store,
  hasher,
  clock,
  throttling,
  protection,
  blocklist,
  profile = NIST_PROFILE,
}: ProvingDependencies): Proving {
  async function secondFactorOf(found: Credentials, code: string): Promise<SecondFactorProof | null> {
    if (found.secondFactor === null) return null;
    if (code.trim() === '') throw new ConsoleError('SECOND_FACTOR_REQUIRED', 'the signer has a second factor');
    return proveAppCode(found, code, { protection, now: clock.now() });
  }

  /** The verified password itself, or why its owner must choose another before standing for anything. */
  async function passwordOf(found: Credentials, hash: string, password: string) {
    const checked = await checkPassword(found, hash, password, { hasher, blocklist, profile, now: clock.now() });
    return { rehashed: checked.rehashed, unfit: checked.changeReason === null ? null : unfit('password') };
  }

  return async ({ username, password, code = '' }, standing) => {
    const { place, action, admit } = standing;
    const found = await store.read('credentials.find', { canonicalName: canonicalUsername(username) });
    const refusedFor = (rule: string) => tried(standing, found, { rule });
    const target = { username, origin: place.origin };
    await throttling.attempt(target, {
      ...tried(standing, found),
      action: `${action.split('.')[0]}.attempt`,
      outcome: 'succeeded',
    });
    const { hash, right } = await verifyPassword(found, password, hasher);
    if (found === null || !right) {
      await store.write('audit.append', {}, refusedFor('identification'));
      throw new ConsoleError('SIGN_IN_FAILED', 'the name is unknown, its account closed, or the password wrong');
    }
    const secondFactor = await secondFactorOf(found, code).catch(async (error: unknown) => {
      await store.write('audit.append', {}, refusedFor('second-factor'));
      throw error;
    });
    const { rehashed, unfit: byPassword } = await passwordOf(found, hash, password);
    const signer = principalOf(found.user);
    const reason = byPassword ?? refusalBy(admit, signer);
    const event = reason === null ? success(standing, signer) : refusedFor(String(reason.details['rule']));
    const proof = { userId: signer.userId, role: signer.role, verifiedHash: hash, rehashed, secondFactor };
    // a proof that was right is used up, also when it does not help
    await throttling.success(target, 1, (throttles) =>
      store.write('credentials.prove', { ...proof, throttles, throttleLimit: THROTTLE_LIMIT }, event),
    );
    if (reason !== null) throw reason;
    return signer;
  };
}

/** @param rule why not: `right`, `scope`, `own`, `other`, `password` */
export function unfit(rule: string): ConsoleError {
  return new ConsoleError('SIGNER_UNFIT', `this person may not stand for it: ${rule}`, { rule });
}

function refusalBy(admit: (signer: Principal) => void, signer: Principal): ConsoleError | null {
  try {
    admit(signer);
    return null;
  } catch (error) {
    if (error instanceof ConsoleError) return error;
    throw error;
  }
}

/** By whoever has proved who it is, in the session of whoever sits there. */
function success({ session, place, ...standing }: Standing, signer: Principal): AuditEvent {
  const actor: Actor = {
    userId: signer.userId,
    username: signer.username,
    role: signer.role,
    sessionId: session.id,
    origin: place.origin,
  };
  const { action, subject, reason, details } = standing;
  const names = { printedName: signer.displayName, username: signer.username, sessionOf: session.principal.username };
  return { actor, action, subject, outcome: 'succeeded', reason, details: { ...details, ...names } };
}

/** Nobody else has proved anything: it is on record as tried in the session that is open. */
function tried(
  { session, place, ...standing }: Standing,
  found: Pick<Credentials, 'user'> | null,
  why: { readonly rule?: string } = {},
): AuditEvent {
  const { action, subject, reason, details } = standing;
  return {
    actor: actorOf(session, place),
    action,
    subject,
    outcome: 'refused',
    reason,
    // an unknown name may be a password typed into the wrong field
    details: { ...details, username: found?.user.username ?? UNKNOWN_NAME, ...why },
  };
}
