import type { Accounts, NewAccount } from '../../src-main/access/accounts.ts';
import type { Principal } from '../../src-main/access/principal.ts';
import type { Role } from '../../src-main/access/roles.ts';
import type { UserSummary } from '../../src-main/access/users.ts';
import type { Actor } from '../../src-main/audit/record.ts';
import { ConsoleError } from '../../src-main/errors.ts';

/** Accounts in memory, with passwords in the clear: for tests of what stands before the real ones. */
export interface FakeAccounts extends Accounts {
  /** Who asked for the last thing that was done. */
  readonly lastActor: Actor | null;
  add(username: string, role: Role, password: string): void;
}

function principalOf({ id, username, displayName, role }: UserSummary): Principal {
  return { userId: id, username, displayName, role };
}

export function createFakeAccounts(): FakeAccounts {
  const users = new Map<string, { readonly summary: UserSummary; readonly password: string }>();
  let lastActor: Actor | null = null;

  function make({ username, password, displayName, role }: NewAccount & { readonly role: Role }): UserSummary {
    if (users.has(username)) throw new ConsoleError('USERNAME_TAKEN', 'taken', { username });
    const user = { id: `id-${username}`, username, displayName: displayName ?? username, role };
    const summary = { ...user, createdAt: 0, lastSignInAt: null };
    users.set(username, { summary, password });
    return summary;
  }

  return {
    count: async () => users.size,
    list: async () => [...users.values()].map(({ summary }) => summary),
    async create(account, by) {
      lastActor = by;
      return make(account);
    },
    async createFirstAdministrator(account, by) {
      lastActor = by;
      if (users.size > 0) throw new ConsoleError('SETUP_ALREADY_DONE', 'there is an account');
      return principalOf(make({ ...account, role: 'administrator' }));
    },
    async authenticate({ username, password }, by) {
      lastActor = by;
      const user = users.get(username);
      if (user?.password !== password) throw new ConsoleError('SIGN_IN_FAILED', 'unknown or wrong');
      return principalOf(user.summary);
    },
    async recordSignIn({ username }, by) {
      lastActor = by;
      const user = users.get(username);
      if (user) users.set(username, { ...user, summary: { ...user.summary, lastSignInAt: 1 } });
    },
    async recordSignOut(by) {
      lastActor = by;
    },
    get lastActor() {
      return lastActor;
    },
    add: (username, role, password) => void make({ username, password, role }),
  };
}
