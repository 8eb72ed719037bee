import type { Action, Permission, Resource, RoleId } from '../roles.ts';
import { ROLES } from '../roles.ts';
import type { CustomRoles, RoleChange } from './custom-role.ts';
import { effectiveRights, permissionsOf, type EffectiveRight } from './effective-rights.ts';
import { roleNameOf } from './role-name.ts';

/** One role as those see it who govern roles. */
export interface RoleView {
  readonly id: RoleId;
  /** Of a built-in role the English one. */
  readonly name: string;
  readonly builtIn: boolean;
  /** Null: it is a built-in role. */
  readonly inherits: RoleId | null;
  readonly changes: readonly RoleChange[];
  readonly rights: readonly EffectiveRight[];
  /** Accounts that have this very role; the deleted ones apart. */
  readonly people: number;
}

/** A right that there is, with the built-in roles that hold it and why. */
export interface KnownRight {
  readonly resource: Resource;
  readonly action: Action;
  readonly roles: readonly RoleId[];
  readonly reason: string;
}

/** What becomes of somebody's rights. */
export interface RightsChange {
  readonly gains: readonly Permission[];
  readonly loses: readonly Permission[];
}

/** The built-in roles, then the plant's own by name. */
export function roleViews(roles: CustomRoles, people: (role: RoleId) => number): RoleView[] {
  const shared = (id: RoleId) => ({
    id,
    name: roleNameOf(id, roles),
    rights: effectiveRights(id, roles),
    people: people(id),
  });
  return [
    ...ROLES.map((id) => ({ ...shared(id), builtIn: true, inherits: null, changes: [] })),
    ...[...roles.values()].map(({ id, inherits, changes }) => ({ ...shared(id), builtIn: false, inherits, changes })),
  ];
}

/** What one role may do more and less when the roles are other ones; null when nothing changes. */
export function rightsChange(role: RoleId, before: CustomRoles, after: CustomRoles): RightsChange | null {
  const [had, has] = [permissionsOf(role, before), permissionsOf(role, after)];
  const gains = has.filter((right) => !had.includes(right));
  const loses = had.filter((right) => !has.includes(right));
  return gains.length + loses.length === 0 ? null : { gains, loses };
}
