import type { RoleId } from '../../access/roles.ts';
import type { Scope } from '../../access/scope.ts';
import { ConsoleError } from '../../errors.ts';
import type { Db, Schema } from '../schema.ts';
import { requireRole } from './roles.ts';
import { endSessionsOf } from './sessions.ts';
import { scopeText } from './users.ts';

interface OfUser {
  readonly id: string;
}

/** @throws ConsoleError ACCOUNT_UNKNOWN */
export function editUser(
  db: Db,
  { id, displayName, searchText }: OfUser & { readonly displayName: string; readonly searchText: string },
): Promise<void> {
  return change(db, id, { display_name: displayName, search_text: searchText });
}

/** @throws ConsoleError ACCOUNT_UNKNOWN, ROLE_UNKNOWN, LAST_ADMINISTRATOR */
export async function assignRole(db: Db, { id, role }: OfUser & { readonly role: RoleId }): Promise<void> {
  await requireRole(db, role);
  await change(db, id, { role });
  await requireAdministrator(db);
}

/** @throws ConsoleError ACCOUNT_UNKNOWN, LAST_ADMINISTRATOR */
export async function assignScope(db: Db, { id, scope }: OfUser & { readonly scope: Scope }): Promise<void> {
  await change(db, id, { scope: scopeText(scope) });
  await requireAdministrator(db);
}

/**
 * Disables an account, which ends its sessions, or enables it.
 *
 * @param disabledAt wall clock, ms; null enables it
 * @throws ConsoleError ACCOUNT_UNKNOWN, LAST_ADMINISTRATOR
 */
export async function disableUser(
  db: Db,
  { id, disabledAt }: OfUser & { readonly disabledAt: number | null },
): Promise<void> {
  await change(db, id, { disabled_at: disabledAt });
  if (disabledAt !== null) await endSessionsOf(db, { userId: id, except: null, at: disabledAt, by: 'account' });
  await requireAdministrator(db);
}

/**
 * Deletes an account so that it can be restored, which ends its sessions; or restores it.
 *
 * @param deletedAt wall clock, ms; null restores it
 * @throws ConsoleError ACCOUNT_UNKNOWN, LAST_ADMINISTRATOR
 */
export async function deleteUser(
  db: Db,
  { id, deletedAt }: OfUser & { readonly deletedAt: number | null },
): Promise<void> {
  await change(db, id, { deleted_at: deletedAt });
  if (deletedAt !== null) await endSessionsOf(db, { userId: id, except: null, at: deletedAt, by: 'account' });
  await requireAdministrator(db);
}

/** @throws ConsoleError ACCOUNT_UNKNOWN */
export async function change(db: Db, id: string, values: Partial<Schema['users']>): Promise<void> {
  const { numUpdatedRows } = await db.updateTable('users').set(values).where('id', '=', id).executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new ConsoleError('ACCOUNT_UNKNOWN', `no account has the id ${id}`);
}

/**
 * Somebody must remain who can administer: an administrator of the whole plant who may sign in and has a password of
 * their own. The role must be the built-in one: what the plant's own roles may do can be taken from them. Asked after the
 * change, in its transaction: of two administrators who disable each other one comes through.
 *
 * @throws ConsoleError LAST_ADMINISTRATOR
 */
export async function requireAdministrator(db: Db): Promise<void> {
  const one = await db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'administrator')
    .where('scope', 'is', null)
    .where('disabled_at', 'is', null)
    .where('deleted_at', 'is', null)
    .where('password_changed_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  if (!one) throw new ConsoleError('LAST_ADMINISTRATOR', 'nobody could administer the console any more');
}
