import { sql, type SelectQueryBuilder } from 'kysely';
import type { OneTimeSecret } from '../../access/one-time-secret.ts';
import type { RoleId } from '../../access/roles.ts';
import type { LimitedScope, Scope } from '../../access/scope.ts';
import type { UserOrder, UserPage, UserQuery, UserStatus, UserSummary } from '../../access/users.ts';
import { ConsoleError } from '../../errors.ts';
import type { Db, Schema } from '../schema.ts';
import { prepared } from '../sqlite/prepared.ts';
import { keepSecret } from './one-time-secrets.ts';
import { requireRole } from './roles.ts';

export interface NewUser {
  readonly id: string;
  readonly username: string;
  /** The username in the form in which two names are the same person. */
  readonly canonicalName: string;
  readonly displayName: string;
  readonly searchText: string;
  readonly role: RoleId;
  readonly scope: Scope;
  readonly passwordHash: string;
  /** The password was chosen by its owner, or by whoever installs the console. */
  readonly hasPassword: boolean;
  /** What its owner signs in with to choose a password. */
  readonly secret: OneTimeSecret | null;
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

const roleName = sql<string>`(SELECT name FROM roles WHERE id = users.role)`;

const summaries = (db: Db) =>
  db
    .selectFrom('users')
    .select(['id', 'username', 'display_name', 'role', 'scope', 'created_at', 'last_sign_in_at'])
    .select(['disabled_at', 'deleted_at', 'password_changed_at'])
    .select(roleName.as('role_name'))
    .select(sql<0 | 1>`EXISTS (SELECT 1 FROM second_factors WHERE user_id = users.id)`.as('second_factor'));

type SummaryRow = Awaited<ReturnType<ReturnType<typeof summaries>['executeTakeFirstOrThrow']>>;

/** Every account, by name. */
export async function listUsers(db: Db): Promise<UserSummary[]> {
  return (await summaries(db).orderBy('canonical_name').execute()).map(toSummary);
}

const ORDERS = {
  username: 'canonical_name',
  displayName: 'display_name',
  role: 'role_name',
  createdAt: 'created_at',
  lastSignInAt: 'last_sign_in_at',
} as const satisfies Record<UserOrder, keyof Schema['users'] | 'role_name'>;

/** One page of the accounts that fit. All of them are looked at: the number on all pages is part of the answer. */
export async function pageUsers(db: Db, query: UserQuery): Promise<UserPage> {
  const direction = query.descending ? 'desc' : 'asc';
  const rows = await fitting(summaries(db), query)
    .select(sql<number>`count(*) OVER ()`.as('total'))
    .orderBy(sql.ref(ORDERS[query.order]), direction)
    .$if(query.order !== 'username', (page) => page.orderBy('canonical_name', direction))
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  const [first] = rows;
  if (first !== undefined || query.offset === 0) return { users: rows.map(toSummary), total: first?.total ?? 0 };
  // behind the last page: only the number is wanted
  const { total } = await pageUsers(db, { ...query, offset: 0, limit: 1 });
  return { users: [], total };
}

function fitting<O>(
  query: SelectQueryBuilder<Schema, 'users', O>,
  { search, role, status }: UserQuery,
): SelectQueryBuilder<Schema, 'users', O> {
  return query
    .$if(search !== '', (rows) => rows.where(sql<boolean>`instr(search_text, ${search}) > 0`))
    .$if(role !== null, (rows) => rows.where('role', '=', role ?? 'viewer'))
    .$if(status === 'deleted', (rows) => rows.where('deleted_at', 'is not', null))
    .$if(status !== 'deleted', (rows) => rows.where('deleted_at', 'is', null))
    .$if(status === 'active', (rows) => rows.where('disabled_at', 'is', null))
    .$if(status === 'disabled', (rows) => rows.where('disabled_at', 'is not', null));
}

/** What tells the accounts apart, of each. */
export async function listNames(
  db: Db,
): Promise<{ readonly id: string; readonly username: string; readonly canonicalName: string }[]> {
  const rows = await db
    .selectFrom('users')
    .select(['id', 'username', 'canonical_name'])
    .orderBy('canonical_name')
    .execute();
  return rows.map(({ id, username, canonical_name: canonicalName }) => ({ id, username, canonicalName }));
}

/** One account, null when there is none. */
export async function findUser(db: Db, { id }: { readonly id: string }): Promise<UserSummary | null> {
  const row = await summaries(db).where('id', '=', id).executeTakeFirst();
  return row ? toSummary(row) : null;
}

/** Whose name this is, null when nobody's. */
export async function findUserByCanonicalName(
  db: Db,
  { canonicalName }: { readonly canonicalName: string },
): Promise<UserSummary | null> {
  const row = await summaries(db).where('canonical_name', '=', canonicalName).executeTakeFirst();
  return row ? toSummary(row) : null;
}

/** @throws ConsoleError USERNAME_TAKEN, ROLE_UNKNOWN; SETUP_ALREADY_DONE when it had to be the first account and is not */
export async function createUser(db: Db, user: NewUser): Promise<void> {
  if (user.onlyAsFirst && (await countUsers(db)) > 0) {
    throw new ConsoleError('SETUP_ALREADY_DONE', 'the first administrator exists already');
  }
  await requireRole(db, user.role);
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('users')
    .values({
      id: user.id,
      username: user.username,
      canonical_name: user.canonicalName,
      display_name: user.displayName,
      search_text: user.searchText,
      role: user.role,
      scope: scopeText(user.scope),
      password_hash: user.passwordHash,
      password_changed_at: user.hasPassword ? user.createdAt : null,
      created_at: user.createdAt,
      last_sign_in_at: null,
    })
    .onConflict((conflict) => conflict.column('canonical_name').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) {
    throw new ConsoleError('USERNAME_TAKEN', `the username ${user.username} is taken`, { username: user.username });
  }
  if (user.secret !== null) await keepSecret(db, user.id, user.secret);
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

/** The status of a row; a deleted account is nothing else besides. */
export function statusOf(row: Pick<SummaryRow, 'disabled_at' | 'deleted_at'>): UserStatus {
  if (row.deleted_at !== null) return 'deleted';
  return row.disabled_at === null ? 'active' : 'disabled';
}

export function toSummary(row: SummaryRow): UserSummary {
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    roleName: row.role_name,
    scope: scopeOf(row.scope),
    status: statusOf(row),
    awaitsPassword: row.password_changed_at === null,
    secondFactor: row.second_factor === 1,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
  };
}

export function scopeText(scope: Scope): string | null {
  return scope === null ? null : JSON.stringify({ robots: scope.robots, groups: scope.groups });
}

function scopeOf(kept: string | null): Scope {
  if (kept === null) return null;
  const { robots, groups }: LimitedScope = JSON.parse(kept);
  return { robots, groups };
}
