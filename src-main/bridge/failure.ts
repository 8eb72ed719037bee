import { ORPCError } from '@orpc/contract';
import { ERROR_CODES, type ErrorCode, type ErrorDetails } from '../errors.ts';

/** Why a call of the bridge did not succeed, as a client knows it; people read the sentence that belongs to `code`. */
export interface CallFailure {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

const CODES: ReadonlySet<unknown> = new Set(ERROR_CODES);
const isErrorCode = (code: unknown): code is ErrorCode => CODES.has(code);

/** How oRPC's WebSocket link (1.16.1) refuses to send on a socket that is not open: a plain Error without a code. */
const NOT_OPEN = /websocket is not open/i;

/**
 * Reads what a call or a stream of the client was rejected with, in a browser as well as in Node. What the console
 * cannot name is `INTERNAL`.
 */
export function toConsoleError(error: unknown): CallFailure {
  if (error instanceof ORPCError) {
    const { code, data }: { code: unknown; data: unknown } = error;
    return isErrorCode(code) ? { code, details: detailsOf(data) } : { code: 'INTERNAL', details: {} };
  }
  if (!(error instanceof Error)) return { code: 'INTERNAL', details: {} };
  // a time limit given as `AbortSignal.timeout` rejects with TimeoutError, a connection that ended with AbortError
  if (error.name === 'TimeoutError') return { code: 'BRIDGE_TIMEOUT', details: {} };
  const closed = error.name === 'AbortError' || NOT_OPEN.test(error.message);
  return { code: closed ? 'BRIDGE_CLOSED' : 'INTERNAL', details: {} };
}

function detailsOf(data: unknown): ErrorDetails {
  if (typeof data !== 'object' || data === null) return {};
  return Object.fromEntries(Object.entries(data).filter(([, fact]) => fact === null || typeof fact !== 'object'));
}
