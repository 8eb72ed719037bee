import { ConsoleError } from '../../errors.ts';
import { systemCode } from '../files.ts';

/** Nothing was taken out of the data folder. `reason` is the system's code, or what is wrong in a word of ours. */
export function notArchived(
  file: string,
  why: string,
  reason: 'NO_KEY' | 'NOT_SIGNED' | 'NOT_WHOLE' | 'READ_BACK' | (string & {}) | null,
  cause?: unknown,
): ConsoleError {
  return new ConsoleError('AUDIT_NOT_ARCHIVED', `${file} was not archived: ${why}`, { file, reason }, cause);
}

/** What the system refused, in our words; anything of ours stays what it is. */
export function asNotArchived(file: string, error: unknown): ConsoleError {
  if (error instanceof ConsoleError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return notArchived(file, why, systemCode(error) ?? 'NOT_WHOLE', error);
}

/** Somebody asked for it to end; what was archived by then stays archived. */
export function archivingCancelled(): ConsoleError {
  return new ConsoleError('AUDIT_ARCHIVE_CANCELLED', 'moving records into the archive was cancelled');
}
