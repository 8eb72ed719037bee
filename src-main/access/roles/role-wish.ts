import { ConsoleError } from '../../errors.ts';
import { isBuiltIn, type RoleId } from '../roles.ts';
import { checkRole } from './check-role.ts';
import type { CustomRole, CustomRoles, RoleDraft } from './custom-role.ts';

/** A change of the roles that somebody wishes, or wants to see the effect of. */
export type RoleWish =
  | ({ readonly kind: 'create' } & RoleDraft)
  | ({ readonly kind: 'edit'; readonly id: RoleId } & RoleDraft)
  | { readonly kind: 'delete'; readonly id: RoleId };

/** The roles before and after a change, and the one that it is about. */
export interface RolePlan {
  readonly id: RoleId;
  readonly before: CustomRole | null;
  readonly after: CustomRole | null;
  readonly rolesAfter: CustomRoles;
}

/**
 * What would be there after the change; whether anybody rests on the role is another question.
 *
 * @param newId the id of a role that is created
 * @throws ConsoleError ROLE_UNKNOWN, ROLE_BUILT_IN, ROLE_INVALID, ROLE_NAME_TAKEN
 */
export function planOf(wish: RoleWish, roles: CustomRoles, newId: RoleId): RolePlan {
  if (wish.kind === 'create') {
    const after = checkRole(newId, wish, roles);
    return { id: newId, before: null, after, rolesAfter: new Map(roles).set(newId, after) };
  }
  const { id } = wish;
  const before = requireOwn(id, roles);
  const rolesAfter = new Map(roles);
  if (wish.kind === 'delete') {
    rolesAfter.delete(id);
    return { id, before, after: null, rolesAfter };
  }
  const after = checkRole(id, wish, roles);
  return { id, before, after, rolesAfter: rolesAfter.set(id, after) };
}

function requireOwn(id: RoleId, roles: CustomRoles): CustomRole {
  if (isBuiltIn(id)) throw new ConsoleError('ROLE_BUILT_IN', `the role ${id} is what it is`, { role: id });
  const role = roles.get(id);
  if (!role) throw new ConsoleError('ROLE_UNKNOWN', 'there is no role of that id');
  return role;
}
