import { sql } from 'kysely';
import type { Check } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import type { MemoryDatabase } from '../../sqlite/memory-database.ts';
import { columnsOf, commonTables, keyOf, quoted, type Column } from '../subject.ts';

const MOST = 100;

/**
 * Nothing stands twice that the migrations declare unique. The indexes that should prevent it are not asked: they may
 * be what is damaged.
 */
export const duplicates: Check = {
  name: 'duplicates',
  quick: false,
  async plan({ database }) {
    if (!database?.expected) return [];
    const { memory, expected } = database;
    const tables = await commonTables(database);
    return [...tables].map(([table, columns]) => async () => {
      const findings: Finding[] = [];
      for (const unique of uniqueColumns(expected, table))
        findings.push(...(await look(memory, table, columns, unique)));
      return findings;
    });
  },
};

/** The sets of columns that are unique in a table. */
function uniqueColumns({ exec }: MemoryDatabase, table: string): string[][] {
  return exec(`PRAGMA index_list(${quoted(table)})`)
    .filter(({ unique }) => unique === 1)
    .map(({ name }) => exec(`PRAGMA index_info(${quoted(String(name))})`).map((column) => String(column['name'])));
}

async function look(
  memory: MemoryDatabase,
  table: string,
  columns: readonly Column[],
  unique: readonly string[],
): Promise<Finding[]> {
  const there = new Set(columnsOf(memory, table).map(({ name }) => name));
  if (!unique.every((column) => there.has(column))) return [];
  const refs = sql.join(unique.map((column) => sql.ref(column)));
  const { rows } = await sql<{ keys: string; count: number }>`
    SELECT group_concat(${sql.raw(keyOf(columns))}, ', ') AS keys, count(*) AS count
    FROM ${sql.table(table)} NOT INDEXED GROUP BY ${refs} HAVING count(*) > 1 LIMIT ${MOST}`.execute(memory.db);
  return rows.map(({ keys, count }) =>
    found('duplicates', `${count} records have the same ${unique.join(' and ')}`, { table, record: keys }),
  );
}
