import { createHash } from 'node:crypto';
import path from 'node:path';
import { noteName, writeNote } from '../checkpoints/checkpoint-files.ts';
import { systemCode, type Files } from '../files.ts';
import { listIfThere } from '../opening/folder-content.ts';
import { listArchived, type ArchivedSegment } from '../repositories/archive.ts';
import { listStubs } from '../repositories/checkpoints.ts';
import type { Db } from '../schema.ts';
import { SEGMENTS_FOLDER, segmentName } from '../segments/segment-file.ts';

export interface ArchivedPlace {
  /** Names what was archived: that is on the disk. */
  readonly db: Db;
  readonly files: Files;
  /** The data folder. */
  readonly folder: string;
}

/**
 * Puts the stub in the place of every archived segment, and takes its file away where it still lies in the data folder,
 * if the copy in the archive is what it was. What a crash interrupted is done the next time; where the copy cannot be
 * read, the file stays.
 */
export async function clearArchived({ db, files, folder }: ArchivedPlace): Promise<void> {
  const segments = path.join(folder, SEGMENTS_FOLDER);
  const archived = await listArchived(db);
  if (archived.length === 0) return;
  const there = new Set(listIfThere(files, segments));
  const left = archived.filter((one) => there.has(segmentName(rangeOf(one))) && isThere(files, one));
  const unmarked = archived.filter((one) => !there.has(noteName(rangeOf(one))));
  if (left.length + unmarked.length === 0) return;
  files.makeFolder(segments);
  const stubs = new Map((await listStubs(db)).map(({ segment, note }) => [segment, note]));
  for (const one of new Set([...left, ...unmarked])) {
    writeNote(files, folder, rangeOf(one), stubs.get(one.segment) ?? '');
  }
  for (const one of left) files.remove(path.join(segments, segmentName(rangeOf(one))));
  files.syncFolder(segments);
}

const rangeOf = ({ first_id: firstId, last_id: lastId }: ArchivedSegment) => ({ firstId, lastId });

function isThere(files: Pick<Files, 'read'>, { folder, file, sha256 }: ArchivedSegment): boolean {
  try {
    return (
      createHash('sha256')
        .update(files.read(path.join(folder, file)))
        .digest('hex') === sha256
    );
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return false;
  }
}
