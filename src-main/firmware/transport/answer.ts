import { ConsoleError } from '../../errors.ts';
import { excerpt } from '../excerpt.ts';
import { NoAnswer, type Raw } from './exchange.ts';
import { retryAfterMs } from './retry-after.ts';

/** The statuses that send a client elsewhere: WHATWG Fetch, 2.2.3 "redirect status". */
const REDIRECTS = [301, 302, 303, 307, 308];

const CODES = {
  unreachable: 'FIRMWARE_UNREACHABLE',
  untrusted: 'FIRMWARE_UNTRUSTED',
  lost: 'FIRMWARE_CONNECTION_LOST',
  'too-large': 'FIRMWARE_TOO_LARGE',
} as const;

/**
 * The JSON in a robot's answer to `path`. Status, type and body of an answer are independent and unreliable: the type
 * is not looked at, and a body is believed under a 200 only.
 *
 * @param now the wall clock (ms), for a moment that the robot names in place of a pause
 * @throws ConsoleError FIRMWARE_REDIRECT, FIRMWARE_STATUS (with `retryAfterMs` where the robot asks for it) or
 * FIRMWARE_NOT_JSON, with `path`, `status`, `excerpt`.
 */
export function parsed({ status, headers, text }: Raw, path: string, now: number): unknown {
  if (status !== 200) {
    const code = REDIRECTS.includes(status) ? 'FIRMWARE_REDIRECT' : 'FIRMWARE_STATUS';
    const pause = retryAfterMs(headers, now);
    const wish = pause === null ? {} : { retryAfterMs: pause };
    throw new ConsoleError(code, `${path}: status ${status}`, { path, status, excerpt: excerpt(text), ...wish });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const details = { path, status, excerpt: excerpt(text) };
    throw new ConsoleError('FIRMWARE_NOT_JSON', `${path}: ${excerpt(String(cause))}`, details, cause);
  }
}

/** Why no whole answer came, in the console's own words. */
export function failureOf(cause: unknown, path: string, limitBytes: number): ConsoleError {
  if (!(cause instanceof NoAnswer)) return new ConsoleError('INTERNAL', `${path}: ${String(cause)}`, { path }, cause);
  const facts = cause.why === 'too-large' ? { limitBytes } : { reason: cause.reason };
  return new ConsoleError(CODES[cause.why], `${path}: ${cause.message}`, { path, ...facts }, cause);
}
