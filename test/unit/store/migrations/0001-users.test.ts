import { expect, test } from 'vitest';
import { users } from '../../../../src-main/store/migrations/0001-users.ts';
import { createUser, findUserByCanonicalName } from '../../../../src-main/store/repositories/users.ts';
import { newUser } from '../../../support/store.ts';
import { migratedDatabase } from '../migrated-database.ts';

test('an account is kept as it was given', async () => {
  const { db } = await migratedDatabase([users]);
  await createUser(db, newUser('Lan', { displayName: 'Nguyễn Thị Lan' }));
  expect(await findUserByCanonicalName(db, { canonicalName: 'lan' })).toEqual({
    id: 'id-of-Lan',
    username: 'Lan',
    canonicalName: 'lan',
    displayName: 'Nguyễn Thị Lan',
    role: 'operator',
    passwordHash: 'a hash',
    createdAt: 1_767_225_600_000,
    lastSignInAt: null,
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
  const { exec, db } = await migratedDatabase([users]);
  await createUser(db, newUser('taken'));
  expect(() => exec(`INSERT INTO users VALUES (${values})`)).toThrow(/constraint failed|cannot store/);
});
