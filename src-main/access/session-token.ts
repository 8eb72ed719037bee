/** What a seat shows to prove its session: 256 random bits, of which only the hash is kept. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RandomBytes } from '../random.ts';

const TOKEN_BYTES = 32;

/** What is kept of a token: SHA-256, base64url. A copy of it opens nothing. */
export type TokenHash = string;

export interface IssuedToken {
  /** Goes to the seat, once, and is never kept. 256 bits, base64url. */
  readonly token: string;
  readonly hash: TokenHash;
}

/**
 * A new token. Rotating is to issue one and to replace the hash at once, so that the old token is dead: at sign-in, at
 * every further authentication (OWASP ASVS 5, 7.2.4), and when {@link privilegesChanged}.
 */
export function issueToken(randomBytes: RandomBytes): IssuedToken {
  const token = Buffer.from(randomBytes(TOKEN_BYTES)).toString('base64url');
  return { token, hash: hashOfToken(token) };
}

/** Needs no salt and no slowness: nobody guesses 256 random bits. */
export function hashOfToken(token: string): TokenHash {
  return createHash('sha256').update(token).digest('base64url');
}

/** Whether `token` is the one whose hash was kept; the time it takes does not tell how much of it is right. */
export function matchesToken(token: string, hash: TokenHash): boolean {
  const shown = Buffer.from(hashOfToken(token));
  const kept = Buffer.from(hash);
  return shown.length === kept.length && timingSafeEqual(shown, kept);
}

/** Whether a session's rights have become others, more or fewer; their order says nothing. */
export function privilegesChanged(before: readonly string[], after: readonly string[]): boolean {
  return before.some((right) => !after.includes(right)) || after.some((right) => !before.includes(right));
}
