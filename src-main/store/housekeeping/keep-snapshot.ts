import path from 'node:path';
import type { Database, SqlJsStatic } from 'sql.js';
import initSqlJs from 'sql.js/dist/sql-wasm-inline.js';
import type { Files } from '../files.ts';
import { journalName } from '../journal/journal.ts';
import { lookInto } from '../opening/folder-content.ts';
import { buildSegment, type BuiltSegment } from '../segments/build-segment.ts';
import { writeSegment, type SegmentRange } from '../segments/segment-file.ts';
import { readSnapshot, snapshotName, writeSnapshot } from '../snapshot/snapshot-file.ts';

export interface SnapshotJob {
  readonly folder: string;
  readonly sequence: number;
  /** Wall clock, ms. */
  readonly at: number;
  /** The database as it was exported. */
  readonly database: Uint8Array;
  /** Records of it to be written into segments, oldest first. */
  readonly seal: readonly SegmentRange[];
}

/** A segment that is on the disk, and may be entered into the database. */
export interface SealedRange extends SegmentRange, Omit<BuiltSegment, 'database'> {
  readonly sha256: string;
}

export interface SnapshotDone {
  /** Size of the snapshot's database, bytes. */
  readonly bytes: number;
  readonly sealed: readonly SealedRange[];
}

/** Generations of snapshots that are kept, each with every journal since. */
const GENERATIONS = 2;
/** A database of which this share or more is free space is written without it. */
const SPARSE = 0.25;

/**
 * Puts a snapshot on the disk and proves it by reading it back and opening it; seals segments; only then cuts what is
 * needed no more. Interrupted anywhere, the folder holds at least what it held before.
 *
 * @throws the system's error, or an Error that says how the snapshot read back is not what was written
 */
export async function keepSnapshot(files: Files, { folder, seal, ...job }: SnapshotJob): Promise<SnapshotDone> {
  const sqlJs = await initSqlJs();
  const source = new sqlJs.Database(job.database);
  try {
    const sealed = seal.map((range): SealedRange => {
      const { database, ...span } = buildSegment(sqlJs, source, range);
      return { ...range, ...span, sha256: writeSegment(files, folder, range, database) };
    });
    const database = dense(source) ?? job.database;
    writeSnapshot(files, folder, { ...job, database });
    proveOrRemove(sqlJs, files, folder, job.sequence);
    cut(files, folder);
    return { bytes: database.length, sealed };
  } finally {
    source.close();
  }
}

/** The database without its free pages; null when there are too few to be worth it. */
function dense(source: Database): Uint8Array | null {
  const pragma = (name: string): number => Number(source.exec(`PRAGMA ${name}`)[0]?.values[0]?.[0]);
  if (pragma('freelist_count') < SPARSE * pragma('page_count')) return null;
  source.exec('VACUUM');
  return source.export();
}

/** One that is no good must not stay: the next would count it as a generation, and cut the journals of a better one. */
function proveOrRemove(sqlJs: SqlJsStatic, files: Files, folder: string, sequence: number): void {
  try {
    prove(sqlJs, files, folder, sequence);
  } catch (error) {
    files.remove(path.join(folder, snapshotName(sequence)));
    throw error;
  }
}

function prove(sqlJs: SqlJsStatic, files: Files, folder: string, sequence: number): void {
  const name = snapshotName(sequence);
  const snapshot = readSnapshot(files.read(path.join(folder, name)));
  if (typeof snapshot === 'string') throw new Error(`${name} was not kept: ${snapshot}`);
  const database = new sqlJs.Database(snapshot.database);
  try {
    const finding = String(database.exec('PRAGMA quick_check(1)')[0]?.values[0]?.[0]);
    if (finding !== 'ok') throw new Error(`${name} was not kept: ${finding}`);
  } finally {
    database.close();
  }
}

/** Removes snapshots older than the generations to keep, and journals older than those. */
function cut(files: Files, folder: string): void {
  const { snapshots, journals } = lookInto(files, folder);
  const oldest = snapshots[GENERATIONS - 1];
  if (oldest === undefined) return;
  for (const sequence of snapshots) if (sequence < oldest) files.remove(path.join(folder, snapshotName(sequence)));
  for (const base of journals) if (base < oldest) files.remove(path.join(folder, journalName(base)));
  files.syncFolder(folder);
}
