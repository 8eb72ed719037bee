import type { CustomRole, RoleChange } from '../../access/roles/custom-role.ts';
import type { RoleId } from '../../access/roles.ts';
import { ConsoleError } from '../../errors.ts';
import type { Db } from '../schema.ts';

export interface KeptRole extends CustomRole {
  /** The name in the form in which two names are the same role. */
  readonly canonicalName: string;
}

/** The roles of the plant's own, by name. */
export async function listRoles(db: Db): Promise<CustomRole[]> {
  const roles = await db.selectFrom('roles').select(['id', 'name', 'inherits']).orderBy('canonical_name').execute();
  const changes = await db
    .selectFrom('role_changes')
    .selectAll()
    .where('role_id', 'in', (query) => query.selectFrom('roles').select('id'))
    .orderBy('role_id')
    .orderBy('resource')
    .orderBy('action')
    .execute();
  return roles.flatMap(({ id, name, inherits }) =>
    inherits === null
      ? []
      : [{ id, name, inherits, changes: changes.filter(({ role_id: of }) => of === id).map(toChange) }],
  );
}

/** How many accounts have each role that anybody has; the deleted ones apart. */
export async function countPeople(
  db: Db,
): Promise<{ readonly role: RoleId; readonly people: number; readonly deleted: number }[]> {
  return db
    .selectFrom('users')
    .select((eb) => ['role', eb.fn.countAll<number>().as('all'), eb.fn.count<number>('deleted_at').as('deleted')])
    .groupBy('role')
    .execute()
    .then((rows) => rows.map(({ role, all, deleted }) => ({ role, people: all - deleted, deleted })));
}

/** @throws ConsoleError ROLE_NAME_TAKEN; ROLE_UNKNOWN when there is nothing of that id to inherit from */
export async function createRole(db: Db, role: KeptRole): Promise<void> {
  await requireRole(db, role.inherits);
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('roles')
    .values({ id: role.id, name: role.name, canonical_name: role.canonicalName, inherits: role.inherits })
    .onConflict((conflict) => conflict.column('canonical_name').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) throw nameTaken(role.name);
  await keepChanges(db, role);
}

/** @throws ConsoleError ROLE_UNKNOWN, ROLE_NAME_TAKEN; ROLE_INVALID when it would inherit from itself */
export async function editRole(db: Db, role: KeptRole): Promise<void> {
  await requireRole(db, role.inherits);
  const { id, name, canonicalName, inherits } = role;
  const same = await db
    .selectFrom('roles')
    .select('id')
    .where('canonical_name', '=', canonicalName)
    .where('id', '<>', id)
    .executeTakeFirst();
  if (same) throw nameTaken(name);
  const { numUpdatedRows } = await db
    .updateTable('roles')
    .set({ name, canonical_name: canonicalName, inherits })
    .where('id', '=', id)
    .where('inherits', 'is not', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw roleUnknown(id);
  await requireEnd(db, id);
  await db.deleteFrom('role_changes').where('role_id', '=', id).execute();
  await keepChanges(db, role);
}

/** @throws ConsoleError ROLE_UNKNOWN; ROLE_IN_USE {people, deleted, roles} while accounts or other roles rest on it */
export async function deleteRole(db: Db, { id }: { readonly id: RoleId }): Promise<void> {
  const used = (await countPeople(db)).find(({ role }) => role === id) ?? { people: 0, deleted: 0 };
  const heirs = await db.selectFrom('roles').select('id').where('inherits', '=', id).execute();
  if (used.people + used.deleted + heirs.length > 0) {
    const facts = { people: used.people, deleted: used.deleted, roles: heirs.length };
    throw new ConsoleError('ROLE_IN_USE', `accounts or roles rest on the role ${id}`, facts);
  }
  await db.deleteFrom('role_changes').where('role_id', '=', id).execute();
  const { numDeletedRows } = await db
    .deleteFrom('roles')
    .where('id', '=', id)
    .where('inherits', 'is not', null)
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) throw roleUnknown(id);
}

/** @throws ConsoleError ROLE_UNKNOWN */
export async function requireRole(db: Db, id: RoleId): Promise<void> {
  if (!(await db.selectFrom('roles').select('id').where('id', '=', id).executeTakeFirst())) throw roleUnknown(id);
}

/** Every role rests on a built-in one in the end. */
async function requireEnd(db: Db, id: RoleId): Promise<void> {
  const passed = new Set<RoleId>();
  for (let next: RoleId | null = id; next !== null;) {
    if (passed.has(next))
      throw new ConsoleError('ROLE_INVALID', `the role ${id} inherits from itself`, { rule: 'circle' });
    passed.add(next);
    const row: { inherits: RoleId | null } | undefined = await db
      .selectFrom('roles')
      .select('inherits')
      .where('id', '=', next)
      .executeTakeFirst();
    next = row?.inherits ?? null;
  }
}

async function keepChanges(db: Db, { id, changes }: KeptRole): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ resource, action, granted, reason }) => ({
    role_id: id,
    resource,
    action,
    granted: granted ? (1 as const) : (0 as const),
    reason,
  }));
  await db.insertInto('role_changes').values(rows).execute();
}

function toChange(row: { resource: string; action: string; granted: 0 | 1; reason: string }): RoleChange {
  // a right that this console does not know (any more) is passed over by whoever reads the changes
  const { resource, action } = row as Pick<RoleChange, 'resource' | 'action'>;
  return { resource, action, granted: row.granted === 1, reason: row.reason };
}

const nameTaken = (name: string) => new ConsoleError('ROLE_NAME_TAKEN', `the name ${name} is taken`, { name });
const roleUnknown = (id: RoleId) => new ConsoleError('ROLE_UNKNOWN', `there is no role ${id.slice(0, 64)} to use`, {});
