import { ConsoleError } from '../../errors.ts';
import { systemCode } from '../files.ts';

/** Not a backup that this console can have written: `reason` says which of its marks is missing. */
export function foreign(
  file: string,
  reason: 'magic' | 'version' | 'manifest',
  why: string,
  cause?: unknown,
): ConsoleError {
  return new ConsoleError('BACKUP_FOREIGN', `${file} is not a backup of this console: ${why}`, { file, reason }, cause);
}

/** The file ends too early; `expectedBytes` is null when its length cannot be known. */
export function truncated(file: string, actualBytes: number, expectedBytes: number | null): ConsoleError {
  const message = `${file} is cut off: it has ${actualBytes} bytes of ${expectedBytes ?? 'an unknown number'}`;
  return new ConsoleError('BACKUP_TRUNCATED', message, { file, actualBytes, expectedBytes });
}

/** Something in the file is not as it was written: in `part` (`manifest`, or a part's name), or behind all of them. */
export function modified(file: string, part: string | null, reason: 'content' | 'trailing' = 'content'): ConsoleError {
  const where = reason === 'trailing' ? 'there is something behind its end' : `its ${part} is not as it was written`;
  return new ConsoleError('BACKUP_MODIFIED', `${file} was modified: ${where}`, { file, part, reason });
}

/** The file system would not give the file; `reason` is the system's code, null when it gave none. */
export function unreadable(file: string, cause: unknown): ConsoleError {
  return new ConsoleError('BACKUP_UNREADABLE', `${file} cannot be read`, { file, reason: systemCode(cause) }, cause);
}

/**
 * No backup was made. `reason` is the system's code (ENOSPC; EEXIST when the name is taken), `PART_CHANGED` or
 * `READ_BACK`; null when the system gave none. `part` is the one that the failure is about, null when it is none.
 */
export function notWritten(
  file: string,
  why: string,
  reason: string | null,
  { part = null, cause }: { readonly part?: string | null; readonly cause?: unknown } = {},
): ConsoleError {
  return new ConsoleError('BACKUP_NOT_WRITTEN', `${file} was not written: ${why}`, { file, reason, part }, cause);
}

/** Somebody asked for it to end. */
export function cancelled(file: string): ConsoleError {
  return new ConsoleError('BACKUP_CANCELLED', `the work on ${file} was cancelled`, { file });
}
