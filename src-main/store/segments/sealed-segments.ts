import { LRUCache } from 'lru-cache';
import type { Files } from '../files.ts';
import type { Db, Schema } from '../schema.ts';
import { preparedByShape } from '../sqlite/prepared.ts';
import { openMemoryDatabase, type MemoryDatabase } from '../sqlite/memory-database.ts';
import { readSealed, type NamedSegment } from './read-sealed.ts';
import type { SegmentRange } from './segment-file.ts';

/** Segments that are kept open: some three megabytes each. */
const OPEN_AT_ONCE = 8;

export interface OpenSegment extends SegmentRange {
  readonly db: Db;
}

/** Wall clock, ms: from this moment on, and before that one. */
export interface Span {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The records that have left the main database. */
export interface SealedSegments {
  /**
   * The newest segment that holds an id below `id`, opened; null when there is none. Segments of other times than asked
   * for are passed over; those in the archive are here no more.
   *
   * @param db the main database, which names the segments
   * @throws ConsoleError STORE_SEGMENT_DAMAGED when its file is missing or is not what was sealed
   */
  newestBelow(db: Db, table: Schema['segments']['table_name'], id: number, span?: Span): Promise<OpenSegment | null>;
  readonly cache: { readonly hits: number; readonly misses: number };
  close(): void;
}

interface Below extends Span {
  readonly table: Schema['segments']['table_name'];
  readonly id: number;
}

const newest = preparedByShape(
  ({ from, to }: Below) => `${from === undefined} ${to === undefined}`,
  (db, { from, to }, valueOf) =>
    db
      .selectFrom('segments')
      .select(['first_id', 'last_id', 'sha256'])
      .where(
        'table_name',
        '=',
        valueOf(({ table }) => table),
      )
      .where(
        'first_id',
        '<',
        valueOf(({ id }) => id),
      )
      .where(({ eb, fn, lit, selectFrom }) => {
        const archived = selectFrom('archived_segments')
          .select('last_id')
          // says nothing, but that the key will do
          .where('segment', '>=', 1)
          .orderBy('segment', 'desc')
          .limit(1);
        return eb('first_id', '>', fn.coalesce(archived, lit(0)));
      })
      .$if(from !== undefined, (query) =>
        query.where(
          'last_at',
          '>=',
          valueOf((below) => below.from ?? 0),
        ),
      )
      .$if(to !== undefined, (query) =>
        query.where(
          'first_at',
          '<',
          valueOf((below) => below.to ?? 0),
        ),
      )
      .orderBy('first_id', 'desc')
      .limit(1),
);

export function sealedSegments(files: Files, folder: string): SealedSegments {
  const open = new LRUCache<string, MemoryDatabase>({ max: OPEN_AT_ONCE, dispose: (database) => database.close() });
  let hits = 0;
  let misses = 0;

  async function opened(segment: NamedSegment): Promise<Db> {
    const { sha256 } = segment;
    const known = open.get(sha256);
    if (known) {
      hits += 1;
      return known.db;
    }
    misses += 1;
    const database = await openMemoryDatabase(readSealed(files, folder, segment).database);
    open.set(sha256, database);
    return database.db;
  }

  return {
    async newestBelow(db, table, id, { from, to } = {}) {
      const [row] = (await newest(db, { table, id, from, to })).rows;
      if (!row) return null;
      const range = { firstId: row.first_id, lastId: row.last_id };
      return { ...range, db: await opened({ ...range, sha256: row.sha256 }) };
    },
    get cache() {
      return { hits, misses };
    },
    close: () => open.clear(),
  };
}
