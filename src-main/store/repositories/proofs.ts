import type { RoleId } from '../../access/roles.ts';
import { ConsoleError } from '../../errors.ts';
import type { Db } from '../schema.ts';
import { change } from './account-changes.ts';
import { requireVerified } from './credentials.ts';
import { spendProof, type SecondFactorProof } from './second-factors.ts';
import { keepThrottles, type ThrottleChange } from './throttles.ts';
import { findUser } from './users.ts';

/** That somebody proved who it is without signing in, and what that relies on. */
export interface Proof {
  readonly userId: string;
  /** For which the proof counts. */
  readonly role: RoleId;
  /** The hash against which the password was verified. */
  readonly verifiedHash: string;
  /** The password's hash at a higher cost. */
  readonly rehashed: string | null;
  readonly secondFactor: SecondFactorProof | null;
  readonly throttles: readonly ThrottleChange[];
  readonly throttleLimit: number;
}

/**
 * Keeps what a proof uses up: the code of the second factor, and the attempt that was counted against it.
 *
 * @throws ConsoleError SIGN_IN_FAILED, SECOND_FACTOR_FAILED when one of them has changed since it was verified
 */
export async function keepProof(db: Db, proof: Proof): Promise<void> {
  const { userId, role, verifiedHash, rehashed, secondFactor } = proof;
  await requireVerified(db, userId, verifiedHash);
  if ((await findUser(db, { id: userId }))?.role !== role) {
    throw new ConsoleError('SIGN_IN_FAILED', 'the role of the account has changed meanwhile');
  }
  if (secondFactor !== null) await spendProof(db, userId, secondFactor);
  if (rehashed !== null) await change(db, userId, { password_hash: rehashed });
  await keepThrottles(db, { changes: proof.throttles, limit: proof.throttleLimit });
}
