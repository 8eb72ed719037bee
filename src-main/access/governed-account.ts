import type { Actor } from '../audit/record.ts';
import { ConsoleError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { standingOf, type LimitsOf } from './own-limits.ts';
import type { RoleRights } from './roles/role-book.ts';
import type { UserSummary } from './users.ts';

export interface GovernedAccountsDependencies {
  readonly store: Pick<Store, 'read'>;
  readonly roles: RoleRights;
  readonly limitsOf: LimitsOf;
}

/** Finds the account that somebody is about to change, when they may. */
export function createGovernedAccounts({ store, roles, limitsOf }: GovernedAccountsDependencies) {
  /** @throws ConsoleError ACCOUNT_UNKNOWN */
  async function one(id: string): Promise<UserSummary> {
    const user = await store.read('users.one', { id });
    if (user === null) throw new ConsoleError('ACCOUNT_UNKNOWN', `no account has the id ${id}`);
    return user;
  }

  /** @throws ConsoleError ROLE_BEYOND_OWN when one of these has, or would have, what the actor does not hold */
  async function requireHeld(by: Actor, ...accounts: readonly Pick<UserSummary, 'role' | 'scope'>[]): Promise<void> {
    (await limitsOf(by)).require(...accounts.map((account) => standingOf(account, roles)));
  }

  /** @throws ConsoleError ACCOUNT_UNKNOWN, ROLE_BEYOND_OWN */
  async function governed(id: string, by: Actor): Promise<UserSummary> {
    const user = await one(id);
    await requireHeld(by, user);
    return user;
  }

  /** The same for what nobody does to their own account. @throws ConsoleError ACCOUNT_OWN */
  async function governedOther(id: string, by: Actor): Promise<UserSummary> {
    const user = await governed(id, by);
    if (by.userId === id) throw new ConsoleError('ACCOUNT_OWN', 'nobody does this to their own account');
    return user;
  }

  return { one, requireHeld, governed, governedOther };
}

export type GovernedAccounts = ReturnType<typeof createGovernedAccounts>;
