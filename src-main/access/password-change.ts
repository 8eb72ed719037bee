import { ConsoleError } from '../errors.ts';

/**
 * Why a signed-in person must choose a new password before anything else: the present one was handed out by an
 * administrator, is older than the profile allows, or breaks the rules that are in force by now (the profile was
 * changed, the second factor taken away, the word listed; it shows at sign-in, when the password is at hand).
 */
export const CHANGE_REASONS = ['one-time', 'age', 'rules'] as const;
export type ChangeReason = (typeof CHANGE_REASONS)[number];

/** What is known of the present password right after it was verified. */
export interface PresentPassword {
  readonly oneTime: boolean;
  /** `passwordAge` says `over`. */
  readonly overAge: boolean;
  /** `brokenRules` finds any. */
  readonly breaksRules: boolean;
}

/** The first reason for a change, null when there is none. To be kept with the session. */
export function changeReason({ oneTime, overAge, breaksRules }: PresentPassword): ChangeReason | null {
  if (oneTime) return 'one-time';
  if (overAge) return 'age';
  return breaksRules ? 'rules' : null;
}

/**
 * Admits a call of a session; the procedures that change the password and sign out do not ask.
 *
 * @throws ConsoleError PASSWORD_CHANGE_REQUIRED {rule: a {@link ChangeReason}}.
 */
export function admitByPassword(reason: ChangeReason | null): void {
  if (reason === null) return;
  throw new ConsoleError('PASSWORD_CHANGE_REQUIRED', `the password must be changed first: ${reason}`, { rule: reason });
}
