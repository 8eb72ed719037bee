import type { OneTimeSecret } from '../../access/one-time-secret.ts';
import type { RoleId } from '../../access/roles.ts';
import type { Scope } from '../../access/scope.ts';
import type { SessionEnd } from '../../access/session-end.ts';
import { ConsoleError } from '../../errors.ts';
import type { Db } from '../schema.ts';
import { change } from './account-changes.ts';
import { requireVerified } from './credentials.ts';
import { keepSecret } from './one-time-secrets.ts';
import { spendProof, type SecondFactorProof } from './second-factors.ts';
import { endSession } from './sessions.ts';
import { keepThrottles, type ThrottleChange } from './throttles.ts';
import { findUser, scopeText } from './users.ts';

/** Everything that a complete sign-in changes, and what it relies on. */
export interface SessionBegin {
  readonly id: string;
  readonly userId: string;
  /** What the session was given its rights for. */
  readonly role: RoleId;
  readonly scope: Scope;
  readonly tokenHash: string;
  readonly origin: 'electron' | 'loopback';
  /** Wall clock, ms. */
  readonly at: number;
  /** The hash against which the password or the one-time secret was verified; null for who has just made the account. */
  readonly verifiedHash: string | null;
  /** The password's hash at a higher cost. */
  readonly rehashed: string | null;
  readonly redeemed: OneTimeSecret | null;
  readonly proof: SecondFactorProof | null;
  readonly throttles: readonly ThrottleChange[];
  readonly throttleLimit: number;
  /** Sessions that end by this sign-in. */
  readonly ending: readonly { readonly id: string; readonly by: SessionEnd }[];
}

/**
 * Begins a session, with the second factor's state, the spent code or secret and the throttles in the same transaction.
 *
 * @throws ConsoleError SIGN_IN_FAILED, SECOND_FACTOR_FAILED when one of them has changed since it was verified
 */
export async function beginSession(db: Db, begin: SessionBegin): Promise<void> {
  const { id, userId, at } = begin;
  if (begin.verifiedHash !== null) await requireVerified(db, userId, begin.verifiedHash);
  const present = await findUser(db, { id: userId });
  if (present?.role !== begin.role || scopeText(present.scope) !== scopeText(begin.scope)) {
    throw new ConsoleError('SIGN_IN_FAILED', 'the rights of the account have changed meanwhile');
  }
  if (begin.proof !== null) await spendProof(db, userId, begin.proof);
  if (begin.redeemed !== null) await keepSecret(db, userId, begin.redeemed);
  await change(db, userId, {
    last_sign_in_at: at,
    ...(begin.rehashed !== null && { password_hash: begin.rehashed }),
  });
  await keepThrottles(db, { changes: begin.throttles, limit: begin.throttleLimit });
  for (const { id: ending, by } of begin.ending) await endSession(db, { id: ending, at, by, activeAt: null });
  await db
    .insertInto('sessions')
    .values({
      id,
      user_id: userId,
      token_hash: begin.tokenHash,
      origin: begin.origin,
      begun_at: at,
      active_at: at,
      locked_at: null,
      ended_at: null,
      ended_by: null,
    })
    .execute();
}
