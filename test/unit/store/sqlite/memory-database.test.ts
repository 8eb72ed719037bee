import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openMemoryDatabase, type MemoryDatabase } from '../../../../src-main/store/sqlite/memory-database.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { createUser } from '../../../../src-main/store/repositories/users.ts';
import { newUser } from '../../../support/store.ts';
import { migratedDatabase } from '../migrated-database.ts';

async function empty(options = {}): Promise<MemoryDatabase> {
  const database = await openMemoryDatabase(null, options);
  onTestFinished(() => database.close());
  return database;
}

test('a statement reports what it changed, whatever is asked about it afterwards', async () => {
  const database: MemoryDatabase = await empty({ onQuery: () => database.exec('EXPLAIN QUERY PLAN SELECT 1') });
  database.record();
  database.exec('CREATE TABLE doors (id INTEGER); INSERT INTO doors VALUES (1), (2)');
  const result = await sql`UPDATE doors SET id = id + 10`.execute(database.db);
  expect(result.numAffectedRows).toBe(2n);
});

test('what changes the database is recorded, in order, with its parameters; what fails or only reads is not', async () => {
  const database = await migratedDatabase(migrations);
  const recorded = database.record();
  await createUser(database.db, newUser('Ann'));
  await expect(createUser(database.db, newUser('Bob', { id: 'id-of-Ann' }))).rejects.toThrow('UNIQUE');
  await database.db.selectFrom('users').selectAll().execute();
  await database.db.deleteFrom('users').where('id', '=', 'id-of-Ann').execute();
  const statements = recorded();
  expect(statements.map(({ sql: text }) => text.split(' ')[0])).toEqual(['insert', 'delete']);
  expect(statements[1]?.parameters).toEqual(['id-of-Ann']);
});

test.each([
  'INSERT INTO doors VALUES (1)',
  'UPDATE doors SET id = 2',
  'DELETE FROM doors',
  'CREATE TABLE locks (id INTEGER)',
  'WITH all_doors AS (SELECT 1) INSERT INTO doors SELECT * FROM all_doors',
])('a read cannot change anything: %s', async (statement) => {
  const database = await empty();
  database.exec('CREATE TABLE doors (id INTEGER)');
  await expect(sql.raw(statement).execute(database.db)).rejects.toThrow('a read must not change anything');
});

test.each(['BEGIN', 'PRAGMA foreign_keys = OFF', "ATTACH ':memory:' AS other", 'VACUUM', 'SAVEPOINT mine', 'ROLLBACK'])(
  'a repository has no say in what belongs to the store: %s',
  async (statement) => {
    const database = await empty();
    database.record();
    await expect(sql.raw(statement).execute(database.db)).rejects.toThrow('only the store itself');
  },
);

test.each([
  'random()',
  'randomblob(4)',
  'last_insert_rowid()',
  'changes()',
  'total_changes()',
  "date('now')",
  "datetime('now', 'localtime')",
  "strftime('%s', 'now')",
  'unixepoch()',
  'julianday()',
  "time('now')",
  "timediff('now', 'now')",
  'CURRENT_TIMESTAMP',
  'CURRENT_DATE',
  'CURRENT_TIME',
])('what would be another value when the journal is replayed cannot enter it: %s', async (expression) => {
  const database = await empty();
  database.record();
  database.exec('CREATE TABLE doors (at)');
  await expect(sql.raw(`INSERT INTO doors VALUES (${expression})`).execute(database.db)).rejects.toThrow(
    /not allowed here|unsafe use/,
  );
});

test.each([
  ['a default', 'CREATE TABLE doors (id INTEGER, at TEXT DEFAULT CURRENT_TIMESTAMP)'],
  [
    'a trigger',
    `CREATE TABLE doors (id INTEGER, at);
     CREATE TRIGGER stamp AFTER INSERT ON doors BEGIN UPDATE doors SET at = random(); END`,
  ],
])('nor through %s', async (_way, schema) => {
  const database = await empty();
  database.record();
  database.exec(schema);
  await expect(sql`INSERT INTO doors (id) VALUES (1)`.execute(database.db)).rejects.toThrow(/not allowed|unsafe use/);
});

test('an export leaves the database as usable and as guarded as before', async () => {
  const database = await migratedDatabase(migrations);
  await createUser(database.db, newUser('Ann'));
  const copy = await openMemoryDatabase(database.export());
  onTestFinished(() => copy.close());
  expect(await copy.db.selectFrom('users').select('id').execute()).toEqual([{ id: 'id-of-Ann' }]);
  await createUser(database.db, newUser('Bob'));
  await expect(sql`SELECT random()`.execute(database.db)).rejects.toThrow('not allowed here');
  const orphan = sql`INSERT INTO settings VALUES ('a', '1', 0, 'nobody')`.execute(database.db);
  await expect(orphan).rejects.toThrow('FOREIGN KEY');
});

test.each([Number.NaN, Infinity, 10n, true, undefined])(
  'a value that SQLite would change is refused: %s',
  async (value) => {
    const database = await empty();
    await expect(sql`SELECT ${value}`.execute(database.db)).rejects.toThrow('cannot keep');
  },
);
