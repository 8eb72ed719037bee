import type { Actor } from '../audit/record.ts';
import { systemRandomBytes } from '../random.ts';
import type { Accounts } from './accounts.ts';
import { ROLES, type BuiltInRole } from './roles.ts';
import { typableSecret } from './typable.ts';

/** 80 bits. */
const PASSWORD_GROUPS = 4;

/** An account for a first look; the password exists here and nowhere else. */
export interface DemoUser {
  readonly username: string;
  readonly role: BuiltInRole;
  readonly password: string;
}

const BY: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'console' };

/**
 * Makes one account per role, named like the role, in a store that has none.
 *
 * @throws ConsoleError SETUP_ALREADY_DONE when the store has accounts: a demo must not add known doors to a real one.
 */
export async function createDemoUsers(accounts: Accounts): Promise<DemoUser[]> {
  const users = ROLES.map((role): DemoUser => ({
    username: role,
    role,
    password: typableSecret(systemRandomBytes, PASSWORD_GROUPS),
  }));
  for (const user of users) {
    if (user.role === 'administrator') await accounts.createFirstAdministrator(user, BY);
    else await accounts.create(user, BY);
  }
  return users;
}
