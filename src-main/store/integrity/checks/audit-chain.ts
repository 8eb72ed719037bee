import { sql, type RawBuilder } from 'kysely';
import type { Check } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import type { Db } from '../../schema.ts';
import { commonTables } from '../subject.ts';

/** The audit records in the database follow the last sealed one without a gap, up to the last that was ever written. */
export const auditChain: Check = {
  name: 'audit-chain',
  quick: true,
  async plan({ database }) {
    if (!database) return [];
    const tables = await commonTables(database);
    const { db } = database.memory;
    return tables.has('audit_records') ? [() => look(db, tables.has('segments'))] : [];
  },
};

interface Gap {
  readonly first: number;
  readonly last: number;
}

async function look(db: Db, sealing: boolean): Promise<Finding[]> {
  const sealed = sealing ? await one(db, sql`SELECT max(last_id) AS value FROM segments`) : 0;
  const written = await one(db, sql`SELECT max(seq) AS value FROM sqlite_sequence WHERE name = 'audit_records'`);
  const newest = await one(db, sql`SELECT max(id) AS value FROM audit_records NOT INDEXED`);
  // in the order of the ids: the first follows the last sealed one, and each the one before it
  const { rows: gaps } = await sql<Gap>`
    SELECT before + 1 AS first, id - 1 AS last FROM (
      SELECT id, lag(id, 1, ${sealed}) OVER (ORDER BY id) AS before FROM audit_records NOT INDEXED
    ) WHERE id > before + 1`.execute(db);
  const { rows: twice } = await sql<{ id: number }>`SELECT id FROM audit_records WHERE id <= ${sealed}`.execute(db);
  const end = Math.max(sealed, newest);
  // SQLite remembers the highest id that there ever was
  const missing = end < written ? [...gaps, { first: end + 1, last: written }] : gaps;
  return [...missing.map(gone), ...twice.map(({ id }) => fault(String(id), 'the record is in a segment as well'))];
}

const fault = (record: string, words: string): Finding =>
  found('audit-chain', words, { table: 'audit_records', record });

function gone({ first, last }: Gap): Finding {
  if (first === last) return fault(String(first), 'the record is missing');
  return fault(`${first} to ${last}`, `${last - first + 1} records are missing`);
}

/** One number; 0 where there is none. */
async function one(db: Db, query: RawBuilder<unknown>): Promise<number> {
  const [row] = (await (query as RawBuilder<{ value: number | null }>).execute(db)).rows;
  return row?.value ?? 0;
}
