import { ConsoleError, type ErrorDetails } from '../../errors.ts';

/** The rules of ROLE_INVALID; each has a sentence of its own. */
export const ROLE_RULES = [
  'too-many',
  'name-empty',
  'name-too-long',
  'name-characters',
  'inherits-unknown',
  'circle',
  'depth',
  'right-unknown',
  'right-twice',
  'right-own-account',
  'reason-short',
  'reason-long',
] as const;
export type RoleRule = (typeof ROLE_RULES)[number];

export function roleInvalid(rule: RoleRule, facts: ErrorDetails = {}): ConsoleError {
  return new ConsoleError('ROLE_INVALID', `this cannot be a role: ${rule}`, { rule, ...facts });
}
