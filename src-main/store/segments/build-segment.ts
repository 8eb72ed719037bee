import type { Database, SqlJsStatic } from 'sql.js';
import { isUntouched } from '../../audit/chain.ts';
import { appendLeaves, EMPTY_FRONTIER, rootOf, type Hash } from '../../audit/merkle.ts';
import { chainedOf, type AuditRow } from '../repositories/audit-row.ts';
import type { SegmentRange } from './segment-file.ts';

/** The database of a segment, and the span of its records' moments (wall clock, ms). */
export interface BuiltSegment {
  readonly database: Uint8Array;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Root of the Merkle tree over the hashes of its records. */
  readonly root: Hash;
  readonly previousHash: Hash;
  readonly lastHash: Hash;
}

/** What is asked of old records, beside their place in time. */
const INDEXES = [
  'CREATE INDEX audit_records_by_actor ON audit_records (actor_user_id, id)',
  'CREATE INDEX audit_records_by_action ON audit_records (action, id)',
  'CREATE INDEX audit_records_by_subject ON audit_records (subject, id)',
  'CREATE INDEX audit_records_by_robot ON audit_records (robot, id) WHERE robot IS NOT NULL',
  "CREATE INDEX audit_records_by_trouble ON audit_records (outcome, id) WHERE outcome <> 'succeeded'",
];

/**
 * Copies the audit records of a range out of `source` into a database of their own, and proves each on the way.
 *
 * @throws Error when one of them is not there, is not what was recorded, or does not follow the one before it: what is
 *   sealed is whole
 */
export function buildSegment(sqlJs: SqlJsStatic, source: Database, { firstId, lastId }: SegmentRange): BuiltSegment {
  const target = new sqlJs.Database();
  try {
    target.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF');
    target.exec(String(one(source, "SELECT sql FROM sqlite_schema WHERE name = 'audit_records'")));
    target.exec('BEGIN');
    const proof = copyRows(source, target, firstId, lastId);
    for (const index of INDEXES) target.exec(index);
    target.exec('COMMIT');
    const [count, firstAt, lastAt] = values(target, 'SELECT count(*), min(at), max(at) FROM audit_records').map(Number);
    if (count !== lastId - firstId + 1)
      throw new Error(`only ${count} of the records ${firstId} to ${lastId} are there`);
    return { database: target.export(), firstAt: firstAt ?? 0, lastAt: lastAt ?? 0, ...proof };
  } finally {
    target.close();
  }
}

function copyRows(source: Database, target: Database, firstId: number, lastId: number) {
  const rows = source.prepare('SELECT * FROM audit_records WHERE id BETWEEN ? AND ? ORDER BY id');
  const places = rows.getColumnNames().map(() => '?');
  const insert = target.prepare(`INSERT INTO audit_records VALUES (${places.join(', ')})`);
  const hashes: Hash[] = [];
  let first: Hash | null = null;
  try {
    rows.bind([firstId, lastId]);
    while (rows.step()) {
      const chained = chainedOf(rows.getAsObject() as unknown as AuditRow);
      const { record, previousHash, hash } = chained;
      if (!isUntouched(chained)) throw new Error(`the record ${record.id} is not what was recorded`);
      if (previousHash !== (hashes.at(-1) ?? previousHash)) throw new Error(`the record ${record.id} follows another`);
      first ??= previousHash;
      hashes.push(hash);
      insert.run(rows.get());
    }
  } finally {
    rows.free();
    insert.free();
  }
  const root = rootOf(appendLeaves(EMPTY_FRONTIER, hashes));
  return { root, previousHash: first ?? '', lastHash: hashes.at(-1) ?? '' };
}

function values(database: Database, sql: string): unknown[] {
  return database.exec(sql)[0]?.values[0] ?? [];
}

function one(database: Database, sql: string): unknown {
  return values(database, sql)[0];
}
