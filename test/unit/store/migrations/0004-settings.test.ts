import { expect, test } from 'vitest';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { changeSetting, readSetting } from '../../../../src-main/store/repositories/settings.ts';
import { createUser } from '../../../../src-main/store/repositories/users.ts';
import type { MemoryDatabase } from '../../../../src-main/store/sqlite/memory-database.ts';
import { newUser } from '../../../support/store.ts';
import { migratedDatabase } from '../migrated-database.ts';

async function withPerson(): Promise<MemoryDatabase> {
  const database = await migratedDatabase(migrations);
  await createUser(database.db, newUser('Lan'));
  return database;
}

test.each([
  ['a text', 'tiếng Việt'],
  ['a number', 0.25],
  ['nothing on purpose', null],
  ['false', false],
  ['a list', [1, 'two', null]],
  ['an object', { daily: { hour: 3, to: 'D:\\backups' } }],
])('a setting is kept as it was made: %s', async (_what, value) => {
  const { db } = await withPerson();
  await changeSetting(db, { key: 'a', value, at: 1, by: 'id-of-Lan' });
  expect(await readSetting(db, { key: 'a' })).toEqual(value);
});

test('one that is made again takes the place of the one before, with who and when', async () => {
  const { db, exec } = await withPerson();
  expect(await readSetting(db, { key: 'a' })).toBeNull();
  await changeSetting(db, { key: 'a', value: 1, at: 1, by: 'id-of-Lan' });
  await changeSetting(db, { key: 'b', value: 5, at: 2, by: null });
  await changeSetting(db, { key: 'a', value: 2, at: 3, by: null });
  expect(exec('SELECT * FROM settings ORDER BY key')).toEqual([
    { key: 'a', value: '2', changed_at: 3, changed_by: null },
    { key: 'b', value: '5', changed_at: 2, changed_by: null },
  ]);
});

test('whoever made a setting is an account, and stays one', async () => {
  const { db, exec } = await withPerson();
  await expect(changeSetting(db, { key: 'a', value: 1, at: 1, by: 'nobody' })).rejects.toThrow('FOREIGN KEY');
  await changeSetting(db, { key: 'a', value: 1, at: 1, by: 'id-of-Lan' });
  await expect(changeSetting(db, { key: 'a', value: 1, at: 1, by: 'nobody' })).rejects.toThrow('FOREIGN KEY');
  expect(() => exec('DELETE FROM users')).toThrow('FOREIGN KEY');
  expect(() => exec("UPDATE users SET id = 'another'")).toThrow('FOREIGN KEY');
});

test.each([
  ['an empty key', "'', '1', 0, NULL"],
  ['no key', "NULL, '1', 0, NULL"],
  ['a value that is no JSON', "'a', 'oops', 0, NULL"],
  ['no value', "'a', NULL, 0, NULL"],
  ['a time before 1970', "'a', '1', -1, NULL"],
  ['text for a time', "'a', '1', 'yesterday', NULL"],
  ['a second setting with the same key', "'taken', '1', 0, NULL"],
])('the table itself refuses %s', async (_what, values) => {
  const { db, exec } = await withPerson();
  await changeSetting(db, { key: 'taken', value: 1, at: 1, by: null });
  expect(() => exec(`INSERT INTO settings VALUES (${values})`)).toThrow(/constraint failed|cannot store/);
});
