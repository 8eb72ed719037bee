import type { TFunction } from 'i18next';
import { ROLES, type RoleId } from '../../src-main/bridge/contract.ts';

/** A role as people call it: a built-in one in their language, one of the plant's own as the plant named it. */
export function roleNameIn(t: TFunction, role: RoleId, roleName: string): string {
  const builtIn = ROLES.find((known) => known === role);
  return builtIn ? t(`role.${builtIn}`) : roleName;
}
