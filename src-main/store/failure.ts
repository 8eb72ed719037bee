import { ConsoleError } from '../errors.ts';
import { systemCode } from './files.ts';

/** The disk would not do what was asked; `reason` is the system's code (ENOSPC, EIO), null when it gave none. */
export function unavailable(message: string, cause: unknown): ConsoleError {
  return new ConsoleError('STORE_UNAVAILABLE', message, { reason: systemCode(cause) }, cause);
}

/** Nobody can say whether the change was kept: the store ended, or lost hold of its disk, while it was under way. */
export function interrupted(message: string, cause?: unknown): ConsoleError {
  return new ConsoleError('STORE_INTERRUPTED', message, { reason: systemCode(cause) }, cause);
}

/** What a read or write may reject with: refusals as they are, anything unforeseen (a CHECK that fails) as INTERNAL. */
export function asConsoleError(error: unknown): ConsoleError {
  if (error instanceof ConsoleError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ConsoleError('INTERNAL', `the store could not do this: ${message}`, {}, error);
}
