import { ConsoleError } from '../../errors.ts';
import type { Credentials } from '../../store/repositories/credentials.ts';
import type { SecondFactorProof } from '../../store/repositories/second-factors.ts';
import type { PasswordHasher } from '../password-hasher.ts';
import type { SecretProtection } from '../secret-protection.ts';
import { recoveryCandidate } from './recovery-codes.ts';
import { acceptCode } from './totp.ts';

/** A code of the app is digits alone; everything else is meant as a recovery code. */
const APP_CODE = /^[\s\p{Nd}]{0,12}$/u;

/**
 * Proves a second factor by a typed code, of the app or of recovery. What comes back must be spent in the transaction
 * that begins the session.
 *
 * @param now wall clock, ms
 * @throws ConsoleError SECOND_FACTOR_FAILED {rule}; SECRET_UNREADABLE when the stored key does not open (a recovery code
 *   still helps then)
 */
export async function proveSecondFactor(
  found: Pick<Credentials, 'user' | 'secondFactor' | 'recoveryCodes'> | null,
  typed: string,
  {
    hasher,
    protection,
    now,
  }: {
    readonly hasher: Pick<PasswordHasher, 'decoy' | 'verify'>;
    readonly protection: Pick<SecretProtection, 'open'>;
    readonly now: number;
  },
): Promise<SecondFactorProof> {
  if (found === null || found.secondFactor === null) throw wrong();
  if (APP_CODE.test(typed.normalize('NFKC'))) return proveAppCode(found, typed, { protection, now });
  const { number, code, hash } = recoveryCandidate(found.recoveryCodes, typed, hasher.decoy);
  if (!(await hasher.verify(code, hash))) throw wrong();
  return { kind: 'recovery', number, hash };
}

/**
 * The same by a code of the app alone: a recovery code lets its owner back in, and signs nothing.
 *
 * @param now wall clock, ms
 * @throws ConsoleError SECOND_FACTOR_FAILED {rule}, SECRET_UNREADABLE
 */
export function proveAppCode(
  { user, secondFactor }: Pick<Credentials, 'user' | 'secondFactor'>,
  typed: string,
  { protection, now }: { readonly protection: Pick<SecretProtection, 'open'>; readonly now: number },
): SecondFactorProof {
  if (secondFactor === null) throw wrong();
  const { sealedKey, lastStep: stepBefore } = secondFactor;
  const key = protection.open(sealedKey, secondFactorPurpose(user.id));
  const { lastStep } = acceptCode({ key, lastStep: stepBefore }, typed, now);
  return { kind: 'code', stepBefore, step: lastStep ?? stepBefore };
}

/** Binds a sealed key to its account: copied to another, it does not open. */
export function secondFactorPurpose(userId: string): string {
  return `second factor of ${userId}`;
}

function wrong(): ConsoleError {
  return new ConsoleError('SECOND_FACTOR_FAILED', 'the code is refused: wrong', { rule: 'wrong' });
}
