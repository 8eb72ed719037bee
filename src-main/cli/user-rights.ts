import type { Accounts } from '../access/accounts.ts';
import type { RoleId } from '../access/roles.ts';
import type { Roles } from '../access/roles/governed-roles.ts';
import { readScope, scopeInWords } from '../access/scope-text.ts';
import type { UserSummary } from '../access/users.ts';
import { AT_THE_COMMAND_LINE, wrongUsage } from './command.ts';

export interface Governed {
  readonly accounts: Accounts;
  readonly roles: Roles;
}

/** Gives an account what was wanted, and answers the line that says so. */
export type RightChange = (governed: Governed, user: UserSummary, wanted: string) => Promise<string>;

/** What an account may do, and where: each named like its option. */
export const RIGHT_CHANGES: ReadonlyMap<string, RightChange> = new Map<string, RightChange>([
  [
    'role',
    async ({ accounts, roles }, { id, username }, wanted) => {
      await accounts.assignRole(id, await roleNamed(wanted, roles), AT_THE_COMMAND_LINE);
      return `${username} has the role ${wanted} now`;
    },
  ],
  [
    'scope',
    async ({ accounts }, { id, username }, wanted) => {
      const { scope } = await accounts.assignScope(id, readScope(wanted), AT_THE_COMMAND_LINE);
      return `${username} has rights for: ${scopeInWords(scope)}`;
    },
  ],
]);

/** @throws ConsoleError CONFIG_INVALID, naming the roles there are */
export async function roleNamed(name: string, roles: Roles): Promise<RoleId> {
  const found = await roles.named(name);
  if (found !== null) return found;
  const known = (await roles.list()).roles.map((role) => (role.builtIn ? role.id : role.name));
  throw wrongUsage(`--role must be one of ${known.join(', ')}`);
}
