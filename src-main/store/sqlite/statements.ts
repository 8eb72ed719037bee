import type { Database, SqlValue, Statement as SqlJsStatement } from 'sql.js';
import type { SqlParameter } from '../journal/record.ts';

export type Row = Record<string, unknown>;

/** A statement that is compiled once and kept. */
export interface PreparedStatement {
  /** It may change the database, so it belongs into the journal. */
  readonly changes: boolean;
  /** Runs it to its end and answers its rows; throws SQLite's own error. */
  run(parameters: readonly SqlParameter[]): Row[];
}

export interface StatementCache {
  get(sql: string): PreparedStatement;
  readonly hits: number;
  readonly misses: number;
  /** Forgets all of them: the database was closed under them. */
  clear(): void;
}

/** More texts than this are not reused anyway: each is compiled again (a list in `IN (...)` has many lengths). */
const MOST = 500;

/** @throws Error from `get` for statements that only the store itself may use: transactions, pragmas, attaching */
export function statementCache(database: () => Database): StatementCache {
  const kept = new Map<string, PreparedStatement & { free(): void }>();
  let hits = 0;
  let misses = 0;

  return {
    get(sql) {
      const known = kept.get(sql);
      if (known) {
        hits += 1;
        return known;
      }
      misses += 1;
      const oldest = kept.size < MOST ? undefined : kept.entries().next().value;
      if (oldest) {
        oldest[1].free();
        kept.delete(oldest[0]);
      }
      const made = prepared(database(), sql);
      kept.set(sql, made);
      return made;
    },
    get hits() {
      return hits;
    },
    get misses() {
      return misses;
    },
    clear: () => kept.clear(),
  };
}

function prepared(database: Database, sql: string): PreparedStatement & { free(): void } {
  const changes = changesDatabase(sql);
  const statement = database.prepare(sql);
  let columns: string[] | null = null;
  return {
    changes,
    run(parameters) {
      const rows: Row[] = [];
      try {
        statement.bind(parameters as SqlValue[]);
        while (statement.step()) rows.push(rowOf((columns ??= statement.getColumnNames()), statement));
      } finally {
        statement.reset();
      }
      return rows;
    },
    free: () => statement.free(),
  };
}

function rowOf(columns: readonly string[], statement: SqlJsStatement): Row {
  const values = statement.get();
  const row: Row = {};
  for (const [index, column] of columns.entries()) row[column] = values[index];
  return row;
}

const READING = /^\s*(select|values|explain)\b/i;
// an index made again is the same one wherever its table is: it may be replayed
const CHANGING = /^\s*(insert|replace|update|delete|create|alter|drop|reindex)\b/i;
const WITH = /^\s*with\b/i;
const CHANGING_WITHIN = /\b(insert|replace|update|delete)\b/i;

/** Whether a statement may change the database. A WITH that only speaks of changing counts: replaying it is harmless. */
function changesDatabase(sql: string): boolean {
  if (READING.test(sql)) return false;
  if (CHANGING.test(sql)) return true;
  if (WITH.test(sql)) return CHANGING_WITHIN.test(sql);
  throw new Error(`only the store itself may run this: ${sql.slice(0, 40)}`);
}
