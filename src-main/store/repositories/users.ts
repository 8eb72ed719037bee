import type { Selectable } from 'kysely';
import type { Role } from '../../access/roles.ts';
import type { UserSummary } from '../../access/users.ts';
import { ConsoleError } from '../../errors.ts';
import type { Db, Schema } from '../schema.ts';
import { prepared } from '../sqlite/prepared.ts';

/** One account with its hash: for checking a password, and for nothing else. */
export interface UserRecord extends UserSummary {
  /** The username in the form in which two names are the same person. */
  readonly canonicalName: string;
  readonly passwordHash: string;
}

export interface NewUser {
  readonly id: string;
  readonly username: string;
  readonly canonicalName: string;
  readonly displayName: string;
  readonly role: Role;
  readonly passwordHash: string;
  /** Wall clock, ms. */
  readonly createdAt: number;
  /** Only when there is no account yet: the first administrator. */
  readonly onlyAsFirst: boolean;
}

export async function countUsers(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('users')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Every account, by name. */
export async function listUsers(db: Db): Promise<UserSummary[]> {
  const rows = await db
    .selectFrom('users')
    .select(['id', 'username', 'display_name', 'role', 'created_at', 'last_sign_in_at'])
    .orderBy('canonical_name')
    .execute();
  return rows.map(toSummary);
}

/** What tells the accounts apart, of each. */
export async function listNames(db: Db): Promise<Pick<UserRecord, 'id' | 'username' | 'canonicalName'>[]> {
  const rows = await db
    .selectFrom('users')
    .select(['id', 'username', 'canonical_name'])
    .orderBy('canonical_name')
    .execute();
  return rows.map(({ id, username, canonical_name: canonicalName }) => ({ id, username, canonicalName }));
}

export async function findUserByCanonicalName(
  db: Db,
  { canonicalName }: { readonly canonicalName: string },
): Promise<UserRecord | null> {
  const row = await db.selectFrom('users').selectAll().where('canonical_name', '=', canonicalName).executeTakeFirst();
  return row ? { ...toSummary(row), canonicalName: row.canonical_name, passwordHash: row.password_hash } : null;
}

/** @throws ConsoleError USERNAME_TAKEN; SETUP_ALREADY_DONE when it had to be the first account and is not */
export async function createUser(db: Db, user: NewUser): Promise<void> {
  if (user.onlyAsFirst && (await countUsers(db)) > 0) {
    throw new ConsoleError('SETUP_ALREADY_DONE', 'the first administrator exists already');
  }
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('users')
    .values({
      id: user.id,
      username: user.username,
      canonical_name: user.canonicalName,
      display_name: user.displayName,
      role: user.role,
      password_hash: user.passwordHash,
      created_at: user.createdAt,
      last_sign_in_at: null,
    })
    .onConflict((conflict) => conflict.column('canonical_name').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) {
    throw new ConsoleError('USERNAME_TAKEN', `the username ${user.username} is taken`, { username: user.username });
  }
}

const touch = prepared<Pick<Schema['users'], 'id' | 'last_sign_in_at'>, unknown>((db, slot) =>
  db
    .updateTable('users')
    .set({ last_sign_in_at: slot('last_sign_in_at') })
    .where('id', '=', slot('id')),
);

/** @throws ConsoleError INTERNAL when there is no such account */
export async function recordSignIn(
  db: Db,
  { userId, at }: { readonly userId: string; readonly at: number },
): Promise<void> {
  const { numAffectedRows } = await touch(db, { id: userId, last_sign_in_at: at });
  if (numAffectedRows === 0n) throw new ConsoleError('INTERNAL', `no account has the id ${userId}`, { userId });
}

type SummaryColumns = 'id' | 'username' | 'display_name' | 'role' | 'created_at' | 'last_sign_in_at';

function toSummary(row: Pick<Selectable<Schema['users']>, SummaryColumns>): UserSummary {
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
  };
}
