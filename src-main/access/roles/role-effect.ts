/** Whose rights a change of the roles would change, and how. */
import type { Standing } from '../own-limits.ts';
import { ROLES, type RoleId } from '../roles.ts';
import type { Scope } from '../scope.ts';
import type { UserSummary } from '../users.ts';
import type { CustomRoles } from './custom-role.ts';
import { permissionsOf } from './effective-rights.ts';
import { roleNameOf } from './role-name.ts';
import { rightsChange, type RightsChange } from './role-views.ts';
import type { RolePlan } from './role-wish.ts';

export interface AffectedRole extends RightsChange {
  readonly id: RoleId;
  readonly name: string;
}

export interface AffectedPerson extends RightsChange {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: RoleId;
}

export interface RoleEffect {
  readonly roles: readonly AffectedRole[];
  /** The deleted ones apart. */
  readonly people: readonly AffectedPerson[];
  /** Everything that the change gives or takes: what it is about, and what people held and would hold. */
  readonly standings: readonly Standing[];
}

const NOWHERE: Scope = { robots: [], groups: [] };

export function effectOf({ id, rolesAfter }: RolePlan, before: CustomRoles, users: readonly UserSummary[]): RoleEffect {
  const ids = new Set<RoleId>([...ROLES, ...before.keys(), ...rolesAfter.keys()]);
  const roles = [...ids].flatMap((role): AffectedRole[] => {
    const change = rightsChange(role, before, rolesAfter);
    const named = rolesAfter.has(role) ? rolesAfter : before;
    return change ? [{ id: role, name: roleNameOf(role, named), ...change }] : [];
  });
  const changeOf = new Map(roles.map(({ id: role, gains, loses }) => [role, { gains, loses }]));
  const concerned = users.filter(({ role }) => changeOf.has(role));
  const both = (role: RoleId, scope: Scope): Standing[] =>
    [before, rolesAfter].map((when) => ({ permissions: permissionsOf(role, when), scope }));
  return {
    roles,
    people: concerned
      .filter(({ status }) => status !== 'deleted')
      .map(({ id: person, username, displayName, role }) => ({
        id: person,
        username,
        displayName,
        role,
        gains: changeOf.get(role)?.gains ?? [],
        loses: changeOf.get(role)?.loses ?? [],
      })),
    standings: [
      ...both(id, NOWHERE),
      ...roles.flatMap((role) => both(role.id, NOWHERE)),
      ...concerned.flatMap(({ role, scope }) => both(role, scope)),
    ],
  };
}
