/** What a role may do in the end, and where each right comes from. */
import { MATRIX } from '../matrix.ts';
import { isBuiltIn, type Action, type BuiltInRole, type Permission, type Resource, type RoleId } from '../roles.ts';
import type { CustomRole, CustomRoles } from './custom-role.ts';

/** A right that a role holds. */
export interface EffectiveRight {
  readonly resource: Resource;
  readonly action: Action;
  /** The role that grants it: this one, or one that it inherits from. */
  readonly from: RoleId;
  readonly reason: string;
}

/** Roles of the plant's own between a role and the built-in one that it rests on, itself counted. */
export const MAX_DEPTH = 8;

/**
 * The roles of the plant's own that `id` goes through, itself first, and the built-in one at their end; null when there
 * is no such end: an unknown role, a circle, or more than {@link MAX_DEPTH} of them.
 */
export function lineageOf(
  id: RoleId,
  roles: CustomRoles,
): { readonly own: readonly CustomRole[]; readonly builtIn: BuiltInRole } | null {
  const own: CustomRole[] = [];
  for (let next = id; own.length <= MAX_DEPTH;) {
    if (isBuiltIn(next)) return { own, builtIn: next };
    const role = roles.get(next);
    if (!role) return null;
    own.push(role);
    next = role.inherits;
  }
  return null;
}

/** The rights of a role: those of the one that it inherits from, with its changes. A role that nobody knows has none. */
export function effectiveRights(id: RoleId, roles: CustomRoles): readonly EffectiveRight[] {
  const lineage = lineageOf(id, roles);
  if (lineage === null) return [];
  const { own, builtIn } = lineage;
  return MATRIX.flatMap(({ resource, action, roles: holders, reason }) => {
    for (const role of own) {
      const change = role.changes.find((one) => one.resource === resource && one.action === action);
      if (change) return change.granted ? [{ resource, action, from: role.id, reason: change.reason }] : [];
    }
    return holders.includes(builtIn) ? [{ resource, action, from: builtIn, reason }] : [];
  });
}

/** The same as the renderer is told them. */
export function permissionsOf(id: RoleId, roles: CustomRoles): readonly Permission[] {
  return effectiveRights(id, roles).map(({ resource, action }): Permission => `${resource}:${action}`);
}
