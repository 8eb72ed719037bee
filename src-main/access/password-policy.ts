/** What a password must be. Free of node: imports, so that a browser can show the same rules while somebody types. */
import { ConsoleError } from '../errors.ts';
import { guessableBecause, type GuessableReason } from './guessable.ts';

/** NIST SP 800-63B-4, 3.1.1.2: 15 characters when the password is the only factor, each Unicode code point counted. */
export const PASSWORD_MIN_CODE_POINTS = 15;
/** bcrypt reads 72 bytes and ignores the rest; longer is refused, not cut (the same clause forbids truncation). */
export const PASSWORD_MAX_BYTES = 72;

/** Why a long enough password is refused: nobody could type it again reliably, or it is easily guessed. */
export type BlockedReason = 'unprintable' | GuessableReason;

export interface PasswordContext {
  /** What everybody tries, as the shipped list has it. */
  readonly blocklist: ReadonlySet<string>;
  /** Names of the person whose password it will be. */
  readonly personalNames: readonly string[];
}

/** The form that is hashed and compared: NFC, as NIST SP 800-63B-4, 3.1.1.2 recommends. Every other character counts. */
export function normalizePassword(password: string): string {
  return password.normalize('NFC');
}

/** The UTF-8 length that bcrypt will see. */
export function passwordBytes(normalized: string): number {
  return new TextEncoder().encode(normalized).length;
}

/**
 * Checks a new password and answers the form to hash. Any printable character of any script is welcome, spaces
 * included, and no mixture is demanded (NIST SP 800-63B-4, 3.1.1.2).
 *
 * @throws ConsoleError PASSWORD_TOO_SHORT {minimum, actual}, PASSWORD_TOO_LONG {maximumBytes}, PASSWORD_BLOCKED {reason}.
 */
export function acceptPassword(password: string, { blocklist, personalNames }: PasswordContext): string {
  const normalized = normalizePassword(password);
  const actual = Array.from(normalized).length;
  if (actual < PASSWORD_MIN_CODE_POINTS) {
    const message = `a password has at least ${PASSWORD_MIN_CODE_POINTS} characters, this one ${actual}`;
    throw new ConsoleError('PASSWORD_TOO_SHORT', message, { minimum: PASSWORD_MIN_CODE_POINTS, actual });
  }
  if (passwordBytes(normalized) > PASSWORD_MAX_BYTES) {
    const message = `a password has at most ${PASSWORD_MAX_BYTES} bytes in UTF-8`;
    throw new ConsoleError('PASSWORD_TOO_LONG', message, { maximumBytes: PASSWORD_MAX_BYTES });
  }
  // Unassigned code points may normalise differently in a later Unicode version (UAX #15, 12.1).
  const reason = /[\p{Cc}\p{Cs}\p{Cn}]/u.test(normalized)
    ? 'unprintable'
    : guessableBecause(normalized, blocklist, personalNames);
  if (reason !== null) throw blocked(reason);
  return normalized;
}

const BLOCKED: Record<BlockedReason, string> = {
  unprintable: 'it holds characters that cannot be typed reliably',
  repetition: 'it repeats a few characters',
  sequence: 'it follows the keyboard, the alphabet or the digits',
  personal: 'it is little more than the name of the person',
  common: 'it is little more than what everybody tries first',
};

function blocked(reason: BlockedReason): ConsoleError {
  return new ConsoleError('PASSWORD_BLOCKED', `the password is refused: ${BLOCKED[reason]}`, { reason });
}
