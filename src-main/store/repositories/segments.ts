import type { Insertable } from 'kysely';
import type { Db, Schema } from '../schema.ts';
import type { SegmentRange } from '../segments/segment-file.ts';

/** The ids of the audit records that are in the main database; null when there is none. */
export async function hotRange(db: Db): Promise<SegmentRange | null> {
  const records = db.selectFrom('audit_records');
  // two queries: SQLite finds the end of an index at once, but both ends only by reading all of it
  const oldest = await records.select(({ fn }) => fn.min<number | null>('id').as('id')).executeTakeFirstOrThrow();
  const newest = await records.select(({ fn }) => fn.max<number | null>('id').as('id')).executeTakeFirstOrThrow();
  return oldest.id === null || newest.id === null ? null : { firstId: oldest.id, lastId: newest.id };
}

/** Enters a sealed segment, and lets the records go that it holds. */
export async function enterSegment(db: Db, segment: Insertable<Schema['segments']>): Promise<void> {
  await db.insertInto('segments').values(segment).execute();
  await db.deleteFrom('audit_records').where('id', '>=', segment.first_id).where('id', '<=', segment.last_id).execute();
}

/** Every segment, oldest first. */
export async function listSegments(db: Db): Promise<Schema['segments'][]> {
  return db.selectFrom('segments').selectAll().orderBy('table_name').orderBy('first_id').execute();
}
