import path from 'node:path';
import { ConsoleError } from '../../errors.ts';
import { replaceFile } from '../atomic-file.ts';
import { modified } from '../backup/failure.ts';
import type { BackupManifest } from '../backup/manifest.ts';
import { isSnapshotName } from '../backup/part-names.ts';
import { readBackup, type Backup, type ReadOptions } from '../backup/read-backup.ts';
import type { SeekableFiles } from '../files.ts';
import { createJournal } from '../journal/journal.ts';
import { pendingMigrations, type Migration } from '../migrate.ts';
import { migrations as allMigrations } from '../migrations/all.ts';
import { recover } from '../opening/recover.ts';
import type { BackupDone } from '../backup/back-up.ts';
import { listArchived } from '../repositories/archive.ts';
import { listSegments } from '../repositories/segments.ts';
import { readSegment, SEGMENTS_FOLDER, segmentName } from '../segments/segment-file.ts';
import { clearStaging, finishSwap, STAGING_FOLDER, swapIn } from './swap.ts';

export interface RestoreOptions extends ReadOptions {
  /** Wall clock, ms. */
  readonly at: number;
  readonly migrations?: readonly Migration[];
}

export interface Restored {
  readonly manifest: BackupManifest;
  /** The folder that holds what was there before. */
  readonly replaced: string;
}

/**
 * Puts a backup in the place of the store in `folder`, whose lock the caller holds. The backup is verified whole,
 * unpacked beside the store, opened there and compared with the segments it relies on; only then is anything replaced,
 * and what is replaced is kept.
 *
 * @throws ConsoleError BACKUP_* as {@link readBackup}; STORE_SCHEMA_UNKNOWN for one of a newer console; the store is
 *   untouched then
 */
export async function restore(
  files: SeekableFiles,
  folder: string,
  file: string,
  { at, migrations = allMigrations, ...read }: RestoreOptions,
): Promise<Restored> {
  const backup = readBackup(files, file, read);
  files.makeFolder(folder);
  // one that was interrupted, or what it has left
  finishSwap(files, folder);
  const staging = path.join(folder, STAGING_FOLDER);
  try {
    unpack(files, staging, backup);
    await prove(files, staging, { file, manifest: backup.manifest }, migrations);
  } catch (error) {
    giveBack(files, folder);
    throw error;
  }
  return { manifest: backup.manifest, replaced: path.join(folder, swapIn(files, folder, at)) };
}

function unpack(files: SeekableFiles, staging: string, backup: Backup): void {
  const segments = path.join(staging, SEGMENTS_FOLDER);
  files.makeFolder(segments);
  for (const { name, bytes } of backup.parts()) {
    replaceFile(files, path.join(isSnapshotName(name) ? staging : segments, name), [bytes]);
  }
  createJournal(files, staging, backup.manifest.sequence).close();
  files.syncFolder(staging);
}

/** The space of a failed attempt: it may be the last that the disk had. That this can fail too must not hide why. */
function giveBack(files: SeekableFiles, folder: string): void {
  try {
    clearStaging(files, folder);
  } catch {
    // What stays is removed at the next opening.
  }
}

async function prove(
  files: SeekableFiles,
  staging: string,
  { file, manifest }: BackupDone,
  migrations: readonly Migration[],
): Promise<void> {
  const { memory } = await recover(files, staging).catch((error: unknown) => {
    // its checksums fit: somebody else has made them
    if (!(error instanceof ConsoleError) || error.code !== 'STORE_DAMAGED') throw error;
    throw unfit(file, String(error.details['file']), String(error.details['finding']));
  });
  try {
    const pending = await pendingMigrations(memory.db, migrations, false);
    // a database from before there were segments relies on none
    if (pending.some(({ name }) => name === 'segments')) return;
    const knowsArchive = !pending.some(({ name }) => name === 'audit-archive');
    const archived = new Set((knowsArchive ? await listArchived(memory.db) : []).map((one) => one.first_id));
    for (const { first_id: firstId, last_id: lastId, sha256 } of await listSegments(memory.db)) {
      if (archived.has(firstId)) continue;
      const name = segmentName({ firstId, lastId });
      // it was damaged when the backup was made: as before, whoever needs it is told
      if (manifest.leftOut?.includes(name)) continue;
      if (!files.list(path.join(staging, SEGMENTS_FOLDER)).includes(name)) throw modified(file, name);
      const segment = readSegment(files.read(path.join(staging, SEGMENTS_FOLDER, name)), { firstId, lastId }, sha256);
      if (typeof segment === 'string') throw unfit(file, name, segment);
    }
  } finally {
    memory.close();
  }
}

/** A part that is as it was written, but not what this console would have written. */
function unfit(file: string, part: string, finding: string): ConsoleError {
  return new ConsoleError('BACKUP_MODIFIED', `${file}: ${part}: ${finding}`, { file, part, reason: 'content' });
}
