import type { Accounts } from '../access/accounts.ts';
import type { UserSummary } from '../access/users.ts';
import { AT_THE_COMMAND_LINE } from './command.ts';

/** What is done to an account, and the line that says so. */
export type UserChange = (accounts: Accounts, user: UserSummary) => Promise<string>;

/**
 * The ways back in for whoever may run commands on this machine: an administrator who is throttled, disabled, or has
 * forgotten the password or lost the second factor.
 */
export const USER_CHANGES: ReadonlyMap<string, UserChange> = new Map<string, UserChange>([
  [
    'disable',
    async (accounts, { id, username }) => {
      await accounts.setDisabled(id, true, AT_THE_COMMAND_LINE);
      return `disabled ${username}`;
    },
  ],
  [
    'enable',
    async (accounts, { id, username }) => {
      await accounts.setDisabled(id, false, AT_THE_COMMAND_LINE);
      return `enabled ${username}`;
    },
  ],
  [
    'reset-password',
    async (accounts, { id, username }) => {
      const { oneTimePassword } = await accounts.resetPassword(id, AT_THE_COMMAND_LINE);
      return `one-time password of ${username}, good once within 24 hours: ${oneTimePassword}`;
    },
  ],
  [
    'unlock',
    async (accounts, { id, username }) => {
      await accounts.openSignIn(id, AT_THE_COMMAND_LINE);
      return `forgot the failed attempts of ${username}`;
    },
  ],
  [
    'remove-second-factor',
    async (accounts, { id, username }) => {
      await accounts.removeSecondFactor(id, AT_THE_COMMAND_LINE);
      return `removed the second factor of ${username}`;
    },
  ],
]);
