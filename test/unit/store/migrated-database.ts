import { onTestFinished } from 'vitest';
import { applyMigrations, pendingMigrations, type Migration } from '../../../src-main/store/migrate.ts';
import { openMemoryDatabase, type MemoryDatabase } from '../../../src-main/store/sqlite/memory-database.ts';

/** An empty database on which a test may change things without a journal. */
export async function emptyDatabase(): Promise<MemoryDatabase> {
  const database = await openMemoryDatabase(null);
  onTestFinished(() => database.close());
  database.record();
  return database;
}

/** The pending steps of `migrations` in one transaction, as the store takes them; answers how many there were. */
export async function migrate(
  { db, control }: MemoryDatabase,
  migrations: readonly Migration[],
  fresh: boolean,
  at: number,
): Promise<number> {
  const pending = await pendingMigrations(db, migrations, fresh);
  control('BEGIN');
  try {
    await applyMigrations(db, pending, fresh, at);
    control('COMMIT');
  } catch (error) {
    control('ROLLBACK');
    throw error;
  }
  return pending.length;
}

export async function migratedDatabase(migrations: readonly Migration[]): Promise<MemoryDatabase> {
  const database = await emptyDatabase();
  await migrate(database, migrations, true, 1);
  return database;
}
