/** The second factor: a code from an authenticator app, by time (RFC 6238). */
import { timingSafeEqual } from 'node:crypto';
import { ConsoleError } from '../../errors.ts';
import type { RandomBytes } from '../../random.ts';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { hotp } from './hotp.ts';

/** How long one code lasts, ms; RFC 6238, 5.2 recommends it, and some apps know no other. */
export const TOTP_STEP_MS = 30_000;
export const TOTP_DIGITS = 6;
/** Codes of so many steps before and after the present one count, too: typing takes time, clocks differ. */
const WINDOW = 1;
/** RFC 4226, section 4, R6: 160 bits are recommended. */
const KEY_BYTES = 20;

/** Plain data for the store, which must keep the key secret. */
export interface TotpState {
  /** Base 32. */
  readonly key: string;
  /** The step of the newest code that was accepted, null before the first. */
  readonly lastStep: number | null;
}

/**
 * `used`: it, or a later one, has been accepted before. `clock`: the wall clock is behind the step of a code that was
 * accepted, so none can be accepted until it is set, or that step has passed.
 */
export const CODE_REFUSALS = ['wrong', 'used', 'clock'] as const;
export type CodeRefusal = (typeof CODE_REFUSALS)[number];

export type CodeVerdict =
  | { readonly accepted: true; readonly state: TotpState }
  | { readonly accepted: false; readonly reason: CodeRefusal; readonly state: TotpState };

/** A new second factor. It counts only when its owner has shown a first code from it, by {@link checkCode}. */
export function createTotp(randomBytes: RandomBytes): TotpState {
  return { key: encodeBase32(randomBytes(KEY_BYTES)), lastStep: null };
}

/** The step that a moment belongs to. @param now wall clock, ms since the Unix epoch. */
export function totpStep(now: number): number {
  return Math.floor(now / TOTP_STEP_MS);
}

/** The code of a step. */
export function totpCode(key: string, step: number): string {
  return hotp(decodeBase32(key), step, TOTP_DIGITS);
}

/**
 * Judges a typed code. Only a step behind the last accepted one counts, so that no code is accepted twice (RFC 6238,
 * 5.2), however the clock is set. The caller keeps the new state in the same transaction that begins the session, and
 * refuses when the state has changed meanwhile. Three codes of a million are right at any time, so failures must be
 * throttled like those of passwords.
 *
 * @param now wall clock, ms since the Unix epoch.
 */
export function checkCode(state: TotpState, typed: string, now: number): CodeVerdict {
  const code = typed.normalize('NFKC').replaceAll(/\s/g, '');
  const present = totpStep(now);
  const { key, lastStep } = state;
  const steps = Array.from({ length: 2 * WINDOW + 1 }, (_, index) => present - WINDOW + index);
  // All are compared, also behind a match: the time must not tell which one it was.
  const matching = steps.filter((step) => step >= 0 && isSame(totpCode(key, step), code));
  const fresh = matching.find((step) => lastStep === null || step > lastStep);
  if (fresh !== undefined) return { accepted: true, state: { key, lastStep: fresh } };
  const behind = lastStep !== null && present + WINDOW <= lastStep - WINDOW;
  return { accepted: false, reason: behind ? 'clock' : matching.length > 0 ? 'used' : 'wrong', state };
}

/**
 * As {@link checkCode}, for who wants the new state or nothing.
 *
 * @throws ConsoleError SECOND_FACTOR_FAILED {rule: a {@link CodeRefusal}}.
 */
export function acceptCode(state: TotpState, typed: string, now: number): TotpState {
  const verdict = checkCode(state, typed, now);
  if (verdict.accepted) return verdict.state;
  throw new ConsoleError('SECOND_FACTOR_FAILED', `the code is refused: ${verdict.reason}`, { rule: verdict.reason });
}

function isSame(expected: string, typed: string): boolean {
  const one = Buffer.from(expected);
  const other = Buffer.from(typed);
  return one.length === other.length && timingSafeEqual(one, other);
}
