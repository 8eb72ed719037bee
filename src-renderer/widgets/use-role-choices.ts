import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ROLES, type ConsoleClient, type RoleId } from '../../src-main/bridge/contract.ts';
import { roleNameIn } from '../i18n/role-name.ts';
import { usePermission } from '../stores/session.ts';
import { useAnswer } from './use-answer.ts';

interface NamedRole {
  readonly role: RoleId;
  readonly roleName: string;
}

const NOTHING_MORE: readonly NamedRole[] = [];

/**
 * The roles to choose from: the built-in ones, and those of the plant's own as far as this person may see roles.
 *
 * @param more what must be among them all the same: somebody has it
 */
export function useRoleChoices(more = NOTHING_MORE): readonly { readonly value: RoleId; readonly label: string }[] {
  const { t } = useTranslation();
  const seesRoles = usePermission('role:view');
  const ask = useCallback(
    async (client: ConsoleClient, signal: AbortSignal) =>
      seesRoles ? client.roles.list(undefined, { signal }) : { roles: [] },
    [seesRoles],
  );
  const own = (useAnswer(ask).value?.roles ?? []).filter(({ builtIn }) => !builtIn);
  const named = [
    ...ROLES.map((role) => ({ role, roleName: role })),
    ...own.map(({ id, name }) => ({ role: id, roleName: name })),
    ...more,
  ];
  const choices = named.map(({ role, roleName }) => [role, roleNameIn(t, role, roleName)] as const);
  return [...new Map(choices)].map(([value, label]) => ({ value, label }));
}
