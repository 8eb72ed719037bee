import path from 'node:path';
import { ConsoleError } from '../../errors.ts';
import type { SeekableFiles } from '../files.ts';
import { footerOfSnapshot, snapshotName } from '../snapshot/snapshot-file.ts';
import { readSealed, type NamedSegment } from '../segments/read-sealed.ts';
import { segmentName } from '../segments/segment-file.ts';
import type { MemoryDatabase } from '../sqlite/memory-database.ts';
import { backupName } from './backup-name.ts';
import type { JobContext } from '../housekeeping/job.ts';
import { listBackups, type BackupListing } from './list-backups.ts';
import type { BackupManifest, BackupReason } from './manifest.ts';
import { expiredBackups, type RetentionPolicy } from './retention.ts';
import type { BackupSource } from './sources.ts';
import type { WorkOptions } from './work.ts';
import { writeBackup } from './write-backup.ts';

/** A state of the store to be backed up. */
export interface BackupState {
  /** The data folder, for its segments. */
  readonly folder: string;
  readonly database: Uint8Array;
  readonly sequence: number;
  readonly schemaStep: number;
  /** The segments that the database relies on. */
  readonly segments: readonly NamedSegment[];
}

/** Where backups go, and what seals them. */
export interface BackupPlace {
  /** A folder; made when it is not there. */
  readonly to: string;
  readonly passphrase: string | null;
}

/** The folder for backups, below the data folder, unless another is named. */
export const BACKUPS_FOLDER = 'backups';

export interface BackupWish extends BackupPlace, WorkOptions {
  readonly reason: BackupReason;
  /** Go on without segments that are damaged, and say so in the manifest, instead of writing no backup at all. */
  readonly withoutDamaged?: boolean;
  /** Wall clock, ms. */
  readonly at: number;
  readonly consoleVersion: string;
}

export interface BackupDone {
  readonly file: string;
  readonly manifest: BackupManifest;
}

/** What the store's thread is asked for; where to, it knows itself. */
export interface BackupTask {
  readonly reason: BackupReason;
  readonly passphrase: string | null;
}

export interface BackupTaken {
  readonly listing: BackupListing;
  /** Names of older scheduled backups that were removed for it. */
  readonly expired: readonly string[];
}

/** {@link backUp} as a job of the housekeeping thread; after a scheduled one, those that are too old go. */
export async function keepBackup(
  { files, onProgress, signal }: JobContext,
  { keep, ...order }: BackupState & Omit<BackupWish, keyof WorkOptions> & { readonly keep: RetentionPolicy },
): Promise<BackupTaken> {
  const follow = ({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }): void =>
    onProgress({ done: doneBytes, total: totalBytes, label: 'backup' });
  const { file } = backUp(files, order, { ...order, onProgress: follow, signal });
  const listings = listBackups(files, order.to);
  const listing = listings.find((one) => one.file === file);
  if (!listing) throw new Error(`${file} was written and is gone`);
  return { listing, expired: order.reason === 'scheduled' ? expire(files, listings, order.at, keep) : [] };
}

function expire(
  files: SeekableFiles,
  listings: readonly BackupListing[],
  now: number,
  keep: RetentionPolicy,
): string[] {
  const moments = listings.flatMap(({ file, createdAt, reason }) =>
    createdAt === null || reason === null ? [] : [{ name: file, at: createdAt, reason }],
  );
  const expired = expiredBackups(moments, now, keep);
  for (const file of expired) files.remove(file);
  return expired.map((file) => path.basename(file));
}

/** Room that a backup leaves on the disk (bytes): the journal must be able to go on. */
const LEAVE_FREE = 16 * 1024 * 1024;

/**
 * Writes a state into a backup of its own name.
 *
 * @throws as {@link writeBackup}; ConsoleError STORE_SEGMENT_DAMAGED for a segment that is not what was sealed
 */
export function backUp(
  files: SeekableFiles,
  state: BackupState,
  { to, withoutDamaged = false, ...wish }: BackupWish,
): BackupDone {
  files.makeFolder(to);
  const file = path.join(to, freeName(files.list(to), wish));
  const { schemaStep } = state;
  const leftOut = withoutDamaged ? state.segments.filter((one) => isDamaged(files, state.folder, one)) : [];
  const segments = state.segments.filter((one) => !leftOut.includes(one));
  const manifest = writeBackup(files, file, {
    ...wish,
    schemaStep,
    leftOut: leftOut.map(segmentName),
    sources: sourcesOf(files, { ...state, segments }, wish.at),
    leaveFree: LEAVE_FREE,
  });
  return { file, manifest };
}

function isDamaged(files: SeekableFiles, folder: string, segment: NamedSegment): boolean {
  try {
    readSealed(files, folder, segment);
    return false;
  } catch (error) {
    if (error instanceof ConsoleError && error.code === 'STORE_SEGMENT_DAMAGED') return true;
    throw error;
  }
}

/** Of this second, or, where somebody made a backup in the same one (a clock may have been set back), of a later one. */
function freeName(taken: readonly string[], { at, reason }: Pick<BackupWish, 'at' | 'reason'>): string {
  let moment = at;
  while (taken.includes(backupName(moment, reason))) moment += 1000;
  return backupName(moment, reason);
}

/** What {@link backUp} needs to know of an open database; not inside a transaction. */
export function backupState(memory: MemoryDatabase, folder: string, sequence: number): BackupState {
  const numbers = (sql: string): number[][] => memory.exec(sql).map((row) => Object.values(row).map(Number));
  const [step] = numbers('SELECT coalesce(max(number), 0) FROM schema_history');
  const has = (table: string): boolean => memory.exec(`SELECT 1 FROM sqlite_schema WHERE name = '${table}'`).length > 0;
  // what is in the archive is kept there; the database has its stubs
  const here = has('archived_segments') ? 'WHERE first_id NOT IN (SELECT first_id FROM archived_segments)' : '';
  const named = has('segments')
    ? memory.exec(`SELECT first_id, last_id, sha256 FROM segments ${here} ORDER BY first_id`)
    : [];
  return {
    folder,
    sequence,
    schemaStep: step?.[0] ?? 0,
    segments: named.map((row) => ({
      firstId: Number(row['first_id']),
      lastId: Number(row['last_id']),
      sha256: String(row['sha256']),
    })),
    database: memory.export(),
  };
}

function sourcesOf(
  files: SeekableFiles,
  { folder, database, sequence, segments }: BackupState,
  at: number,
): BackupSource[] {
  const footer = footerOfSnapshot({ database, sequence, at });
  return [
    { name: snapshotName(sequence), read: () => Buffer.concat([database, footer]) },
    // a backup of a damaged one would be refused on the day it is needed
    ...segments.map((one) => ({ name: segmentName(one), read: () => readSealed(files, folder, one).bytes })),
  ];
}
