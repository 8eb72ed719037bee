import type { Principal } from '../../src-main/access/principal.ts';
import type { RoleId } from '../../src-main/access/roles.ts';
import { BUILT_IN_RIGHTS } from '../../src-main/access/roles/role-book.ts';

/** Somebody with a role, for the whole plant where nothing else is said. */
export function principal(username: string, role: RoleId, changes: Partial<Principal> = {}): Principal {
  return {
    userId: `id-${username}`,
    username,
    displayName: username,
    role,
    roleName: BUILT_IN_RIGHTS.nameOf(role),
    scope: null,
    ...changes,
  };
}
