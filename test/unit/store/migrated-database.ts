import { Kysely } from 'kysely';
import initSqlJs from 'sql.js/dist/sql-wasm-inline.js';
import type { Database } from 'sql.js';
import { onTestFinished } from 'vitest';
import { PRAGMAS } from '../../../src-main/store/database.ts';
import { migrate, type Migration } from '../../../src-main/store/migrate.ts';
import type { Db, Schema } from '../../../src-main/store/schema.ts';
import { sqlJsDialect } from '../../../src-main/store/sqljs-dialect.ts';

export async function emptyDatabase(): Promise<{ raw: Database; db: Db }> {
  const raw = new (await initSqlJs()).Database();
  onTestFinished(() => raw.close());
  raw.exec(PRAGMAS);
  return { raw, db: new Kysely<Schema>({ dialect: sqlJsDialect(raw) }) };
}

export async function migratedDatabase(migrations: readonly Migration[]): Promise<{ raw: Database; db: Db }> {
  const database = await emptyDatabase();
  await migrate(database.db, migrations, true, 1);
  return database;
}
