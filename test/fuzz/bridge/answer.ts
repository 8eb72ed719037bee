import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../../../src-main/errors.ts';
import { PASSWORD } from './known.ts';

/** How a call was answered. */
export interface Answer {
  /** Null: it succeeded. */
  readonly code: ErrorCode | null;
  /** What no answer may be, whatever was asked, in words; null: nothing is wrong with it. */
  readonly flaw: string | null;
}

export const SUCCESS: Answer = { code: null, flaw: null };
export const flawed = (flaw: string): Answer => ({ code: null, flaw });

/** The one form in which a failure crosses the bridge: a code of the list, flat facts, no stack. */
const failure = z.strictObject({
  defined: z.literal(true),
  code: z.enum(ERROR_CODES),
  status: z.int(),
  message: z.string().max(100),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

/** Codes that no call of a client may bring about: something broke. */
const NEVER: ReadonlySet<ErrorCode> = new Set([
  'INTERNAL',
  'BRIDGE_BUSY',
  'STORE_UNAVAILABLE',
  'STORE_INTERRUPTED',
  'STORE_DAMAGED',
  'STORE_SEGMENT_DAMAGED',
  'BACKUP_NOT_WRITTEN',
  'AUDIT_RECORD_INVALID',
]);

/** Reads the body of a failed call, or of the error that ended a stream. */
export function readFailure(body: unknown): Answer {
  const read = failure.safeParse(body);
  if (!read.success) return flawed(`an untyped error: ${JSON.stringify(body)}`);
  const { code } = read.data;
  return { code, flaw: NEVER.has(code) ? `${code}: ${JSON.stringify(read.data.data)}` : null };
}

/** What no message to a client may hold. @returns null when it holds nothing of the kind */
export function leakIn(message: string): string | null {
  if (/\$2[aby]\$\d\d\$/.test(message)) return 'the answer holds the hash of a password';
  if (message.includes(PASSWORD)) return 'the answer holds a password';
  return null;
}
