import { sql } from 'kysely';
import type { Check, Step } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import type { MemoryDatabase } from '../../sqlite/memory-database.ts';
import { isForgettable } from '../repairable.ts';
import { columnsOf, commonTables, keyOf, type Column } from '../subject.ts';

/**
 * Every record that refers to another finds it. Asked of the tables as the migrations declare them, and not of the
 * indexes: PRAGMA foreign_key_check believes both the schema and the index, and calls a record lost that is only
 * missing from its index.
 */
export const orphans: Check = {
  name: 'orphans',
  quick: true,
  async plan({ database }) {
    if (!database?.expected) return [];
    const { memory, expected } = database;
    const tables = await commonTables(database);
    const steps: Step[] = [];
    for (const [table, columns] of tables) {
      for (const reference of await references(expected, table)) {
        if (tables.has(reference.parent)) steps.push(() => look(memory, table, columns, reference));
      }
    }
    return steps;
  },
};

interface Reference {
  readonly column: string;
  readonly parent: string;
  readonly parentColumn: string;
}

/** The references of a table, each by one column: more has no table of ours. */
async function references(expected: MemoryDatabase, table: string): Promise<Reference[]> {
  const { rows } = await sql<{ column: string; parent: string; to: string | null }>`
    SELECT "from" AS "column", "table" AS parent, "to" FROM pragma_foreign_key_list(${table})`.execute(expected.db);
  return rows.map(({ column, parent, to }) => ({ column, parent, parentColumn: to ?? keyColumn(expected, parent) }));
}

const keyColumn = (expected: MemoryDatabase, table: string): string =>
  columnsOf(expected, table).find(({ key }) => key === 1)?.name ?? 'rowid';

async function look(
  memory: MemoryDatabase,
  table: string,
  columns: readonly Column[],
  { column, parent, parentColumn }: Reference,
): Promise<Finding[]> {
  // the + keeps IN from asking the index after all
  const { rows } = await sql<{ key: string; value: unknown }>`
    SELECT ${sql.raw(keyOf(columns))} AS key, ${sql.ref(column)} AS value FROM ${sql.table(table)}
    WHERE ${sql.ref(column)} IS NOT NULL
      AND ${sql.ref(column)} NOT IN (SELECT +${sql.ref(parentColumn)} FROM ${sql.table(parent)} NOT INDEXED)`.execute(
    memory.db,
  );
  const repair = isForgettable(table, parent) ? 'forget-account' : null;
  return rows.map(({ key, value }) =>
    found('orphans', `${column} names ${String(value)} of ${parent}, which is not there`, {
      table,
      record: key,
      repair,
    }),
  );
}
