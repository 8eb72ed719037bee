import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { emptyDatabase } from './migrated-database.ts';

test('foreign keys and triggers are enforced, and still are after the database was exported', async () => {
  const { raw } = await emptyDatabase();
  raw.exec(`
    CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parents (id)) STRICT;
    CREATE TRIGGER parents_stay BEFORE DELETE ON parents BEGIN SELECT RAISE(ABORT, 'parents stay'); END;
    INSERT INTO parents VALUES (1);
  `);
  for (let save = 0; save < 2; save++) {
    expect(() => raw.exec('INSERT INTO children VALUES (1, 2)')).toThrow('FOREIGN KEY constraint failed');
    expect(() => raw.exec('REPLACE INTO parents VALUES (1)')).toThrow('parents stay');
    raw.export();
  }
});

test('what SQLite can store passes the dialect unchanged, and what it cannot is refused', async () => {
  const { db } = await emptyDatabase();
  const bytes = new Uint8Array([0, 255, 7]);
  const { rows } =
    await sql`SELECT ${'Đỗ 🤖'} AS text, ${2 ** 53 - 1} AS whole, ${0.1} AS fraction, ${bytes} AS bytes, ${null} AS missing`.execute(
      db,
    );
  expect(rows).toEqual([{ text: 'Đỗ 🤖', whole: 2 ** 53 - 1, fraction: 0.1, bytes, missing: null }]);
  await expect(sql`SELECT ${new Date(0)} AS moment`.execute(db)).rejects.toThrow('SQLite cannot store');
});

test('a failed transaction leaves nothing behind and the next one works', async () => {
  const { raw, db } = await emptyDatabase();
  raw.exec('CREATE TABLE numbers (n INTEGER PRIMARY KEY) STRICT');
  const twice = db.transaction().execute(async (transaction) => {
    await sql`INSERT INTO numbers VALUES (1)`.execute(transaction);
    await sql`INSERT INTO numbers VALUES (1)`.execute(transaction);
  });
  await expect(twice).rejects.toThrow('UNIQUE constraint failed');
  await db.transaction().execute((transaction) => sql`INSERT INTO numbers VALUES (2)`.execute(transaction));
  expect(raw.exec('SELECT n FROM numbers')[0]?.values).toEqual([[2]]);
});
