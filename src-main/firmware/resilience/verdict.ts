import type { ConsoleError, ErrorCode } from '../../errors.ts';

/** No robot's wish holds longer (ms): one that asks for a day would be blind to its operators for a day. */
const LONGEST_WISH_MS = 60_000;

/** Failures of a robot that is in trouble or not there, beside statuses from 500. */
const TROUBLE: readonly ErrorCode[] = [
  'FIRMWARE_UNREACHABLE',
  'FIRMWARE_CONNECTION_LOST',
  'FIRMWARE_TIMEOUT',
  'FIRMWARE_TOO_LARGE',
];

/**
 * Whether a failure counts for the breaker. A robot that answers, if only with 4xx or with something that cannot be
 * believed, does not get better from being left alone.
 */
export function countsForBreaker({ code, details }: ConsoleError): boolean {
  const { status } = details;
  if (code === 'FIRMWARE_STATUS') return typeof status === 'number' && status >= 500;
  return TROUBLE.includes(code);
}

/** The pause (ms) that the robot has asked for with its failure; 0: none. */
export function askedPauseMs({ details }: ConsoleError): number {
  const { retryAfterMs } = details;
  return typeof retryAfterMs === 'number' ? Math.min(retryAfterMs, LONGEST_WISH_MS) : 0;
}
