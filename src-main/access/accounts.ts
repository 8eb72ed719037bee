import type { Actor } from '../audit/record.ts';
import { ConsoleError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { accountEvent } from './account-event.ts';
import {
  createAccountRecovery,
  type AccountRecovery,
  type AccountRecoveryDependencies,
  type HandedOut,
} from './account-recovery.ts';
import { checkDisplayName } from './display-name.ts';
import { createGovernedAccounts } from './governed-account.ts';
import { createOneTimeSecret } from './one-time-secret.ts';
import {
  createAccountMaker,
  scopeValue,
  type AccountMakerDependencies,
  type FirstProof,
  type NewAccount,
  type NewPerson,
  type NewRights,
} from './new-account.ts';
import type { LimitsOf } from './own-limits.ts';
import { roleOnRecord } from './place.ts';
import type { Principal } from './principal.ts';
import type { RoleId } from './roles.ts';
import { tidyScope, type Scope } from './scope.ts';
import { searchText } from './search-text.ts';
import type { Sessions } from './sessions.ts';
import { canonicalUsername } from './username.ts';
import { principalOf, type UserPage, type UserQuery, type UserSummary } from './users.ts';

export type { NewAccount, NewPerson, NewRights } from './new-account.ts';

export type { HandedOut } from './account-recovery.ts';

/**
 * The accounts, and what those who govern them do with them. Each change records who asked, `by`, and bites at once, in
 * open sessions too. Nobody can take away the last way to administer (LAST_ADMINISTRATOR); ACCOUNT_UNKNOWN where there
 * is no such account, ACCOUNT_OWN for what nobody does to their own; ROLE_BEYOND_OWN for rights or robots that go beyond
 * the actor's own: nobody gives them away, and nobody meddles with the account of somebody who has them.
 */
export interface Accounts extends AccountRecovery {
  count(): Promise<number>;
  /** All accounts, by name, the deleted ones too. */
  list(): Promise<readonly UserSummary[]>;
  page(query: UserQuery): Promise<UserPage>;
  /** Whose username this is, in any spelling. @throws ConsoleError ACCOUNT_UNKNOWN */
  named(username: string): Promise<UserSummary>;
  /**
   * Makes an account with a password that somebody else knows: for installing, where there is nobody to hand over to.
   *
   * @throws ConsoleError USERNAME_*, PASSWORD_* or INPUT_INVALID, naming the rule; nothing is kept then
   */
  create(account: NewAccount & NewRights, by: Actor): Promise<UserSummary>;
  /** Makes the administrator that a new console needs, as {@link create}; SETUP_ALREADY_DONE once any account exists. */
  createFirstAdministrator(account: NewAccount, by: Actor): Promise<Principal>;
  /** Makes an account whose owner chooses the password. @throws ConsoleError USERNAME_*, INPUT_INVALID */
  invite(person: NewPerson & NewRights, by: Actor): Promise<HandedOut>;
  /** The same without a secret: it is handed out by {@link resetPassword} when its owner comes for it. */
  enlist(person: NewPerson & NewRights, by: Actor): Promise<UserSummary>;
  edit(id: string, change: { readonly displayName: string }, by: Actor): Promise<UserSummary>;
  /** @throws ConsoleError ROLE_UNKNOWN */
  assignRole(id: string, role: RoleId, by: Actor): Promise<UserSummary>;
  assignScope(id: string, scope: Scope, by: Actor): Promise<UserSummary>;
  setDisabled(id: string, disabled: boolean, by: Actor): Promise<UserSummary>;
  setDeleted(id: string, deleted: boolean, by: Actor): Promise<UserSummary>;
}

export interface AccountsDependencies extends AccountMakerDependencies, Omit<AccountRecoveryDependencies, 'sessions'> {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly sessions: Pick<Sessions, 'changed' | 'endOf'>;
  readonly limitsOf: LimitsOf;
  /** Runs one change of roles or accounts after the other: what a change was judged by holds until it is done. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createAccounts(deps: AccountsDependencies): Accounts {
  const { store, clock, roles, randomBytes, sessions, inTurn } = deps;
  const make = createAccountMaker(deps);
  const governedAccounts = createGovernedAccounts(deps);
  const { one, requireHeld, governed, governedOther } = governedAccounts;

  async function add(person: NewPerson & NewRights, proof: FirstProof, by: Actor): Promise<UserSummary> {
    const held = () => requireHeld(by, { role: person.role, scope: person.scope ?? null });
    await held();
    const keep = (write: () => Promise<unknown>) =>
      inTurn(async () => {
        await held();
        return write();
      });
    return make(person, proof, by, { keep });
  }

  /** The account as it is now, and its sessions made to match. */
  async function settled(id: string): Promise<UserSummary> {
    const user = await one(id);
    if (user.status === 'active') sessions.changed(principalOf(user));
    else sessions.endOf(id);
    return user;
  }

  return {
    count: () => store.read('users.count', {}),
    list: () => store.read('users.list', {}),
    page: (query) => store.read('users.page', query),

    async named(username) {
      const found = await store.read('users.byCanonicalName', { canonicalName: canonicalUsername(username) });
      if (found === null) throw new ConsoleError('ACCOUNT_UNKNOWN', `no account has the name ${username}`);
      return found;
    },

    create: (account, by) => add(account, { password: account.password }, by),

    async createFirstAdministrator(account, by) {
      // Anyone may ask before there is an account: later askers must not get a hash computed. The store decides races.
      if ((await store.read('users.count', {})) > 0) {
        throw new ConsoleError('SETUP_ALREADY_DONE', 'the first administrator exists already');
      }
      const first = { ...account, role: 'administrator' as const };
      return principalOf(await make(first, { password: account.password }, by, { onlyAsFirst: true }));
    },

    async invite(person, by) {
      const oneTimePassword = createOneTimeSecret(randomBytes);
      return { user: await add(person, { secret: oneTimePassword }, by), oneTimePassword };
    },

    enlist: (person, by) => add(person, { secret: null }, by),

    async edit(id, change, by) {
      const user = await governed(id, by);
      const displayName = checkDisplayName(change.displayName) || user.username;
      await store.write(
        'users.edit',
        { id, displayName, searchText: searchText(user.username, displayName) },
        {
          ...accountEvent(by, 'user.edit', user),
          oldValue: { displayName: user.displayName },
          newValue: { displayName },
        },
      );
      return settled(id);
    },

    assignRole: (id, role, by) =>
      inTurn(async () => {
        const user = await one(id);
        await requireHeld(by, user, { ...user, role });
        await store.write(
          'users.assignRole',
          { id, role },
          {
            ...accountEvent(by, 'user.assign-role', user),
            oldValue: { role: roleOnRecord(user) },
            newValue: { role: roleOnRecord({ role, roleName: roles.nameOf(role) }) },
          },
        );
        return settled(id);
      }),

    assignScope: (id, wanted, by) =>
      inTurn(async () => {
        const user = await one(id);
        const scope = wanted && tidyScope(wanted);
        await requireHeld(by, user, { ...user, scope });
        await store.write(
          'users.assignScope',
          { id, scope },
          {
            ...accountEvent(by, 'user.assign-scope', user),
            oldValue: { scope: scopeValue(user.scope) },
            newValue: { scope: scopeValue(scope) },
          },
        );
        return settled(id);
      }),

    setDisabled: (id, disabled, by) =>
      inTurn(async () => {
        const user = await (disabled ? governedOther(id, by) : governed(id, by));
        const disabledAt = disabled ? clock.now() : null;
        const action = disabled ? 'user.disable' : 'user.enable';
        await store.write('users.disable', { id, disabledAt }, accountEvent(by, action, user));
        return settled(id);
      }),

    setDeleted: (id, deleted, by) =>
      inTurn(async () => {
        const user = await (deleted ? governedOther(id, by) : governed(id, by));
        const deletedAt = deleted ? clock.now() : null;
        const action = deleted ? 'user.delete' : 'user.restore';
        await store.write('users.delete', { id, deletedAt }, accountEvent(by, action, user));
        return settled(id);
      }),

    ...createAccountRecovery(deps, governedAccounts),
  };
}
