import { ConsoleError } from '../errors.ts';

/** The values that a number of a policy may have, both ends included. */
export interface PolicyRange {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Answers `value` when it is a whole number within `range`. Free of node: imports.
 *
 * @param setting the name under which the policy is edited, for the sentence.
 * @throws ConsoleError POLICY_INVALID {setting, minimum, maximum}.
 */
export function policyNumber(setting: string, value: number, { minimum, maximum }: PolicyRange): number {
  if (Number.isSafeInteger(value) && value >= minimum && value <= maximum) return value;
  const message = `${setting} must be a whole number from ${minimum} to ${maximum}, not ${value}`;
  throw new ConsoleError('POLICY_INVALID', message, { setting, minimum, maximum });
}
