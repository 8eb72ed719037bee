import { SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import type { Database, SqlValue } from 'sql.js';

/** Lets Kysely speak to a database of sql.js. The caller keeps the database and closes it. */
export function sqlJsDialect(database: Database): SqliteDialect {
  const adapted: SqliteDatabase = {
    close: () => database.close(),
    prepare: (sql) => preparedStatement(database, sql),
  };
  return new SqliteDialect({ database: adapted });
}

/** A statement for one execution; it frees itself after it, as sql.js leaves that to its user. */
function preparedStatement(database: Database, sql: string): SqliteStatement {
  const statement = database.prepare(sql);

  function* rows(parameters: readonly unknown[]): Generator<unknown, void, undefined> {
    try {
      statement.bind(parameters.map(sqlValue));
      while (statement.step()) yield statement.getAsObject();
    } finally {
      statement.free();
    }
  }

  return {
    reader: statement.getColumnNames().length > 0,
    all: (parameters) => [...rows(parameters)],
    run(parameters) {
      rows(parameters).next();
      return { changes: database.getRowsModified(), lastInsertRowid: lastInsertRowid(database) };
    },
    iterate: rows,
  };
}

function sqlValue(parameter: unknown): SqlValue {
  if (parameter === null || typeof parameter === 'string' || typeof parameter === 'number') return parameter;
  if (parameter instanceof Uint8Array) return parameter;
  throw new TypeError(`SQLite cannot store a ${typeof parameter}`);
}

function lastInsertRowid(database: Database): number {
  return Number(database.exec('select last_insert_rowid()')[0]?.values[0]?.[0] ?? 0);
}
