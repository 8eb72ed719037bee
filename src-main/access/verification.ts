/** Whether a typed password, or one-time secret, is the one of an account, in a time that tells nothing. */
import type { Credentials } from '../store/repositories/credentials.ts';
import { readOneTimeSecret } from './one-time-secret.ts';
import { decoyHash, evenOutCosts, costOf } from './password-cost.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { normalizePassword } from './password-policy.ts';

export interface Verified {
  /** What it was verified against: an account's own hash, or a decoy. */
  readonly hash: string;
  /** The account is there, may sign in, and this is its password or its one-time secret. */
  readonly right: boolean;
}

/**
 * Does the same work whatever is found: the decoy's for a name that nobody has, and for a hash that is cheaper than the
 * setting as much more as makes the difference. Free for anybody to call: nothing is recorded, nothing throttled.
 *
 * @throws ConsoleError SIGN_IN_BUSY, INTERNAL
 */
export async function verifyPassword(
  found: Pick<Credentials, 'user' | 'passwordHash' | 'secret'> | null,
  typed: string,
  hasher: Pick<PasswordHasher, 'decoy' | 'verify'>,
): Promise<Verified> {
  const hash = found?.secret?.hash ?? found?.passwordHash ?? hasher.decoy;
  const meant = found?.secret ? readOneTimeSecret(typed) : normalizePassword(typed);
  const matches = await hasher.verify(meant, hash);
  for (const cost of evenOutCosts(hash, costOf(hasher.decoy))) await hasher.verify(meant, decoyHash(cost));
  return { hash, right: found !== null && matches && found.user.status === 'active' };
}
