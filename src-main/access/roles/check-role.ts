import { ConsoleError } from '../../errors.ts';
import { MATRIX } from '../matrix.ts';
import { isBuiltIn, type RoleId } from '../roles.ts';
import type { CustomRole, CustomRoles, RoleChange, RoleDraft } from './custom-role.ts';
import { lineageOf, MAX_DEPTH } from './effective-rights.ts';
import { roleInvalid } from './role-invalid.ts';
import { BUILT_IN_CANONICAL_NAMES, canonicalRoleName, checkRoleName } from './role-name.ts';

/** Roles of the plant's own that there may be. */
export const MAX_ROLES = 200;
/** The shortest and longest reason for a change, in code points. */
export const REASON_MIN_CODE_POINTS = 10;
export const REASON_MAX_CODE_POINTS = 500;

/**
 * The role as it is kept, when it may be one.
 *
 * @param roles all roles of the plant's own as they are now
 * @throws ConsoleError ROLE_INVALID naming the rule, ROLE_NAME_TAKEN
 */
export function checkRole(id: RoleId, draft: RoleDraft, roles: CustomRoles): CustomRole {
  const role = {
    id,
    name: checkRoleName(draft.name),
    inherits: draft.inherits,
    changes: draft.changes.map(checkedChange),
  };
  const rights = role.changes.map(({ resource, action }) => `${resource}:${action}`);
  const twice = rights.find((right, index) => rights.indexOf(right) !== index);
  if (twice !== undefined) throw roleInvalid('right-twice', { right: twice });
  if (nameIsTaken(role, roles)) throw new ConsoleError('ROLE_NAME_TAKEN', 'the name is taken', { name: role.name });
  if (!roles.has(id) && roles.size >= MAX_ROLES) throw roleInvalid('too-many', { maximum: MAX_ROLES });
  requireLineages(new Map(roles).set(id, role), id);
  return role;
}

/**
 * Every role must rest on a built-in one, over no more than so many others: `id` because it was changed, and those that
 * inherit from it.
 *
 * @throws ConsoleError ROLE_INVALID
 */
export function requireLineages(roles: CustomRoles, id: RoleId): void {
  const inherited = roles.get(id)?.inherits;
  if (inherited === undefined || !(isBuiltIn(inherited) || roles.has(inherited))) throw roleInvalid('inherits-unknown');
  if (circlesBack(id, roles)) throw roleInvalid('circle');
  if ([...roles.keys()].some((one) => lineageOf(one, roles) === null))
    throw roleInvalid('depth', { maximum: MAX_DEPTH });
}

function circlesBack(id: RoleId, roles: CustomRoles): boolean {
  const passed = new Set<RoleId>();
  for (let next = roles.get(id)?.inherits; next !== undefined && !passed.has(next); next = roles.get(next)?.inherits) {
    if (next === id) return true;
    passed.add(next);
  }
  return false;
}

function nameIsTaken({ id, name }: CustomRole, roles: CustomRoles): boolean {
  const canonical = canonicalRoleName(name);
  return (
    BUILT_IN_CANONICAL_NAMES.includes(canonical) ||
    [...roles.values()].some((other) => other.id !== id && canonicalRoleName(other.name) === canonical)
  );
}

function checkedChange({ resource, action, granted, reason: typed }: RoleChange): RoleChange {
  const right = `${resource}:${action}`;
  if (!MATRIX.some((row) => row.resource === resource && row.action === action)) {
    throw roleInvalid('right-unknown', { right });
  }
  // Whoever could not choose a password would never get beyond the one-time password.
  if (resource === 'own-account') throw roleInvalid('right-own-account', { right });
  const reason = typed.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
  const length = Array.from(reason).length;
  if (length < REASON_MIN_CODE_POINTS) throw roleInvalid('reason-short', { right, minimum: REASON_MIN_CODE_POINTS });
  if (length > REASON_MAX_CODE_POINTS) throw roleInvalid('reason-long', { right, maximum: REASON_MAX_CODE_POINTS });
  return { resource, action, granted, reason };
}
