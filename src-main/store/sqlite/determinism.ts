import type { Database } from 'sql.js';

/**
 * Functions whose answer depends on anything but the database and their arguments: the time, chance, or statements that
 * ran before and are not in the journal (a rolled back INSERT moves last_insert_rowid). Replaying a journal that used
 * one would make another database. https://www.sqlite.org/deterministic.html
 */
const FORBIDDEN: readonly (readonly [name: string, parameters: number])[] = [
  ['random', 0],
  ['randomblob', 1],
  ['last_insert_rowid', 0],
  ['changes', 0],
  ['total_changes', 0],
  ['current_date', 0],
  ['current_time', 0],
  ['current_timestamp', 0],
  ['timediff', 2],
  // -1: any number of arguments
  ['date', -1],
  ['time', -1],
  ['datetime', -1],
  ['julianday', -1],
  ['unixepoch', -1],
  ['strftime', -1],
];

/**
 * Replaces these functions by ones that fail, for every way into SQL there is: statements, defaults, triggers, checks.
 * Moments and identifiers come in as parameters instead.
 */
export function forbidNonDeterminism(database: Database): void {
  for (const [name, parameters] of FORBIDDEN) {
    const refuse = (): never => {
      throw new Error(`${name}() is not allowed here: its answer would be another one when the journal is replayed`);
    };
    // sql.js reads the number of SQL parameters from the function's length
    database.create_function(name, Object.defineProperty(refuse, 'length', { value: parameters }));
  }
}
