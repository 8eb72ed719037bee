import type { Access } from '../../src-main/access/access.ts';
import type { Accounts, NewAccount } from '../../src-main/access/accounts.ts';
import type { Principal } from '../../src-main/access/principal.ts';
import { MATRIX } from '../../src-main/access/matrix.ts';
import { BUILT_IN_RIGHTS } from '../../src-main/access/roles/role-book.ts';
import type { RoleId } from '../../src-main/access/roles.ts';
import { createSessions, type Sessions } from '../../src-main/access/sessions.ts';
import type { TypedCredentials } from '../../src-main/access/sign-in.ts';
import { principalOf, type UserSummary } from '../../src-main/access/users.ts';
import { NIST_PROFILE } from '../../src-main/access/password-profile.ts';
import type { Actor } from '../../src-main/audit/record.ts';
import type { Clock } from '../../src-main/clock.ts';
import { ConsoleError } from '../../src-main/errors.ts';
import { NO_OVERRIDES, NO_SIGNATURES } from './no-signatures.ts';

/** Accounts in memory, with passwords in the clear: for tests of what stands before the real ones. */
export interface FakeAccounts extends Accounts {
  /** Who asked for the last thing that was done. */
  readonly lastActor: Actor | null;
  add(username: string, role: RoleId, password: string): void;
  /** What a sign-in asks; a test may put something else in its place. */
  authenticate(credentials: TypedCredentials): Promise<Principal>;
}

export function createFakeAccounts(): FakeAccounts {
  const users = new Map<string, { summary: UserSummary; readonly password: string }>();
  let lastActor: Actor | null = null;

  function make(
    { username, password, displayName, role }: NewAccount & { readonly role: RoleId },
    by: Actor | null,
  ): UserSummary {
    lastActor = by;
    if (users.has(username)) throw new ConsoleError('USERNAME_TAKEN', 'taken', { username });
    const facts = { status: 'active', awaitsPassword: false, secondFactor: false, createdAt: 0 } as const;
    const rights = { role, roleName: BUILT_IN_RIGHTS.nameOf(role), scope: null };
    const user = { id: `id-${username}`, username, displayName: displayName ?? username, ...rights };
    const summary = { ...user, ...facts, lastSignInAt: null };
    users.set(username, { summary, password });
    return summary;
  }

  async function change(id: string, by: Actor, changes: Partial<UserSummary>): Promise<UserSummary> {
    lastActor = by;
    const user = [...users.values()].find(({ summary }) => summary.id === id);
    if (!user) throw new ConsoleError('ACCOUNT_UNKNOWN', 'unknown');
    user.summary = { ...user.summary, ...changes };
    return user.summary;
  }

  const list = async () => [...users.values()].map(({ summary }) => summary);

  return {
    count: async () => users.size,
    list,
    page: async () => ({ users: await list(), total: users.size }),
    named: async (username) => change(`id-${username}`, lastActor ?? NOBODY, {}),
    create: async (account, by) => make(account, by),
    async createFirstAdministrator(account, by) {
      if (users.size > 0) throw new ConsoleError('SETUP_ALREADY_DONE', 'there is an account');
      return principalOf(make({ ...account, role: 'administrator' }, by));
    },
    invite: async (person, by) => ({ user: make({ ...person, password: 'once' }, by), oneTimePassword: 'once' }),
    enlist: async (person, by) => make({ ...person, password: 'none' }, by),
    edit: (id, changes, by) => change(id, by, changes),
    assignRole: (id, role, by) => change(id, by, { role }),
    assignScope: (id, scope, by) => change(id, by, { scope }),
    setDisabled: (id, disabled, by) => change(id, by, { status: disabled ? 'disabled' : 'active' }),
    setDeleted: (id, deleted, by) => change(id, by, { status: deleted ? 'deleted' : 'active' }),
    resetPassword: async (id, by) => ({ user: await change(id, by, {}), oneTimePassword: 'once' }),
    removeSecondFactor: (id, by) => change(id, by, { secondFactor: false }),
    openSignIn: async (id, by) => void (await change(id, by, {})),
    signOut: async (id, by) => (await change(id, by, {}), 0),
    async authenticate({ username, password }) {
      const user = users.get(username);
      if (user?.password !== password) throw new ConsoleError('SIGN_IN_FAILED', 'unknown or wrong');
      user.summary = { ...user.summary, lastSignInAt: 1 };
      return principalOf(user.summary);
    },
    get lastActor() {
      return lastActor;
    },
    add: (username, role, password) => void make({ username, password, role }, null),
  };
}

const NOBODY: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'console' };

/** Access to a console over such accounts: real sessions, and sign-ins that ask `accounts.authenticate` alone. */
export function createFakeAccess(
  accounts: FakeAccounts,
  clock: Clock,
  sessions: Sessions = createSessions({ clock }),
): Access & { readonly accounts: FakeAccounts } {
  const required = (seatId: string) => {
    const session = sessions.current(seatId);
    if (!session) throw new ConsoleError('SESSION_REQUIRED', 'nobody is signed in');
    return session;
  };
  const unknownRole = () => Promise.reject(new ConsoleError('ROLE_UNKNOWN', 'there is none'));
  const end = async (seatId: string) => void sessions.end(seatId);
  return {
    accounts,
    sessions,
    signatures: NO_SIGNATURES,
    overrides: NO_OVERRIDES,
    history: async () => [],
    roles: {
      list: async () => ({ roles: [], rights: MATRIX }),
      named: async () => null,
      preview: async () => ({ roles: [], people: [], peopleTotal: 0, refusal: null }),
      create: unknownRole,
      edit: unknownRole,
      delete: unknownRole,
    },
    exchange: {
      export: async () => 'username\r\n',
      preview: async () => ({ accounts: [], problems: [] }),
      apply: async () => ({ accounts: [], problems: [] }),
    },
    signIn: {
      withPassword: async (credentials, { seat }) => sessions.begin(seat.id, await accounts.authenticate(credentials)),
      withSecondFactor: async () => Promise.reject(new ConsoleError('SIGN_IN_STEP_LOST', 'no first step')),
      asFirst: async ({ username }, { seat }) => {
        const { password } = FIRST_PASSWORD;
        return sessions.begin(seat.id, await accounts.authenticate({ username, password }));
      },
      async again(password, { seat }) {
        await accounts.authenticate({ username: required(seat.id).principal.username, password });
        return sessions.reauthenticated(seat.id);
      },
      signOut: ({ seat }) => end(seat.id),
      vacate: ({ seat }) => end(seat.id),
      lock: async ({ seat }) => void sessions.lock(seat.id),
    },
    own: {
      view: async () => ({
        passwordChangedAt: 0,
        passwordDaysLeft: null,
        secondFactor: false,
        recoveryCodesLeft: 0,
        sessions: [],
        profile: NIST_PROFILE,
      }),
      changePassword: async (_change, { seat }) => sessions.passwordChosen(seat.id),
      offerSecondFactor: async () => ({ key: 'KEY', qr: { size: 1, path: '' } }),
      confirmSecondFactor: async () => [],
      removeSecondFactor: async () => {},
      renewRecoveryCodes: async () => [],
      endSessions: async () => {},
    },
  };
}

/** The password that a test gives the first administrator. */
const FIRST_PASSWORD = { password: 'a password for tests only' };
