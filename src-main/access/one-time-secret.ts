/**
 * How an account gets its first password, or a new one after a reset: the administrator hands over a random secret that
 * works once, soon, and for nothing but choosing a password of one's own (OWASP ASVS 5, 6.4.1 and 6.4.6).
 */
import { ConsoleError } from '../errors.ts';
import type { RandomBytes } from '../random.ts';
import { elapsedSince, markOf, type ClockMark, type ClockReading } from './clock-reading.ts';
import { readTypable, typableSecret } from './typable.ts';

/** 80 bits. */
const GROUPS = 4;
/** How long it can be used (ms). */
export const ONE_TIME_SECRET_MS = 24 * 60 * 60_000;

/** What the store keeps; the secret itself is kept nowhere. */
export interface OneTimeSecret {
  /** Made like a password's. */
  readonly hash: string;
  readonly issued: ClockMark;
  readonly redeemed: boolean;
}

/** A secret to be shown once: 80 random bits that are easy to type. Whoever makes one hashes it as it is. */
export function createOneTimeSecret(randomBytes: RandomBytes): string {
  return typableSecret(randomBytes, GROUPS);
}

/** What to verify against the hash: the typed text as it was meant, or as it is when it can be no such secret. */
export function readOneTimeSecret(typed: string): string {
  return readTypable(typed, GROUPS) ?? typed;
}

/** The record of a secret that is handed out now. */
export function issueOneTimeSecret(hash: string, reading: ClockReading): OneTimeSecret {
  return { hash, issued: markOf(reading), redeemed: false };
}

/**
 * Redeems a secret that has just been verified; the session that follows may only choose a password. To be kept in the
 * same transaction that begins the session. A clock that went back while the console was not running ends the secret:
 * it may have been longer than it looks, and an administrator can hand out another.
 *
 * @throws ConsoleError ONE_TIME_SECRET_INVALID {rule: used | expired}. Throw it only after the hash has been verified,
 *   or it tells strangers about the account.
 */
export function redeemOneTimeSecret(secret: OneTimeSecret, reading: ClockReading): OneTimeSecret {
  if (secret.redeemed) throw invalid('used', 'the one-time secret was used before');
  const { ms, atLeast } = elapsedSince(secret.issued, reading);
  if (atLeast || ms >= ONE_TIME_SECRET_MS) throw invalid('expired', 'the one-time secret is too old');
  return { ...secret, redeemed: true };
}

function invalid(rule: 'used' | 'expired', message: string): ConsoleError {
  return new ConsoleError('ONE_TIME_SECRET_INVALID', message, { rule });
}
