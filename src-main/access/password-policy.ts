/** What a password must be. Free of node: imports, so that a browser can show the same rules while somebody types. */
import { ConsoleError } from '../errors.ts';
import { guessableBecause, type GuessableReason, type GuessersKnowledge } from './guessable.ts';
import { minimumLength, NIST_PROFILE, type CharacterClass, type PasswordProfile } from './password-profile.ts';
import { PRODUCT_WORDS } from './product-words.ts';

/** The default profile's least length where the password is the only factor; see {@link NIST_PROFILE}. */
export const PASSWORD_MIN_CODE_POINTS = NIST_PROFILE.minCodePoints;
/** bcrypt reads 72 bytes and ignores the rest; NIST SP 800-63B-4, 3.1.1.2 forbids to cut. The same in every profile. */
export const PASSWORD_MAX_BYTES = NIST_PROFILE.maxBytes;

/** Why a long enough password is refused: nobody could type it again reliably, or it is easily guessed. */
export type BlockedReason = 'unprintable' | GuessableReason;

export interface PasswordContext extends GuessersKnowledge {
  /** The rules in force; NIST's when absent. */
  readonly profile?: PasswordProfile;
  /** Whether its owner is asked for a second factor at every sign-in. */
  readonly besideSecondFactor?: boolean;
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
 * included (NIST SP 800-63B-4, 3.1.1.2). Whether it was used before is password-history.ts's question.
 *
 * @throws ConsoleError the first of {@link brokenRules}.
 */
export function acceptPassword(password: string, context: PasswordContext): string {
  const [broken] = brokenRules(password, context);
  if (broken !== undefined) throw broken;
  return normalizePassword(password);
}

/**
 * Every rule that the password breaks, the plainest first, none when it is acceptable: PASSWORD_TOO_SHORT {minimum,
 * actual}, PASSWORD_TOO_LONG {maximumBytes}, PASSWORD_COMPOSITION {rule} per missing {@link CharacterClass},
 * PASSWORD_BLOCKED {reason}. How early a password is guessed is asked only when its length is right: a short one needs
 * no other reason, and for a long one the work would grow with its square.
 */
export function brokenRules(password: string, context: PasswordContext): readonly ConsoleError[] {
  const { profile = NIST_PROFILE, besideSecondFactor = false } = context;
  const normalized = normalizePassword(password);
  if (passwordBytes(normalized) > profile.maxBytes) return [tooLong(profile.maxBytes)];
  const lacking = profile.demands.filter((kind) => !CLASS_PATTERNS[kind].test(normalized)).map(lacks);
  const minimum = minimumLength(profile, besideSecondFactor);
  const actual = Array.from(normalized).length;
  if (actual < minimum) return [tooShort(minimum, actual), ...lacking];
  const reason = blockedReason(normalized, context);
  return reason === null ? lacking : [...lacking, blocked(reason)];
}

/** A space is welcome, but is no symbol: a plant's rule means what is printed. */
const CLASS_PATTERNS: Record<CharacterClass, RegExp> = {
  upper: /\p{Lu}/u,
  lower: /\p{Ll}/u,
  digit: /\p{Nd}/u,
  symbol: /[\p{P}\p{S}]/u,
};

function blockedReason(
  normalized: string,
  { blocklist, personalNames, plantWords = [] }: GuessersKnowledge,
): BlockedReason | null {
  // Unassigned code points may normalise differently in a later Unicode version (UAX #15, 12.1).
  if (/[\p{Cc}\p{Cs}\p{Cn}]/u.test(normalized)) return 'unprintable';
  return guessableBecause(normalized, blocklist, personalNames, [...PRODUCT_WORDS, ...plantWords]);
}

function tooShort(minimum: number, actual: number): ConsoleError {
  const message = `a password has at least ${minimum} characters, this one ${actual}`;
  return new ConsoleError('PASSWORD_TOO_SHORT', message, { minimum, actual });
}

function tooLong(maximumBytes: number): ConsoleError {
  return new ConsoleError('PASSWORD_TOO_LONG', `a password has at most ${maximumBytes} bytes in UTF-8`, {
    maximumBytes,
  });
}

const LACKING: Record<CharacterClass, string> = {
  upper: 'an upper case letter',
  lower: 'a lower case letter',
  digit: 'a digit',
  symbol: 'a symbol, such as ! or %',
};

function lacks(rule: CharacterClass): ConsoleError {
  return new ConsoleError('PASSWORD_COMPOSITION', `the password lacks ${LACKING[rule]}`, { rule });
}

const BLOCKED: Record<BlockedReason, string> = {
  unprintable: 'it holds characters that cannot be typed reliably',
  repetition: 'it repeats a few characters',
  sequence: 'it follows the keyboard, the alphabet or the digits',
  personal: 'it is little more than the name of the person',
  plant: 'it is little more than words of this plant or this product',
  common: 'it is little more than what everybody tries first',
};

function blocked(reason: BlockedReason): ConsoleError {
  return new ConsoleError('PASSWORD_BLOCKED', `the password is refused: ${BLOCKED[reason]}`, { reason });
}
