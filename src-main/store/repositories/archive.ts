import type { Db, Schema } from '../schema.ts';
import { keepCheckpoint, type StoredCheckpoint } from './checkpoints.ts';

export type ArchivedSegment = Schema['archived_segments'];

/** Records of whole segments, from the first to the last. */
export interface SegmentSpan {
  readonly segments: number;
  readonly firstId: number;
  readonly lastId: number;
  /** Wall clock, ms, of the newest of them. */
  readonly lastAt: number;
}

/** What has gone into the archive, and what is old enough to follow. */
export interface ArchiveState {
  /** Null: nothing has. */
  readonly archived: (SegmentSpan & { readonly folders: readonly string[] }) | null;
  /** Null: nothing is, or nobody asked. */
  readonly due: SegmentSpan | null;
}

/** Every segment whose records are in the archive, oldest first. */
export async function listArchived(db: Db): Promise<ArchivedSegment[]> {
  return db.selectFrom('archived_segments').selectAll().where('segment', '>=', 1).orderBy('segment').execute();
}

/**
 * The segments that may follow into the archive: those behind the archived ones whose last record is older than
 * `before` (wall clock, ms), without a gap, and never the newest.
 */
export async function archivable(db: Db, before: number): Promise<(Schema['segments'] & { segment: number })[]> {
  const gone = (await listArchived(db)).length;
  const rest = await db
    .selectFrom('segments')
    .selectAll()
    .where('table_name', '=', 'audit_records')
    .orderBy('first_id')
    .execute();
  const candidates = rest.slice(gone, -1);
  const tooYoung = candidates.findIndex(({ last_at: lastAt }) => lastAt >= before);
  const old = tooYoung === -1 ? candidates : candidates.slice(0, tooYoung);
  return old.map((row, index) => ({ ...row, segment: gone + index + 1 }));
}

/** @param args wall clock, ms: records from before it may go; null: none may */
export async function archiveState(db: Db, { before }: { readonly before: number | null }): Promise<ArchiveState> {
  const archived = await listArchived(db);
  const last = archived.at(-1);
  const segment = last && (await segmentAt(db, last.first_id));
  const due = before === null ? [] : await archivable(db, before);
  const [first, newest] = [due[0], due.at(-1)];
  return {
    archived: last
      ? {
          segments: archived.length,
          firstId: 1,
          lastId: last.last_id,
          lastAt: segment?.last_at ?? last.archived_at,
          folders: [...new Set(archived.map(({ folder }) => folder))],
        }
      : null,
    due:
      first && newest
        ? { segments: due.length, firstId: first.first_id, lastId: newest.last_id, lastAt: newest.last_at }
        : null,
  };
}

async function segmentAt(db: Db, firstId: number): Promise<Schema['segments'] | undefined> {
  return db
    .selectFrom('segments')
    .selectAll()
    .where('table_name', '=', 'audit_records')
    .where('first_id', '=', firstId)
    .executeTakeFirst();
}

/** Puts the stub in the place of a segment. */
export async function enterArchived(db: Db, archived: ArchivedSegment, stub: StoredCheckpoint): Promise<void> {
  await keepCheckpoint(db, stub);
  await db.insertInto('archived_segments').values(archived).execute();
}
