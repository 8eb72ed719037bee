import { sql } from 'kysely';
import type { Check } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import type { MemoryDatabase } from '../../sqlite/memory-database.ts';
import { columnsOf, commonTables, keyOf, type Column } from '../subject.ts';

/** What each declared type may hold. https://www.sqlite.org/stricttables.html */
const HOLDS: Readonly<Record<string, readonly string[]>> = {
  INTEGER: ['integer'],
  INT: ['integer'],
  REAL: ['real'],
  TEXT: ['text'],
  BLOB: ['blob'],
  ANY: ['integer', 'real', 'text', 'blob'],
};

/** More wrong values in one column than this say no more. */
const MOST = 100;

/** Every value is of the type that its column declares, whatever the table in the database still promises. */
export const types: Check = {
  name: 'types',
  quick: false,
  async plan({ database }) {
    if (!database) return [];
    const tables = await commonTables(database);
    return [...tables].map(
      ([table, columns]) =>
        () =>
          look(database.memory, table, columns),
    );
  },
};

async function look(memory: MemoryDatabase, table: string, declared: readonly Column[]): Promise<Finding[]> {
  const there = new Set(columnsOf(memory, table).map(({ name }) => name));
  const findings: Finding[] = [];
  for (const { name, type, mayBeNull } of declared) {
    if (!there.has(name)) continue;
    const allowed = [...(HOLDS[type] ?? []), ...(mayBeNull ? ['null'] : [])];
    const column = sql.ref(name);
    const { rows } = await sql<{ key: string; found: string }>`
      SELECT ${sql.raw(keyOf(declared))} AS key, typeof(${column}) AS found FROM ${sql.table(table)}
      WHERE typeof(${column}) NOT IN (${sql.join(allowed)}) LIMIT ${MOST}`.execute(memory.db);
    for (const row of rows) {
      const words = `${name} holds ${row.found} where ${allowed.join(' or ')} belongs`;
      findings.push(found('types', words, { table, record: row.key }));
    }
  }
  return findings;
}
