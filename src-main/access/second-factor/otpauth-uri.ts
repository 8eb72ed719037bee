import { ConsoleError } from '../../errors.ts';
import { TOTP_DIGITS, TOTP_STEP_MS } from './totp.ts';

/** More would make a code too fine to be read from a screen. */
const NAME_MAX_CODE_POINTS = 64;

export interface OtpauthFacts {
  /** The console and its plant, as it will stand in the app. */
  readonly issuer: string;
  readonly username: string;
  /** Base 32. */
  readonly key: string;
}

/**
 * The address that an authenticator app reads from the QR code, in the form that Google Authenticator set. All
 * parameters stand in it, the defaults too: not every app has the same.
 *
 * @throws ConsoleError INPUT_INVALID {field, rule: empty | too-long | colon}: a colon separates the two names in the label.
 */
export function otpauthUri({ issuer, username, key }: OtpauthFacts): string {
  const label = [named('issuer', issuer), named('username', username)].map(encodeURIComponent).join(':');
  const parameters = {
    secret: key,
    issuer,
    algorithm: 'SHA1',
    digits: TOTP_DIGITS,
    period: TOTP_STEP_MS / 1000,
  };
  // Not URLSearchParams: apps show its plus signs instead of spaces.
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `otpauth://totp/${label}?${query.join('&')}`;
}

function named(field: 'issuer' | 'username', name: string): string {
  if (name.trim() === '') throw invalid(field, 'empty', `the ${field} of a second factor must not be empty`);
  if (Array.from(name).length > NAME_MAX_CODE_POINTS) {
    throw invalid(field, 'too-long', `the ${field} of a second factor has at most ${NAME_MAX_CODE_POINTS} characters`);
  }
  if (name.includes(':')) throw invalid(field, 'colon', `the ${field} of a second factor must hold no colon`);
  return name.toWellFormed();
}

function invalid(field: string, rule: string, message: string): ConsoleError {
  return new ConsoleError('INPUT_INVALID', message, { field, rule });
}
