import type { z } from 'zod';
import { ConsoleError } from '../../errors.ts';
import type { TokenRole } from '../drivers/etiquette.ts';
import { robotSettings } from '../settings.ts';
import { fingerprintsIn } from '../transport/trust.ts';

/** One robot as a person sets it up; what is left out comes from the common settings. */
export type RobotDraft = z.output<typeof robotSettings>;

/** New tokens for a robot; null: the one that there is goes. What is not named stays. */
export type TokenChanges = Readonly<Partial<Record<TokenRole, string | null>>>;

/**
 * The draft in the form to keep.
 *
 * @throws ConsoleError INPUT_INVALID {path, rule}
 */
export function checkDraft(typed: unknown): RobotDraft {
  const { data, error } = robotSettings.safeParse(typed);
  if (!data) {
    const [issue] = error.issues;
    throw invalidDraft((issue?.path ?? []).map(String).join('.'), issue?.message ?? 'is not valid');
  }
  if (data.certificate !== undefined && fingerprintsIn(data.certificate).length === 0) {
    throw invalidDraft('certificate', 'no certificate in it can be read');
  }
  return data;
}

/** What is wrong with a draft, and where in it. */
export function invalidDraft(path: string, rule: string): ConsoleError {
  return new ConsoleError('INPUT_INVALID', `${path}: ${rule}`, { path, rule });
}
