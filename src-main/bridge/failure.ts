import { ORPCError } from '@orpc/contract';
import { ERROR_CODES, type ErrorCode, type ErrorDetails } from '../errors.ts';

/** Why a call of the bridge did not succeed, as a client knows it; people read the sentence that belongs to `code`. */
export interface CallFailure {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

const CODES: ReadonlySet<unknown> = new Set(ERROR_CODES);
const isErrorCode = (code: unknown): code is ErrorCode => CODES.has(code);

/** What ends a call without an answer: a connection that closed, or the caller's `AbortSignal.timeout`. */
const LOCAL_CODES: Readonly<Record<string, ErrorCode>> = {
  AbortError: 'BRIDGE_CLOSED',
  TimeoutError: 'BRIDGE_TIMEOUT',
};

/**
 * Reads what a call or a stream of the client was rejected with, in a browser as well as in Node. What the console
 * cannot name is `INTERNAL`.
 */
export function toConsoleError(error: unknown): CallFailure {
  if (error instanceof ORPCError) {
    const { code, data }: { code: unknown; data: unknown } = error;
    return isErrorCode(code) ? { code, details: detailsOf(data) } : { code: 'INTERNAL', details: {} };
  }
  const name = error instanceof Error ? error.name : '';
  return { code: LOCAL_CODES[name] ?? 'INTERNAL', details: {} };
}

function detailsOf(data: unknown): ErrorDetails {
  if (typeof data !== 'object' || data === null) return {};
  return Object.fromEntries(Object.entries(data).filter(([, fact]) => fact === null || typeof fact !== 'object'));
}
