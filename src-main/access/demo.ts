import { randomBytes } from 'node:crypto';
import type { Actor } from '../audit/record.ts';
import type { Accounts } from './accounts.ts';
import { ROLES, type Role } from './roles.ts';

/** An account for a first look; the password exists here and nowhere else. */
export interface DemoUser {
  readonly username: string;
  readonly role: Role;
  readonly password: string;
}

const BY: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'console' };

/**
 * Makes one account per role, named like the role, in a store that has none.
 *
 * @throws ConsoleError SETUP_ALREADY_DONE when the store has accounts: a demo must not add known doors to a real one.
 */
export async function createDemoUsers(accounts: Accounts): Promise<DemoUser[]> {
  const users = ROLES.map((role): DemoUser => ({ username: role, role, password: typablePassword() }));
  for (const user of users) {
    if (user.role === 'administrator') await accounts.createFirstAdministrator(user, BY);
    else await accounts.create(user, BY);
  }
  return users;
}

/** Crockford's 32 letters and digits: none is taken for another, since i, l, o and u are left out. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 16 random characters of 5 bits each, 80 bits, in groups of four. */
function typablePassword(): string {
  const characters = [...randomBytes(16)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return [0, 4, 8, 12].map((start) => characters.slice(start, start + 4).join('')).join('-');
}
