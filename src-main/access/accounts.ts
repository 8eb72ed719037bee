import type { Actor } from '../audit/record.ts';
import { ConsoleError } from '../errors.ts';
import type { RandomBytes } from '../random.ts';
import type { Store } from '../store/store.ts';
import { accountEvent } from './account-event.ts';
import { checkDisplayName } from './display-name.ts';
import { createOneTimeSecret, issueOneTimeSecret } from './one-time-secret.ts';
import {
  createAccountMaker,
  scopeValue,
  type AccountMakerDependencies,
  type FirstProof,
  type NewAccount,
  type NewPerson,
  type NewRights,
} from './new-account.ts';
import { standingOf, type LimitsOf } from './own-limits.ts';
import { roleOnRecord } from './place.ts';
import type { Principal } from './principal.ts';
import type { RoleId } from './roles.ts';
import { tidyScope, type Scope } from './scope.ts';
import { searchText } from './search-text.ts';
import type { Sessions } from './sessions.ts';
import { THROTTLE_LIMIT, type Throttling } from './throttling.ts';
import { canonicalUsername } from './username.ts';
import { principalOf, type UserPage, type UserQuery, type UserSummary } from './users.ts';

export type { NewAccount, NewPerson, NewRights } from './new-account.ts';

/** A secret that exists here and in the answer, and nowhere else: to be handed over, and good once. */
export interface HandedOut {
  readonly user: UserSummary;
  readonly oneTimePassword: string;
}

/**
 * The accounts, and what those who govern them do with them. Each change records who asked, `by`, and bites at once, in
 * open sessions too. Nobody can take away the last way to administer (LAST_ADMINISTRATOR); ACCOUNT_UNKNOWN where there
 * is no such account, ACCOUNT_OWN for what nobody does to their own; ROLE_BEYOND_OWN for rights or robots that go beyond
 * the actor's own: nobody gives them away, and nobody meddles with the account of somebody who has them.
 */
export interface Accounts {
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
  /**
   * Ends the password and hands out a one-time one; also opens a sign-in that failures have closed. From the command line
   * also for the last administrator.
   */
  resetPassword(id: string, by: Actor): Promise<HandedOut>;
  /** For an owner who has lost the app and the recovery codes. */
  removeSecondFactor(id: string, by: Actor): Promise<UserSummary>;
  /** Forgets the failures at an account's sign-in. */
  openSignIn(id: string, by: Actor): Promise<void>;
  /** Ends every session of an account; answers how many there were. */
  signOut(id: string, by: Actor): Promise<number>;
}

export interface AccountsDependencies extends AccountMakerDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly randomBytes: RandomBytes;
  readonly sessions: Pick<Sessions, 'changed' | 'endOf'>;
  readonly throttling: Pick<Throttling, 'opening'>;
  readonly limitsOf: LimitsOf;
  /** Runs one change of roles or accounts after the other: what a change was judged by holds until it is done. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createAccounts({
  sessions,
  throttling,
  limitsOf,
  inTurn,
  randomBytes,
  ...shared
}: AccountsDependencies): Accounts {
  const { store, hasher, clock, reading, roles } = shared;
  const make = createAccountMaker(shared);

  async function add(person: NewPerson & NewRights, proof: FirstProof, by: Actor): Promise<UserSummary> {
    const rights = { role: person.role, scope: person.scope ?? null };
    (await limitsOf(by)).require(standingOf(rights, roles));
    return make(person, proof, by);
  }

  async function one(id: string): Promise<UserSummary> {
    const user = await store.read('users.one', { id });
    if (user === null) throw new ConsoleError('ACCOUNT_UNKNOWN', `no account has the id ${id}`);
    return user;
  }

  async function other(id: string, by: Actor): Promise<UserSummary> {
    const user = await one(id);
    if (by.userId === id) throw new ConsoleError('ACCOUNT_OWN', 'nobody does this to their own account');
    return user;
  }

  /** Of all that somebody has, nothing goes beyond what the actor holds. */
  async function requireHeld(by: Actor, ...accounts: readonly Pick<UserSummary, 'role' | 'scope'>[]): Promise<void> {
    (await limitsOf(by)).require(...accounts.map((account) => standingOf(account, roles)));
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
      return principalOf(await make(first, { password: account.password }, by, true));
    },

    async invite(person, by) {
      const oneTimePassword = createOneTimeSecret(randomBytes);
      return { user: await add(person, { secret: oneTimePassword }, by), oneTimePassword };
    },

    enlist: (person, by) => add(person, { secret: null }, by),

    async edit(id, change, by) {
      const user = await one(id);
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
        const user = await (disabled ? other(id, by) : one(id));
        await requireHeld(by, user);
        const disabledAt = disabled ? clock.now() : null;
        const action = disabled ? 'user.disable' : 'user.enable';
        await store.write('users.disable', { id, disabledAt }, accountEvent(by, action, user));
        return settled(id);
      }),

    setDeleted: (id, deleted, by) =>
      inTurn(async () => {
        const user = await (deleted ? other(id, by) : one(id));
        await requireHeld(by, user);
        const deletedAt = deleted ? clock.now() : null;
        const action = deleted ? 'user.delete' : 'user.restore';
        await store.write('users.delete', { id, deletedAt }, accountEvent(by, action, user));
        return settled(id);
      }),

    async resetPassword(id, by) {
      const oneTimePassword = createOneTimeSecret(randomBytes);
      const hash = await hasher.hash(oneTimePassword);
      return inTurn(async () => {
        const user = await other(id, by);
        await requireHeld(by, user);
        await store.write(
          'credentials.resetPassword',
          {
            id,
            unusableHash: hasher.decoy,
            secret: issueOneTimeSecret(hash, reading()),
            at: clock.now(),
            throttles: [throttling.opening(user.username)],
            throttleLimit: THROTTLE_LIMIT,
            // How the only administrator comes back who has forgotten the password.
            mayBeLast: by.origin === 'command-line',
          },
          accountEvent(by, 'user.reset-password', user),
        );
        sessions.endOf(id);
        return { user: await one(id), oneTimePassword };
      });
    },

    removeSecondFactor: (id, by) =>
      inTurn(async () => {
        const user = await other(id, by);
        await requireHeld(by, user);
        await store.write('secondFactor.remove', { id }, accountEvent(by, 'user.remove-second-factor', user));
        return one(id);
      }),

    async openSignIn(id, by) {
      const user = await one(id);
      const changes = [throttling.opening(user.username)];
      await store.write(
        'throttles.keep',
        { changes, limit: THROTTLE_LIMIT },
        accountEvent(by, 'user.open-sign-in', user),
      );
    },

    async signOut(id, by) {
      const user = await one(id);
      // A store in trouble must not keep anyone signed in.
      const ended = sessions.endOf(id);
      await store.write(
        'sessions.endAllOf',
        { userId: id, except: null, at: clock.now(), by: 'administrator' },
        accountEvent(by, 'user.sign-out', user, { sessions: ended.length }),
      );
      return ended.length;
    },
  };
}
