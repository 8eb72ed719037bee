import { expect, test } from 'vitest';
import { users } from '../../../../src-main/store/migrations/0001-users.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { findCredentials } from '../../../../src-main/store/repositories/credentials.ts';
import { createUser } from '../../../../src-main/store/repositories/users.ts';
import { newUser } from '../../../support/store.ts';
import { migratedDatabase } from '../migrated-database.ts';

test('an account is kept as it was given', async () => {
  const { db } = await migratedDatabase(migrations);
  await createUser(db, newUser('Lan', { displayName: 'Nguyễn Thị Lan' }));
  expect(await findCredentials(db, { canonicalName: 'lan' })).toEqual({
    user: {
      id: 'id-of-Lan',
      username: 'Lan',
      displayName: 'Nguyễn Thị Lan',
      role: 'operator',
      roleName: 'Operator',
      scope: null,
      status: 'active',
      awaitsPassword: false,
      secondFactor: false,
      createdAt: 1_767_225_600_000,
      lastSignInAt: null,
    },
    passwordHash: 'a hash',
    passwordChangedAt: 1_767_225_600_000,
    formerHashes: [],
    secret: null,
    secondFactor: null,
    recoveryCodes: [],
  });
});

test.each([
  ['a role that does not exist', "'1', 'a', 'a', 'A', 'owner', 'hash', 0, NULL"],
  ['an empty id', "'', 'a', 'a', 'A', 'viewer', 'hash', 0, NULL"],
  ['an empty username', "'1', '', 'a', 'A', 'viewer', 'hash', 0, NULL"],
  ['an empty password hash', "'1', 'a', 'a', 'A', 'viewer', '', 0, NULL"],
  ['no password hash', "'1', 'a', 'a', 'A', 'viewer', NULL, 0, NULL"],
  ['text for a time', "'1', 'a', 'a', 'A', 'viewer', 'hash', 'yesterday', NULL"],
  ['a time before 1970', "'1', 'a', 'a', 'A', 'viewer', 'hash', -1, NULL"],
  ['a second account with the same canonical name', "'1', 'Taken', 'taken', 'A', 'viewer', 'hash', 0, NULL"],
  ['a second account with the same id', "'id-of-taken', 'a', 'a', 'A', 'viewer', 'hash', 0, NULL"],
])('the table itself refuses %s', async (_case, values) => {
  const { exec } = await migratedDatabase([users]);
  exec(`INSERT INTO users VALUES ('id-of-taken', 'taken', 'taken', 'T', 'viewer', 'a hash', 0, NULL)`);
  expect(() => exec(`INSERT INTO users VALUES (${values})`)).toThrow(/constraint failed|cannot store/);
});
