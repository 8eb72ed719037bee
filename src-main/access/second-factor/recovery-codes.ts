/** What stands in for a lost second factor: ten codes on paper, each good once. */
import type { RandomBytes } from '../../random.ts';
import { readTypable, typableCharacters, typableSecret } from '../typable.ts';

/** One digit in front of each says which it is, so that one hash is compared and not ten. */
export const RECOVERY_CODE_COUNT = 10;
/** 60 bits. */
const GROUPS = 3;

/** Plain data for the store: the hashes by the codes' numbers, made like a password's; null where one is spent. */
export type RecoveryCodes = readonly (string | null)[];

/** A typed code that has the form of one, and what to verify it against. */
export interface RecoveryCandidate {
  readonly number: number;
  readonly code: string;
  readonly hash: string;
}

/**
 * Ten codes to be shown once, `3-k7wq-x9ce-2mzt`: a number from 0 to 9 and 60 random bits. Under the 112 bits of NIST SP
 * 800-63B-4, 3.1.2.2, so what is kept of each is a salted slow hash, and failures are throttled like those of passwords.
 */
export function createRecoveryCodes(randomBytes: RandomBytes): readonly string[] {
  return Array.from({ length: RECOVERY_CODE_COUNT }, (_, number) => `${number}-${typableSecret(randomBytes, GROUPS)}`);
}

/** What the store keeps of new codes; `hash` as `PasswordHasher.hash`, one after the other. */
export async function hashRecoveryCodes(
  codes: readonly string[],
  hash: (code: string) => Promise<string>,
): Promise<RecoveryCodes> {
  const hashes: string[] = [];
  for (const code of codes) hashes.push(await hash(code));
  return hashes;
}

/**
 * Which code somebody means. Always answers one to verify: what has no form of a code, or is spent, is compared with
 * the decoy, which belongs to nothing, and takes as long.
 */
export function recoveryCandidate(codes: RecoveryCodes, typed: string, decoy: string): RecoveryCandidate {
  const [, digit, rest = ''] = /^([0-9])(.*)$/.exec(typableCharacters(typed)) ?? [];
  const read = readTypable(rest, GROUPS);
  if (digit === undefined || read === null) return { number: 0, code: '', hash: decoy };
  return { number: Number(digit), code: `${digit}-${read}`, hash: codes[Number(digit)] ?? decoy };
}

/**
 * The codes without the one that was just verified, null when it has been spent or replaced meanwhile: of two who use
 * the same code at the same moment one comes through. To be called and kept inside one transaction.
 */
export function spendRecoveryCode(
  codes: RecoveryCodes,
  { number, hash }: Pick<RecoveryCandidate, 'number' | 'hash'>,
): RecoveryCodes | null {
  return codes[number] === hash ? codes.with(number, null) : null;
}

/** How many are left; few are worth a warning. */
export function recoveryCodesLeft(codes: RecoveryCodes): number {
  return codes.filter((hash) => hash !== null).length;
}
