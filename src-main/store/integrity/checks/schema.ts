import { sql } from 'kysely';
import type { Check } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import type { MemoryDatabase } from '../../sqlite/memory-database.ts';

/** Tables, indexes and triggers stand in the database word for word as the migrations make them. */
export const schema: Check = {
  name: 'schema',
  quick: true,
  plan({ database }) {
    if (!database?.expected) return [];
    const { memory, expected } = database;
    return [() => compare(memory, expected)];
  },
};

interface Made {
  readonly type: string;
  readonly name: string;
  readonly table: string;
  readonly sql: string | null;
}

async function compare(memory: MemoryDatabase, expected: MemoryDatabase): Promise<Finding[]> {
  const there = await madeIn(memory);
  const ours = await madeIn(expected);
  const findings: Finding[] = [];
  for (const [key, { type, name, table, sql: text }] of ours) {
    const theirs = there.get(key);
    const facts = { table, record: name };
    if (!theirs) findings.push(found('schema', `the ${type} is missing`, facts));
    else if (theirs.sql !== text) findings.push(found('schema', difference(type, text ?? '', theirs.sql ?? ''), facts));
  }
  for (const [key, { type, name, table }] of there) {
    if (!ours.has(key)) findings.push(found('schema', `no migration makes this ${type}`, { table, record: name }));
  }
  return findings;
}

async function madeIn({ db }: MemoryDatabase): Promise<Map<string, Made>> {
  const query = sql<Made>`SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema`;
  return new Map((await query.execute(db)).rows.map((made) => [`${made.type} ${made.name}`, made]));
}

/** What holds the rows to their rules: losing one of them lets anything in. */
const PROMISES = ['STRICT', 'WITHOUT ROWID', 'NOT NULL', 'UNIQUE', 'CHECK', 'REFERENCES', 'PRIMARY KEY', 'RAISE'];

function difference(type: string, ours: string, theirs: string): string {
  const count = (text: string, promise: string): number => text.split(promise).length - 1;
  const lost = PROMISES.filter((promise) => count(theirs, promise) < count(ours, promise));
  const words = lost.length > 0 ? `it has lost ${lost.join(', ')}` : 'it was made with other words';
  return `the ${type} is not as the migrations make it: ${words}`;
}
