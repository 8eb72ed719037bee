import { describe, expect, test } from 'vitest';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { assignRole, assignScope } from '../../../../src-main/store/repositories/account-changes.ts';
import {
  countPeople,
  createRole,
  deleteRole,
  editRole,
  listRoles,
  type KeptRole,
} from '../../../../src-main/store/repositories/roles.ts';
import { createUser, findUser, pageUsers } from '../../../../src-main/store/repositories/users.ts';
import { newUser, refusalOf } from '../../../support/store.ts';
import { migrate, migratedDatabase } from '../migrated-database.ts';

const LEAD: KeptRole = {
  id: 'role-1',
  name: 'Hall lead',
  canonicalName: 'hall lead',
  inherits: 'operator',
  changes: [{ resource: 'alarm', action: 'view', granted: true, reason: 'answers for the hall' }],
};
const NIGHT: KeptRole = {
  ...LEAD,
  id: 'role-2',
  name: 'Night',
  canonicalName: 'night',
  inherits: 'role-1',
  changes: [],
};

async function withRoles() {
  const database = await migratedDatabase(migrations);
  const { db } = database;
  await createUser(db, newUser('Ann', { role: 'administrator' }));
  await createRole(db, LEAD);
  await createRole(db, NIGHT);
  return database;
}

test('accounts from before keep their role, and their rights are good for the whole plant', async () => {
  const database = await migratedDatabase(migrations.slice(0, 9));
  const values = "'a hash', 7, NULL, NULL, NULL, 7, ''";
  for (const role of ['administrator', 'supervisor', 'operator', 'viewer']) {
    database.exec(`INSERT INTO users VALUES ('${role}', 'U', '${role}', 'U', '${role}', ${values})`);
  }
  await migrate(database, migrations, false, 9);
  for (const role of ['administrator', 'supervisor', 'operator', 'viewer']) {
    expect(await findUser(database.db, { id: role })).toMatchObject({ role, scope: null, status: 'active' });
  }
  expect(await listRoles(database.db)).toEqual([]);
});

test('roles are kept as they were given, and the accounts that have them are counted', async () => {
  const { db } = await withRoles();
  await createUser(db, newUser('Bob', { role: 'role-1', scope: { robots: ['hoist-1'], groups: ['Hall A'] } }));
  const { canonicalName: _lead, ...lead } = LEAD;
  const { canonicalName: _night, ...night } = NIGHT;
  expect(await listRoles(db)).toEqual([lead, night]);
  expect(await findUser(db, { id: 'id-of-Bob' })).toMatchObject({
    role: 'role-1',
    roleName: 'Hall lead',
    scope: { robots: ['hoist-1'], groups: ['Hall A'] },
  });
  expect(await countPeople(db)).toContainEqual({ role: 'role-1', people: 1, deleted: 0 });
  await editRole(db, { ...LEAD, name: 'Lead', canonicalName: 'lead', inherits: 'viewer', changes: [] });
  expect((await listRoles(db))[0]).toMatchObject({ id: 'role-1', name: 'Lead', inherits: 'viewer', changes: [] });
  const query = { search: '', status: 'present', descending: false, offset: 0, limit: 9 } as const;
  const byRole = await pageUsers(db, { ...query, role: null, order: 'role' });
  expect(byRole.users.map(({ roleName }) => roleName)).toEqual(['Administrator', 'Lead']);
  expect(await pageUsers(db, { ...query, role: 'role-1', order: 'username' })).toMatchObject({ total: 1 });
});

describe('a change of roles is refused by name when', () => {
  test.each([
    ['the name is taken', (db) => createRole(db, { ...NIGHT, id: 'role-3' }), 'ROLE_NAME_TAKEN'],
    ['the new name is', (db) => editRole(db, { ...NIGHT, canonicalName: 'hall lead' }), 'ROLE_NAME_TAKEN'],
    [
      'the name is a built-in role’s',
      (db) => createRole(db, { ...LEAD, id: 'x', canonicalName: 'viewer' }),
      'ROLE_NAME_TAKEN',
    ],
    ['there is nothing to inherit from', (db) => editRole(db, { ...LEAD, inherits: 'gone' }), 'ROLE_UNKNOWN'],
    ['the role is not there', (db) => editRole(db, { ...LEAD, id: 'gone', canonicalName: 'gone' }), 'ROLE_UNKNOWN'],
    ['it would inherit from itself', (db) => editRole(db, { ...LEAD, inherits: 'role-2' }), 'ROLE_INVALID'],
    ['another one rests on it', (db) => deleteRole(db, { id: 'role-1' }), 'ROLE_IN_USE'],
    ['an account has it', (db) => deleteRole(db, { id: 'administrator' }), 'ROLE_IN_USE'],
    ['it is a built-in one', (db) => deleteRole(db, { id: 'viewer' }), 'ROLE_UNKNOWN'],
    [
      'an account would get one that is not there',
      (db) => assignRole(db, { id: 'id-of-Ann', role: 'x' }),
      'ROLE_UNKNOWN',
    ],
    ['a new account would', (db) => createUser(db, newUser('Dan', { role: 'x' })), 'ROLE_UNKNOWN'],
    [
      'the last administrator would be left with a part of the plant',
      (db) => assignScope(db, { id: 'id-of-Ann', scope: { robots: [], groups: [] } }),
      'LAST_ADMINISTRATOR',
    ],
  ] as [string, (db: Parameters<typeof listRoles>[0]) => Promise<void>, string][])('%s', async (_why, change, code) => {
    const { db } = await withRoles();
    expect((await refusalOf(change(db))).code).toBe(code);
  });
});

test('a role of the plant’s own with an administrator’s rights is no administrator: its rights can be taken away', async () => {
  const { db } = await withRoles();
  await editRole(db, { ...LEAD, inherits: 'administrator' });
  await createUser(db, newUser('Bob', { role: 'role-1' }));
  expect((await refusalOf(assignRole(db, { id: 'id-of-Ann', role: 'viewer' }))).code).toBe('LAST_ADMINISTRATOR');
});

test.each([
  [
    'an account without a role',
    "INSERT INTO users (id, username, canonical_name, display_name, password_hash, created_at) VALUES ('1', 'u', 'u', 'U', 'h', 0)",
    'no such role',
  ],
  ['an account with a role that is none', "UPDATE users SET role = 'owner'", 'no such role'],
  ['a scope that is no JSON', "UPDATE users SET scope = 'all'", 'CHECK constraint'],
  ['a scope without groups', `UPDATE users SET scope = '{"robots":[]}'`, 'CHECK constraint'],
  ['another built-in role', "INSERT INTO roles VALUES ('owner', 'Owner', 'owner', NULL)", 'rests on another one'],
  ['a built-in role that is renamed', "UPDATE roles SET name = 'Boss' WHERE id = 'administrator'", 'never change'],
  ['a role that becomes a built-in one', "UPDATE roles SET inherits = NULL WHERE id = 'role-1'", 'never change'],
  ['a role with another id', "UPDATE roles SET id = 'role-9' WHERE id = 'role-2'", 'keep their ids'],
  ['a built-in role that goes', "DELETE FROM roles WHERE id = 'supervisor'", 'never deleted'],
  ['a role in use that goes', "DELETE FROM roles WHERE id = 'role-3'", 'in use'],
  ['a role that others inherit from and that goes', "DELETE FROM roles WHERE id = 'role-1'", 'FOREIGN KEY'],
  [
    'a built-in role that is described',
    "INSERT INTO role_changes VALUES ('viewer', 'user', 'view', 1, 'a good reason')",
    'never change',
  ],
  [
    'a change without a reason',
    "INSERT INTO role_changes VALUES ('role-2', 'user', 'view', 1, 'short')",
    'CHECK constraint',
  ],
])('the tables themselves refuse %s', async (_what, statement, why) => {
  const { db, exec } = await withRoles();
  await createRole(db, { ...NIGHT, id: 'role-3', canonicalName: 'third', inherits: 'viewer' });
  await createUser(db, newUser('Cleo', { role: 'role-3' }));
  expect(() => exec(statement)).toThrow(why);
});
