import type { Insertable } from 'kysely';
import type { Db, Schema } from '../schema.ts';
import type { SegmentRange } from '../segments/segment-file.ts';

/** The ids of the audit records that are in the main database; null when there is none. */
export async function hotRange(db: Db): Promise<SegmentRange | null> {
  const newest = await db.selectFrom('audit_records').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  const oldest = await db.selectFrom('audit_records').select('id').orderBy('id').limit(1).executeTakeFirst();
  return newest && oldest ? { firstId: oldest.id, lastId: newest.id } : null;
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
