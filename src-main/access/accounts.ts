import { randomUUID } from 'node:crypto';
import type { Actor, AuditEvent } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { checkDisplayName } from './display-name.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { acceptPassword, normalizePassword } from './password-policy.ts';
import type { Principal } from './principal.ts';
import type { Role } from './roles.ts';
import { canonicalUsername, checkUsername } from './username.ts';
import type { UserSummary } from './users.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface NewAccount extends Credentials {
  /** The username when absent or empty. */
  readonly displayName?: string | undefined;
}

/** Who may sign in. Each method records who asked, `by`, together with what it changed. */
export interface Accounts {
  count(): Promise<number>;
  /** All accounts, by name. */
  list(): Promise<readonly UserSummary[]>;
  /** @throws ConsoleError USERNAME_*, PASSWORD_* or INPUT_INVALID, naming the rule; nothing is kept then. */
  create(account: NewAccount & { readonly role: Role }, by: Actor): Promise<UserSummary>;
  /** Makes the administrator that a new console needs, as {@link create}; SETUP_ALREADY_DONE once any account exists. */
  createFirstAdministrator(account: NewAccount, by: Actor): Promise<Principal>;
  /**
   * Whose name and password these are.
   *
   * @throws ConsoleError SIGN_IN_FAILED, the same after the same time whether the name is unknown or the password
   *   wrong; SIGN_IN_BUSY when too many are waiting.
   */
  authenticate(credentials: Credentials, by: Actor): Promise<Principal>;
  /** Records that `principal`, who has just made the first account, signs in with it; {@link authenticate} records itself. */
  recordSignIn(principal: Principal, by: Actor): Promise<void>;
  /** Records that whoever is behind `by` has signed out. */
  recordSignOut(by: Actor): Promise<void>;
}

export interface AccountsDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly hasher: Pick<PasswordHasher, 'decoy' | 'hash' | 'verify'>;
  readonly clock: Pick<Clock, 'now'>;
  /** As {@link acceptPassword} takes it. */
  readonly blocklist: ReadonlySet<string>;
}

/** What the log calls a name that belongs to nobody: it may be a password typed into the wrong field. */
const UNKNOWN_NAME = '(unknown)';

export function createAccounts({ store, hasher, clock, blocklist }: AccountsDependencies): Accounts {
  async function add(
    { username: typed, password, displayName, role }: NewAccount & { readonly role: Role },
    onlyAsFirst: boolean,
    by: Actor,
  ): Promise<UserSummary> {
    const username = checkUsername(typed);
    const shown = checkDisplayName(displayName ?? '') || username;
    const accepted = acceptPassword(password, { blocklist, personalNames: [username, shown] });
    const passwordHash = await hasher.hash(accepted);
    const user = { id: randomUUID(), username, displayName: shown, role, createdAt: clock.now() };
    await store.write(
      'users.create',
      { ...user, canonicalName: canonicalUsername(username), passwordHash, onlyAsFirst },
      { actor: by, action: 'user.create', subject: user.id, outcome: 'succeeded', details: { username, role } },
    );
    return { ...user, lastSignInAt: null };
  }

  async function recordSignIn({ userId, username, role }: Principal, by: Actor): Promise<void> {
    await store.write(
      'users.recordSignIn',
      { userId, at: clock.now() },
      {
        actor: { ...by, userId, username, role },
        action: 'session.sign-in',
        subject: userId,
        outcome: 'succeeded',
        details: { username },
      },
    );
  }

  return {
    count: () => store.read('users.count', {}),
    list: () => store.read('users.list', {}),
    create: (account, by) => add(account, false, by),

    async createFirstAdministrator(account, by) {
      // Anyone may ask before there is an account: later askers must not get a hash computed. The store decides races.
      if ((await store.read('users.count', {})) > 0) {
        throw new ConsoleError('SETUP_ALREADY_DONE', 'the first administrator exists already');
      }
      return principalOf(await add({ ...account, role: 'administrator' }, true, by));
    },

    async authenticate({ username, password }, by) {
      const user = await store.read('users.byCanonicalName', { canonicalName: canonicalUsername(username) });
      const matches = await hasher.verify(normalizePassword(password), user?.passwordHash ?? hasher.decoy);
      if (user === null || !matches) {
        const details = { username: user?.username ?? UNKNOWN_NAME };
        const event = { action: 'session.sign-in', subject: user?.id ?? null, details } satisfies Partial<AuditEvent>;
        await store.write('audit.append', {}, { ...event, actor: by, outcome: 'refused' });
        throw new ConsoleError('SIGN_IN_FAILED', 'the name is unknown or the password is wrong');
      }
      const principal = principalOf(user);
      await recordSignIn(principal, by);
      return principal;
    },

    recordSignIn,

    async recordSignOut(by) {
      const details = { username: by.username };
      const event = { action: 'session.sign-out', subject: by.userId, details } satisfies Partial<AuditEvent>;
      await store.write('audit.append', {}, { ...event, actor: by, outcome: 'succeeded' });
    },
  };
}

function principalOf({ id, username, displayName, role }: UserSummary): Principal {
  return { userId: id, username, displayName, role };
}
