import type { Credentials } from '../store/repositories/credentials.ts';
import { passwordAge } from './password-age.ts';
import { changeReason, type ChangeReason } from './password-change.ts';
import { costOf, needsRehash } from './password-cost.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { brokenRules, normalizePassword } from './password-policy.ts';
import type { PasswordProfile } from './password-profile.ts';

/** What was learnt from a right password while it was at hand. */
export interface CheckedPassword {
  readonly verifiedHash: string;
  /** At today's cost; null when it was that dear already. */
  readonly rehashed: string | null;
  readonly changeReason: ChangeReason | null;
}

export interface PasswordCheck {
  readonly hasher: Pick<PasswordHasher, 'decoy' | 'hash'>;
  /** As `acceptPassword` takes it. */
  readonly blocklist: ReadonlySet<string>;
  readonly profile: PasswordProfile;
  /** Wall clock, ms. */
  readonly now: number;
}

/**
 * Looks whether a password that was right (or a one-time secret) must be changed, and hashes it anew when its cost has
 * been raised since.
 *
 * @param hash what it was verified against
 */
export async function checkPassword(
  found: Credentials,
  hash: string,
  password: string,
  { hasher, blocklist, profile, now }: PasswordCheck,
): Promise<CheckedPassword> {
  const { user, secret, secondFactor, passwordChangedAt } = found;
  const context = {
    blocklist,
    profile,
    personalNames: [user.username, user.displayName],
    besideSecondFactor: secondFactor !== null,
  };
  const age = passwordAge(passwordChangedAt ?? 0, now, secret === null ? profile.maxAgeDays : null);
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
