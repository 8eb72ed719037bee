import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Migration } from '../../../src-main/store/migrate.ts';
import { migrations } from '../../../src-main/store/migrations/all.ts';
import type { Db } from '../../../src-main/store/schema.ts';
import { refusalOf } from '../../support/store.ts';
import { emptyDatabase, migrate, migratedDatabase } from './migrated-database.ts';

const doors: Migration = { number: 1, name: 'doors', statements: ['CREATE TABLE doors (id INTEGER) STRICT'] };
const locks: Migration = { number: 2, name: 'locks', statements: ['CREATE TABLE locks (id INTEGER) STRICT'] };

test('the steps are numbered from 1 on, in their order, each with its own name', () => {
  const numbers = migrations.map(({ number }) => number);
  expect(numbers[0]).toBe(1);
  expect(numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))).toBe(true);
  expect(new Set(migrations.map(({ name }) => name)).size).toBe(migrations.length);
});

test('a new database goes through every step once, and an older one only through what it lacks', async () => {
  const database = await emptyDatabase();
  expect(await migrate(database, [doors], true, 1000)).toBe(1);
  expect(await migrate(database, [doors, locks], false, 2000)).toBe(1);
  expect(await migrate(database, [doors, locks], false, 3000)).toBe(0);
  expect(database.exec('SELECT * FROM schema_history')).toEqual([
    { number: 1, name: 'doors', applied_at: 1000 },
    { number: 2, name: 'locks', applied_at: 2000 },
  ]);
});

test('when one step fails, none has happened', async () => {
  const database = await migratedDatabase([doors]);
  const broken: Migration = { number: 3, name: 'broken', statements: ['CREATE TABLE doors (id INTEGER) STRICT'] };
  await expect(migrate(database, [doors, locks, broken], false, 2000)).rejects.toThrow('already exists');
  expect(database.exec("SELECT name FROM sqlite_schema WHERE name = 'locks'")).toEqual([]);
  expect(await migrate(database, [doors, locks], false, 3000)).toBe(1);
});

test('a database from a newer console is refused, saying so', async () => {
  const database = await migratedDatabase([doors, locks]);
  const refusal = await refusalOf(migrate(database, [doors], false, 2000));
  expect(refusal.code).toBe('STORE_SCHEMA_UNKNOWN');
  expect(refusal.message).toContain('made by a newer console');
  expect(refusal.details).toEqual({ found: 2, known: 1 });
});

test('a history that is not the beginning of ours is refused, naming the step', async () => {
  const database = await migratedDatabase([doors]);
  const refusal = await refusalOf(migrate(database, [{ ...locks, number: 1 }, doors], false, 2000));
  expect(refusal.code).toBe('STORE_SCHEMA_UNKNOWN');
  expect(refusal.message).toContain('"1 doors"');
});

test('a database of another program is refused', async () => {
  const database = await emptyDatabase();
  database.exec('CREATE TABLE songs (title TEXT)');
  expect((await refusalOf(migrate(database, [doors], false, 1000))).code).toBe('STORE_SCHEMA_UNKNOWN');
});

test('what a step does to the rows comes after its statements, and belongs to it', async () => {
  const rows = async (db: Db): Promise<void> => void (await sql`INSERT INTO doors VALUES (7)`.execute(db));
  const database = await migratedDatabase([{ ...doors, rows }]);
  expect(database.exec('SELECT id FROM doors')).toEqual([{ id: 7 }]);
  const broken: Migration = { ...locks, rows: () => Promise.reject(new Error('no such key')) };
  await expect(migrate(database, [doors, broken], false, 2000)).rejects.toThrow('no such key');
  expect(database.exec("SELECT name FROM sqlite_schema WHERE name = 'locks'")).toEqual([]);
});
