import type { Store } from '../../store/store.ts';
import type { Permission, RoleId } from '../roles.ts';
import { customRoles, NO_CUSTOM_ROLES, type CustomRoles } from './custom-role.ts';
import { permissionsOf } from './effective-rights.ts';
import { roleNameOf } from './role-name.ts';

/** What the roles may do and are called, at once: as far as sessions need to know them. */
export interface RoleRights {
  permissions(role: RoleId): readonly Permission[];
  nameOf(role: RoleId): string;
}

/**
 * The roles of the plant's own as they were read last. They are read again after every change and before every sign-in;
 * nobody else writes to the store while a console uses it.
 */
export interface RoleBook extends RoleRights {
  readonly roles: CustomRoles;
  /** Reads them again, and tells when something is another way than before. @throws as {@link Store.read} */
  refresh(): Promise<CustomRoles>;
  /**
   * The same after a change of which nobody can say whether it was kept: reads them now, or else as soon as the store is
   * well again, so that no session goes on with rights that were withdrawn.
   */
  refreshWhenPossible(): Promise<void>;
}

/** A console without roles of its own. */
export const BUILT_IN_RIGHTS: RoleRights = {
  permissions: (role) => permissionsOf(role, NO_CUSTOM_ROLES),
  nameOf: (role) => roleNameOf(role, NO_CUSTOM_ROLES),
};

export type RoleBookStore = Pick<Store, 'read'> & Partial<Pick<Store, 'onChange'>>;

/** @param onChange told after the book has changed */
export function createRoleBook(store: RoleBookStore, onChange: () => void): RoleBook {
  let roles = NO_CUSTOM_ROLES;
  let text = '[]';
  async function refresh(): Promise<CustomRoles> {
    const read = await store.read('roles.list', {});
    const now = JSON.stringify(read);
    if (now !== text) {
      text = now;
      roles = customRoles(read);
      onChange();
    }
    return roles;
  }

  return {
    get roles() {
      return roles;
    },
    permissions: (role) => permissionsOf(role, roles),
    nameOf: (role) => roleNameOf(role, roles),
    refresh,
    async refreshWhenPossible() {
      try {
        await refresh();
      } catch {
        const end = store.onChange?.(() => void refresh().then(end, () => {}));
      }
    },
  };
}
