import { Kysely } from 'kysely';
import type { Database, Statement } from 'sql.js';
import initSqlJs from 'sql.js/dist/sql-wasm-inline.js';
import type { Statement as Change } from '../journal/record.ts';
import type { Db, Schema } from '../schema.ts';
import { forbidNonDeterminism } from './determinism.ts';
import { letPrepared, memoryDialect, type Query, type Runs } from './dialect.ts';
import { statementCache, type Row } from './statements.ts';

/** A whole SQLite database in memory. */
export interface MemoryDatabase {
  readonly db: Db;
  readonly statements: { readonly hits: number; readonly misses: number };
  /** Runs SQL of the store's own (pragmas, checks), answers the rows of its last statement. */
  exec(sql: string): Row[];
  /** Begins, ends or undoes a transaction or a part of one. */
  control(step: TransactionStep): void;
  /** Runs one statement again that was recorded before. */
  replay(change: Change): void;
  /** From now until the answer is called, changes are allowed, and are the answer's answer. */
  record(): () => readonly Change[];
  /** The database as the bytes of an SQLite file. Not inside a transaction. */
  export(): Uint8Array;
  close(): void;
}

export type TransactionStep =
  'BEGIN' | 'COMMIT' | 'ROLLBACK' | 'SAVEPOINT change' | 'RELEASE change' | 'ROLLBACK TO change';

export interface MemoryDatabaseOptions {
  /** Called after each statement of `db`; `ms` it took. */
  readonly onQuery?: (query: Query, ms: number) => void;
}

/**
 * Memory needs no protection from a power cut, only from itself: journal_mode keeps rollback working, the rest are
 * SQLite's own recommendations for data that somebody else may have touched. locking_mode spares each transaction the
 * look whether somebody else has changed the file, which only this process has. recursive_triggers lets the triggers that
 * protect the audit records see the deletion hidden in a REPLACE.
 */
const PRAGMAS = `
  PRAGMA journal_mode = MEMORY;
  PRAGMA synchronous = OFF;
  PRAGMA temp_store = MEMORY;
  PRAGMA foreign_keys = ON;
  PRAGMA recursive_triggers = ON;
  PRAGMA trusted_schema = OFF;
  PRAGMA locking_mode = EXCLUSIVE;
`;

/**
 * Loads a database from the bytes of an SQLite file, or begins an empty one.
 *
 * @throws Error SQLite's own, for bytes that are no database
 */
export async function openMemoryDatabase(
  bytes: Uint8Array | null,
  { onQuery = () => {} }: MemoryDatabaseOptions = {},
): Promise<MemoryDatabase> {
  const sqlJs = await initSqlJs();
  const database: Database = new sqlJs.Database(bytes);
  const statements = statementCache(() => database);
  const steps = new Map<TransactionStep, Statement>();
  let recorded: Change[] | null = null;

  function prepare(): void {
    database.exec(PRAGMAS);
    forbidNonDeterminism(database);
  }
  try {
    prepare();
  } catch (error) {
    // the bytes were none of SQLite's
    database.close();
    throw error;
  }

  const runs: Runs = {
    run({ sql, parameters }) {
      const statement = statements.get(sql);
      if (statement.changes && !recorded) throw new Error(`a read must not change anything: ${sql.slice(0, 40)}`);
      const started = performance.now();
      const rows = statement.run(parameters);
      const ms = performance.now() - started;
      const changes = statement.changes ? database.getRowsModified() : 0;
      // not before it has succeeded: what fails changes nothing, and a repository may go on after it
      if (statement.changes) recorded?.push({ sql, parameters });
      // last: who looks at slow statements runs some of its own
      onQuery({ sql, parameters }, ms);
      return { rows, changes };
    },
  };
  const db = new Kysely<Schema>({ dialect: memoryDialect(runs) });
  letPrepared(db, runs);

  return {
    db,
    statements,
    exec(sql) {
      const last = database.exec(sql).at(-1);
      return (last?.values ?? []).map((values) =>
        Object.fromEntries((last?.columns ?? []).map((column, index) => [column, values[index]])),
      );
    },
    control(step) {
      let statement = steps.get(step);
      if (!statement) steps.set(step, (statement = database.prepare(step)));
      statement.step();
      statement.reset();
    },
    replay: ({ sql, parameters }) => void statements.get(sql).run(parameters),
    record() {
      const mine: Change[] = [];
      recorded = mine;
      return () => {
        recorded = null;
        return mine;
      };
    },
    export() {
      statements.clear();
      steps.clear();
      // sql.js closes the database for this, and opens it again without anything that was set
      const bytesNow = database.export();
      prepare();
      return bytesNow;
    },
    close: () => database.close(),
  };
}
