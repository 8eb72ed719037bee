import path from 'node:path';
import { LRUCache } from 'lru-cache';
import { ConsoleError } from '../../errors.ts';
import { systemCode, type Files } from '../files.ts';
import type { Db, Schema } from '../schema.ts';
import { openMemoryDatabase, type MemoryDatabase } from '../sqlite/memory-database.ts';
import { readSegment, SEGMENTS_FOLDER, segmentName, type SegmentRange } from './segment-file.ts';

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
   * for are passed over.
   *
   * @param db the main database, which names the segments
   * @throws ConsoleError STORE_SEGMENT_DAMAGED when its file is missing or is not what was sealed
   */
  newestBelow(db: Db, table: Schema['segments']['table_name'], id: number, span?: Span): Promise<OpenSegment | null>;
  readonly cache: { readonly hits: number; readonly misses: number };
  close(): void;
}

export function sealedSegments(files: Files, folder: string): SealedSegments {
  const open = new LRUCache<string, MemoryDatabase>({ max: OPEN_AT_ONCE, dispose: (database) => database.close() });
  let hits = 0;
  let misses = 0;

  async function opened(range: SegmentRange, sha256: string): Promise<Db> {
    const known = open.get(sha256);
    if (known) {
      hits += 1;
      return known.db;
    }
    misses += 1;
    const segment = readSegment(readFile(files, folder, range), range, sha256);
    if (typeof segment === 'string') throw segmentDamaged(range, segment);
    const database = await openMemoryDatabase(segment.database);
    open.set(sha256, database);
    return database.db;
  }

  return {
    async newestBelow(db, table, id, { from, to } = {}) {
      const row = await db
        .selectFrom('segments')
        .select(['first_id', 'last_id', 'sha256'])
        .where('table_name', '=', table)
        .where('first_id', '<', id)
        .$if(from !== undefined, (query) => query.where('last_at', '>=', from ?? 0))
        .$if(to !== undefined, (query) => query.where('first_at', '<', to ?? 0))
        .orderBy('first_id', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (!row) return null;
      const range = { firstId: row.first_id, lastId: row.last_id };
      return { ...range, db: await opened(range, row.sha256) };
    },
    get cache() {
      return { hits, misses };
    },
    close: () => open.clear(),
  };
}

function readFile(files: Files, folder: string, range: SegmentRange): Uint8Array {
  try {
    return files.read(path.join(folder, SEGMENTS_FOLDER, segmentName(range)));
  } catch (error) {
    throw segmentDamaged(range, systemCode(error) === 'ENOENT' ? 'it is missing' : String(error));
  }
}

function segmentDamaged(range: SegmentRange, finding: string): ConsoleError {
  const file = segmentName(range);
  const message = `the records ${range.firstId} to ${range.lastId} in ${file} cannot be read: ${finding}`;
  return new ConsoleError('STORE_SEGMENT_DAMAGED', message, { file, finding, ...range });
}
