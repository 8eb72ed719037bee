import { CompiledQuery } from 'kysely';
import { ConsoleError } from '../errors.ts';
import type { Db } from './schema.ts';

/** One step of the schema, forward only. */
export interface Migration {
  /** 1 for the first, then always a larger one; it stays what it is once it has been released. */
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
  /** Comes after the statements. */
  readonly rows?: RowStep;
}

/**
 * What cannot be said in SQL: the same rows always become the same rows, through `db` alone, so that the journal holds
 * all of it. Does nothing to a database without rows.
 *
 * @throws ConsoleError STORE_SCHEMA_UNKNOWN when the rows are none that it knows; nothing is changed then
 */
export type RowStep = (db: Db) => Promise<void>;

/** The step as it concerns a database without rows: plain data, which crosses to another thread. */
export function schemaOnly({ number, name, statements }: Migration): Migration {
  return { number, name, statements };
}

const SCHEMA_HISTORY = `CREATE TABLE schema_history (
  number INTEGER PRIMARY KEY CHECK (number >= 1),
  name TEXT NOT NULL,
  applied_at INTEGER NOT NULL
) STRICT`;

/**
 * The steps that a database still has to go through.
 *
 * @param fresh the database is new and empty; any other must bring a history of ours
 * @throws ConsoleError STORE_SCHEMA_UNKNOWN when the database's history is not the beginning of `migrations`
 */
export async function pendingMigrations(
  db: Db,
  migrations: readonly Migration[],
  fresh: boolean,
): Promise<readonly Migration[]> {
  return migrations.slice(fresh ? 0 : await countApplied(db, migrations));
}

/**
 * Applies `pending` steps, inside the transaction that the caller has begun.
 *
 * @param fresh the database is new and empty
 * @param at wall clock, ms, recorded with each step
 */
export async function applyMigrations(
  db: Db,
  pending: readonly Migration[],
  fresh: boolean,
  at: number,
): Promise<void> {
  if (fresh) await db.executeQuery(CompiledQuery.raw(SCHEMA_HISTORY));
  for (const { number, name, statements, rows } of pending) {
    for (const statement of statements) await db.executeQuery(CompiledQuery.raw(statement));
    await rows?.(db);
    await db.insertInto('schema_history').values({ number, name, applied_at: at }).execute();
  }
}

/** How many of `migrations` the database has been through. */
async function countApplied(db: Db, migrations: readonly Migration[]): Promise<number> {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === 'schema_history')) {
    throw unknownSchema('the database was not made by this console: it has no schema history', {});
  }
  const history = await db.selectFrom('schema_history').select(['number', 'name']).orderBy('number').execute();
  for (const [index, step] of history.entries()) {
    const ours = migrations[index];
    if (!ours) {
      throw unknownSchema(
        `the database was made by a newer console: its schema is at step ${history.length}, this console knows ${migrations.length}`,
        { found: history.length, known: migrations.length },
      );
    }
    if (ours.number !== step.number || ours.name !== step.name) {
      throw unknownSchema(
        `the database comes from another line of the console: step ${index + 1} is "${step.number} ${step.name}" where this console has "${ours.number} ${ours.name}"`,
        { found: step.name, known: ours.name },
      );
    }
  }
  return history.length;
}

function unknownSchema(message: string, details: Record<string, string | number>): ConsoleError {
  return new ConsoleError('STORE_SCHEMA_UNKNOWN', message, details);
}
