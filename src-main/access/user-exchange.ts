import type { Actor } from '../audit/record.ts';
import { ConsoleError, type ErrorCode } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { Accounts } from './accounts.ts';
import type { RoleId } from './roles.ts';
import type { RoleBook } from './roles/role-book.ts';
import { roleNamed, roleNameOf } from './roles/role-name.ts';
import type { Scope } from './scope.ts';
import { importUsers } from './user-csv-import.ts';
import { exportUsers } from './user-csv.ts';

/** What a file of accounts would make, or has made. */
export interface ImportPlan {
  readonly accounts: readonly {
    readonly line: number;
    readonly username: string;
    readonly displayName: string;
    readonly role: RoleId;
    readonly roleName: string;
    readonly scope: Scope;
  }[];
  /** One per line that cannot be used: the code and facts of its sentence. */
  readonly problems: readonly { readonly code: ConsoleError['code']; readonly details: ConsoleError['details'] }[];
}

/** Accounts as files for a spreadsheet. */
export interface UserExchange {
  /** Every account that is not deleted, as CSV; that somebody took it is on record. */
  export(by: Actor): Promise<string>;
  /** What {@link apply} would make; changes nothing. */
  preview(text: string): Promise<ImportPlan>;
  /**
   * Makes the accounts of all lines that can be used, each on record. Their owners get their one-time passwords when
   * they come for them. Stops at the first that the store does not take; a second try passes over those made.
   */
  apply(text: string, by: Actor): Promise<ImportPlan>;
}

export interface UserExchangeDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly accounts: Pick<Accounts, 'enlist' | 'list'>;
  readonly book: Pick<RoleBook, 'refresh'>;
}

/** Refusals of one account, which are no reason to refuse the others. */
const REFUSED_ALONE: readonly ErrorCode[] = ['USERNAME_TAKEN', 'ROLE_BEYOND_OWN', 'ROLE_UNKNOWN'];

export function createUserExchange({ store, accounts, book }: UserExchangeDependencies): UserExchange {
  async function preview(text: string): Promise<ImportPlan> {
    const names = await store.read('users.names', {});
    const taken = new Set(names.map(({ canonicalName }) => canonicalName));
    const roles = await book.refresh();
    const read = importUsers(text, { roleNamed: (name) => roleNamed(name, roles), taken });
    return {
      accounts: read.accounts.map((account) => ({ ...account, roleName: roleNameOf(account.role, roles) })),
      problems: read.problems.map(({ code, details }) => ({ code, details })),
    };
  }

  return {
    async export(by) {
      const users = (await accounts.list()).filter(({ status }) => status !== 'deleted');
      const details = { accounts: users.length };
      await store.write(
        'audit.append',
        {},
        { actor: by, action: 'user.export', subject: null, outcome: 'succeeded', details },
      );
      return exportUsers(users);
    },

    preview,

    async apply(text, by) {
      const { accounts: planned, problems } = await preview(text);
      const made: ImportPlan['accounts'][number][] = [];
      const refused = [...problems];
      for (const account of planned) {
        try {
          await accounts.enlist(account, by);
          made.push(account);
        } catch (error) {
          // Somebody else was faster with the name, or it is a role or robot that the actor cannot give away.
          if (!(error instanceof ConsoleError) || !REFUSED_ALONE.includes(error.code)) throw error;
          refused.push({ code: error.code, details: { ...error.details, line: account.line } });
        }
      }
      return { accounts: made, problems: refused };
    },
  };
}
