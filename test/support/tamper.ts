import type { Database } from 'sql.js';
import initSqlJs from 'sql.js/dist/sql-wasm-inline.js';

/** One thing done to a database behind the console's back. */
export type Tampering = (database: Database) => void;

/**
 * The database in `bytes` after each step. Every step opens it anew, with the schema unprotected and no constraint
 * between tables, so that what one step does to the schema holds for the next.
 */
export async function tampered(bytes: Uint8Array, ...steps: readonly Tampering[]): Promise<Uint8Array> {
  const sqlJs = await initSqlJs();
  let current = bytes;
  for (const step of steps) {
    const database = new sqlJs.Database(current);
    database.exec('PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON');
    step(database);
    current = database.export();
    database.close();
  }
  return current;
}

export const sql =
  (text: string): Tampering =>
  (database) =>
    void database.exec(text);

/** Changes the words of a table, index or trigger in the schema; its rows stay as they are. */
export function reword(name: string, change: (words: string) => string): Tampering {
  return (database) => {
    const before = database.exec('SELECT sql FROM sqlite_schema WHERE name = $name', { $name: name })[0]
      ?.values[0]?.[0];
    const after = change(String(before));
    if (after === before) throw new Error(`the change of ${name} changes nothing`);
    database.run('UPDATE sqlite_schema SET sql = $after WHERE name = $name', { $after: after, $name: name });
  };
}

const HASH = 'a'.repeat(64);

/** Names thousands of segments that are not there: a verification that takes long enough for a signal to arrive. */
export function manySegments(): Tampering[] {
  const rows = `WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
    INSERT INTO segments SELECT 'audit_records', i * 10, i * 10 + 9, 0, 0, '${HASH}', '${HASH}', '${HASH}', '${HASH}', 0 FROM n`;
  return unnoticed(['segments_follow_each_other'], sql(rows));
}

/** Hides indexes and triggers from SQLite while `steps` are done: nothing updates the ones, nothing runs the others. */
export function unnoticed(names: readonly string[], ...steps: readonly Tampering[]): Tampering[] {
  const list = names.map((name) => `'${name}'`).join(', ');
  return [
    sql(`CREATE TABLE hidden AS SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE name IN (${list})`),
    sql(`DELETE FROM sqlite_schema WHERE name IN (${list})`),
    ...steps,
    sql('INSERT INTO sqlite_schema SELECT * FROM hidden'),
    sql('DROP TABLE hidden'),
  ];
}

/** The index by action says of one record what its table does not; the record itself is as it was. */
export function misleadIndex(id: number): Tampering[] {
  const guard = 'audit_records_never_change';
  const update = (action: string): Tampering => sql(`UPDATE audit_records SET action = ${action} WHERE id = ${id}`);
  return [
    ...unnoticed([guard], update("action || '.x'")),
    ...unnoticed([guard, 'audit_records_by_action'], update('substr(action, 1, length(action) - 2)')),
  ];
}
