import { randomBytes } from 'node:crypto';

/** A uniform number in [0, 1): for jitter and simulation, never for secrets. */
export type Random = () => number;

/** A reproducible sequence (mulberry32) for simulations and tests; `seed` is taken modulo 2^32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A secret of `bytes` random bytes (32 = 256 bits by default), base64url. */
export function secretToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** `count` bytes fit for secrets. A parameter wherever a secret is made, so that a test can say what it will be. */
export type RandomBytes = (count: number) => Uint8Array;

/** The operating system's generator. */
export const systemRandomBytes: RandomBytes = (count) => randomBytes(count);
