import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { secretToken } from '../../random.ts';

/** A token that nobody used by then is worthless (ms). */
export const LAUNCH_TOKEN_LIFE_MS = 10 * 60_000;
/** Tokens waiting for their use; one more and the oldest is void. */
export const MAX_LAUNCH_TOKENS = 16;

/** One-time passes into the loopback shell. */
export interface LaunchTokens {
  /** A new token of 256 bits. */
  mint(): string;
  /** Whether the token is known and not too old; it is used up by the asking. */
  redeem(token: string): boolean;
}

export function createLaunchTokens(clock: Pick<Clock, 'monotonic'>): LaunchTokens {
  let waiting: { readonly digest: Buffer; readonly expires: number }[] = [];
  return {
    mint() {
      const token = secretToken();
      waiting.push({ digest: digestOf(token), expires: clock.monotonic() + LAUNCH_TOKEN_LIFE_MS });
      waiting = waiting.slice(-MAX_LAUNCH_TOKENS);
      return token;
    },
    redeem(token) {
      const digest = digestOf(token);
      const match = waiting.find((known) => timingSafeEqual(known.digest, digest));
      waiting = waiting.filter((known) => known !== match);
      return match !== undefined && clock.monotonic() < match.expires;
    },
  };
}

/** Digests have one length, as the comparison in constant time wants it, and the memory holds no usable secret. */
function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
