import {
  REASON_MAX_CODE_POINTS,
  REASON_MIN_CODE_POINTS,
  ROLE_NAME_MAX_CODE_POINTS,
  type CallFailure,
  type KnownRight,
  type Permission,
  type RoleChange,
  type RoleDraft,
  type RoleId,
  type RoleView,
} from '../../../src-main/bridge/contract.ts';
import { rightOf } from './right-origin.ts';

export const RIGHT_STATES = ['inherited', 'granted', 'withheld'] as const;
export type RightState = (typeof RIGHT_STATES)[number];

/** What is chosen for one right. The reason stays while it is `inherited`: a slip of the hand loses no words. */
export interface RightChoice {
  readonly state: RightState;
  readonly reason: string;
}

/** A role as it is being written. */
export interface TypedRole {
  readonly name: string;
  readonly inherits: RoleId;
  readonly choices: Readonly<Partial<Record<Permission, RightChoice>>>;
}

export const NEW_ROLE: TypedRole = { name: '', inherits: 'operator', choices: {} };
export const AS_INHERITED: RightChoice = { state: 'inherited', reason: '' };

export function typedRole({ name, inherits, changes }: RoleView): TypedRole {
  const choices = changes.map((change): [Permission, RightChoice] => [
    rightOf(change),
    { state: change.granted ? 'granted' : 'withheld', reason: change.reason },
  ]);
  return { name, inherits: inherits ?? NEW_ROLE.inherits, choices: Object.fromEntries(choices) };
}

/** What is sent to the console. */
export interface SentRole extends RoleDraft {
  readonly changes: RoleChange[];
}

/** The rights that differ, in the order of the table. */
export function draftOf({ name, inherits, choices }: TypedRole, rights: readonly KnownRight[]): SentRole {
  const changes = rights.flatMap(({ resource, action }) => {
    const choice = choices[`${resource}:${action}`];
    if (!choice || choice.state === 'inherited') return [];
    return [{ resource, action, granted: choice.state === 'granted', reason: choice.reason }];
  });
  return { name, inherits, changes };
}

/** A place in the form: the name, the role that is inherited from, or one right. */
export type RoleField = 'name' | 'inherits' | Permission;
export type FieldProblems = Readonly<Partial<Record<RoleField, CallFailure>>>;

/** What this page can tell without asking; the console judges again by itself. */
export function problemsOf({ name, changes }: RoleDraft): FieldProblems {
  const problems: Partial<Record<RoleField, CallFailure>> = {};
  const length = lengthOf(name);
  if (length === 0) problems.name = broken({ rule: 'name-empty' });
  if (length > ROLE_NAME_MAX_CODE_POINTS) {
    problems.name = broken({ rule: 'name-too-long', maximum: ROLE_NAME_MAX_CODE_POINTS });
  }
  for (const change of changes) {
    const right = rightOf(change);
    const said = lengthOf(change.reason);
    if (said < REASON_MIN_CODE_POINTS) {
      problems[right] = broken({ rule: 'reason-short', right, minimum: REASON_MIN_CODE_POINTS });
    }
    if (said > REASON_MAX_CODE_POINTS) {
      problems[right] = broken({ rule: 'reason-long', right, maximum: REASON_MAX_CODE_POINTS });
    }
  }
  return problems;
}

/** Measured as the console measures it: composed, without the spaces that say nothing. */
function lengthOf(text: string): number {
  return Array.from(text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()).length;
}

function broken(details: CallFailure['details']): CallFailure {
  return { code: 'ROLE_INVALID', details };
}

const INHERITANCE_RULES: readonly unknown[] = ['inherits-unknown', 'circle', 'depth'];

/** The field that a refusal of the console is about; null when it is about none in particular. */
export function fieldOf({ code, details }: CallFailure, rights: readonly KnownRight[]): RoleField | null {
  if (code === 'ROLE_NAME_TAKEN') return 'name';
  if (code !== 'ROLE_INVALID') return null;
  const { rule, right } = details;
  if (String(rule).startsWith('name-')) return 'name';
  if (INHERITANCE_RULES.includes(rule)) return 'inherits';
  return rights.map(rightOf).find((known) => known === right) ?? null;
}
