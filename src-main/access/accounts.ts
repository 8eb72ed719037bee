import { randomUUID } from 'node:crypto';
import type { Actor, AuditEvent } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { RandomBytes } from '../random.ts';
import type { Store } from '../store/store.ts';
import type { ClockReading } from './clock-reading.ts';
import { checkDisplayName } from './display-name.ts';
import { createOneTimeSecret, issueOneTimeSecret } from './one-time-secret.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { acceptPassword } from './password-policy.ts';
import { NIST_PROFILE, type PasswordProfile } from './password-profile.ts';
import type { Principal } from './principal.ts';
import type { Role } from './roles.ts';
import { searchText } from './search-text.ts';
import type { Sessions } from './sessions.ts';
import { THROTTLE_LIMIT, type Throttling } from './throttling.ts';
import { canonicalUsername, checkUsername } from './username.ts';
import { principalOf, type UserPage, type UserQuery, type UserSummary } from './users.ts';

export interface NewPerson {
  readonly username: string;
  /** The username when absent or empty. */
  readonly displayName?: string | undefined;
}

export interface NewAccount extends NewPerson {
  readonly password: string;
}

/** A secret that exists here and in the answer, and nowhere else: to be handed over, and good once. */
export interface HandedOut {
  readonly user: UserSummary;
  readonly oneTimePassword: string;
}

/**
 * The accounts, and what those who govern them do with them. Each change records who asked, `by`, and bites at once, in
 * open sessions too. Nobody can take away the last way to administer (LAST_ADMINISTRATOR); ACCOUNT_UNKNOWN where there
 * is no such account, ACCOUNT_OWN for what nobody does to their own.
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
  create(account: NewAccount & { readonly role: Role }, by: Actor): Promise<UserSummary>;
  /** Makes the administrator that a new console needs, as {@link create}; SETUP_ALREADY_DONE once any account exists. */
  createFirstAdministrator(account: NewAccount, by: Actor): Promise<Principal>;
  /** Makes an account whose owner chooses the password. @throws ConsoleError USERNAME_*, INPUT_INVALID */
  invite(person: NewPerson & { readonly role: Role }, by: Actor): Promise<HandedOut>;
  /** The same without a secret: it is handed out by {@link resetPassword} when its owner comes for it. */
  enlist(person: NewPerson & { readonly role: Role }, by: Actor): Promise<UserSummary>;
  edit(id: string, change: { readonly displayName: string }, by: Actor): Promise<UserSummary>;
  assignRole(id: string, role: Role, by: Actor): Promise<UserSummary>;
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

export interface AccountsDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly hasher: Pick<PasswordHasher, 'decoy' | 'hash'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly reading: () => ClockReading;
  readonly randomBytes: RandomBytes;
  readonly sessions: Pick<Sessions, 'changed' | 'endOf'>;
  readonly throttling: Pick<Throttling, 'opening'>;
  /** As {@link acceptPassword} takes it. */
  readonly blocklist: ReadonlySet<string>;
  readonly profile?: PasswordProfile;
}

export function createAccounts({
  store,
  hasher,
  clock,
  reading,
  randomBytes,
  sessions,
  throttling,
  blocklist,
  profile = NIST_PROFILE,
}: AccountsDependencies): Accounts {
  async function add(
    { username: typed, displayName, role }: NewPerson & { readonly role: Role },
    proof: { readonly password: string } | { readonly secret: string | null },
    by: Actor,
    onlyAsFirst = false,
  ): Promise<UserSummary> {
    const username = checkUsername(typed);
    const shown = checkDisplayName(displayName ?? '') || username;
    const chosen = 'password' in proof;
    const accepted = chosen && acceptPassword(proof.password, { blocklist, profile, personalNames: [username, shown] });
    const passwordHash = accepted === false ? hasher.decoy : await hasher.hash(accepted);
    const secret =
      chosen || proof.secret === null ? null : issueOneTimeSecret(await hasher.hash(proof.secret), reading());
    const user = { id: randomUUID(), username, displayName: shown, role, createdAt: clock.now() };
    await store.write(
      'users.create',
      {
        ...user,
        canonicalName: canonicalUsername(username),
        searchText: searchText(username, shown),
        passwordHash,
        hasPassword: chosen,
        secret,
        onlyAsFirst,
      },
      eventOf(by, 'user.create', user, { role }),
    );
    return { ...user, status: 'active', awaitsPassword: !chosen, secondFactor: false, lastSignInAt: null };
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
      return principalOf(await add(first, { password: account.password }, by, true));
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
          ...eventOf(by, 'user.edit', user),
          oldValue: { displayName: user.displayName },
          newValue: { displayName },
        },
      );
      return settled(id);
    },

    async assignRole(id, role, by) {
      const user = await one(id);
      const event = eventOf(by, 'user.assign-role', user);
      const change = { oldValue: { role: user.role }, newValue: { role } };
      await store.write('users.assignRole', { id, role }, { ...event, ...change });
      return settled(id);
    },

    async setDisabled(id, disabled, by) {
      const user = await (disabled ? other(id, by) : one(id));
      const disabledAt = disabled ? clock.now() : null;
      await store.write(
        'users.disable',
        { id, disabledAt },
        eventOf(by, disabled ? 'user.disable' : 'user.enable', user),
      );
      return settled(id);
    },

    async setDeleted(id, deleted, by) {
      const user = await (deleted ? other(id, by) : one(id));
      const deletedAt = deleted ? clock.now() : null;
      await store.write('users.delete', { id, deletedAt }, eventOf(by, deleted ? 'user.delete' : 'user.restore', user));
      return settled(id);
    },

    async resetPassword(id, by) {
      const user = await other(id, by);
      const oneTimePassword = createOneTimeSecret(randomBytes);
      const secret = issueOneTimeSecret(await hasher.hash(oneTimePassword), reading());
      await store.write(
        'credentials.resetPassword',
        {
          id,
          unusableHash: hasher.decoy,
          secret,
          at: clock.now(),
          throttles: [throttling.opening(user.username)],
          throttleLimit: THROTTLE_LIMIT,
          // How the only administrator comes back who has forgotten the password.
          mayBeLast: by.origin === 'command-line',
        },
        eventOf(by, 'user.reset-password', user),
      );
      sessions.endOf(id);
      return { user: await one(id), oneTimePassword };
    },

    async removeSecondFactor(id, by) {
      const user = await other(id, by);
      await store.write('secondFactor.remove', { id }, eventOf(by, 'user.remove-second-factor', user));
      return one(id);
    },

    async openSignIn(id, by) {
      const user = await one(id);
      const changes = [throttling.opening(user.username)];
      await store.write('throttles.keep', { changes, limit: THROTTLE_LIMIT }, eventOf(by, 'user.open-sign-in', user));
    },

    async signOut(id, by) {
      const user = await one(id);
      // A store in trouble must not keep anyone signed in.
      const ended = sessions.endOf(id);
      await store.write(
        'sessions.endAllOf',
        { userId: id, except: null, at: clock.now(), by: 'administrator' },
        eventOf(by, 'user.sign-out', user, { sessions: ended.length }),
      );
      return ended.length;
    },
  };
}

function eventOf(
  actor: Actor,
  action: string,
  user: Pick<UserSummary, 'id' | 'username'>,
  details: AuditEvent['details'] = {},
): AuditEvent {
  return { actor, action, subject: user.id, outcome: 'succeeded', details: { username: user.username, ...details } };
}
