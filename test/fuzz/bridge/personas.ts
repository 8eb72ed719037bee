import type { Scope } from '../../../src-main/access/scope.ts';
import { ROLES, type BuiltInRole } from '../../../src-main/access/roles.ts';

/** Somebody who calls: a role, and how the session stands (a state of test/support/procedure-rules.ts). */
export interface Persona {
  readonly name: string;
  readonly role: BuiltInRole;
  readonly state: string;
  /** With a second factor, whose codes the campaign knows. */
  readonly secondFactor?: true;
  /** The whole plant when absent. */
  readonly scope?: Scope;
}

/** Every role as it works, nobody at all, and whoever has the highest role but not a session that is fit for it. */
export const PERSONAS: readonly Persona[] = [
  { name: 'nobody', role: 'viewer', state: 'signed out' },
  ...ROLES.map((role) => ({ name: role, role, state: 'just signed in' })),
  { name: 'two-factor', role: 'administrator', state: 'just signed in', secondFactor: true },
  { name: 'limited', role: 'administrator', state: 'just signed in', scope: { robots: [], groups: ['Hall A'] } },
  { name: 'stale', role: 'administrator', state: 'signed in a while ago' },
  { name: 'expired', role: 'administrator', state: 'expired' },
  { name: 'locked', role: 'administrator', state: 'locked' },
  { name: 'unchanged', role: 'administrator', state: 'with a password that must be changed' },
  { name: 'disabled', role: 'administrator', state: 'ended because the account was disabled' },
];
