import path from 'node:path';
import { ConsoleError } from '../../errors.ts';
import { replaceFile } from '../atomic-file.ts';
import { systemCode, type SeekableFiles } from '../files.ts';
import { snapshotSequence } from '../snapshot/snapshot-file.ts';
import { contentOf } from './content.ts';
import { cancelled, notWritten } from './failure.ts';
import { encodeHeader } from './header.ts';
import { newKey, type KeyOptions } from './key.ts';
import { bodyBytes } from './layout.ts';
import {
  FORMAT,
  MANIFEST,
  plainBytes,
  PRODUCT,
  type BackupManifest,
  type BackupReason,
  type Encryption,
} from './manifest.ts';
import { acceptPassphrase } from './passphrase.ts';
import { readBackup } from './read-backup.ts';
import { describeSource, type BackupSource } from './sources.ts';
import { refuseCancelled, startWork, type WorkOptions } from './work.ts';

/** What goes into a backup, and how. */
export interface BackupOrder extends WorkOptions, KeyOptions {
  /** One snapshot and any number of sealed audit segments. */
  readonly sources: readonly BackupSource[];
  readonly reason: BackupReason;
  readonly consoleVersion: string;
  /** Number of the last migration that the snapshot has seen. */
  readonly schemaStep: number;
  /** Wall clock, ms. */
  readonly at: number;
  /** Names of segments that are not among the sources because they are damaged. */
  readonly leftOut?: readonly string[];
  /** Null leaves the backup readable for everybody, and protected against accidents only. */
  readonly passphrase: string | null;
  /** Bytes that must stay free on the disk, for what else is written there; none unless told. */
  readonly leaveFree?: number;
}

/**
 * Writes a backup and answers its manifest when the file is on the disk, whole, and was read back with the passphrase.
 * When it throws, there is no such file. It replaces nothing: a name that is taken is refused. Progress counts every
 * byte twice, as it is written and as it is read back; making the key before each takes as long as `scryptCost` says.
 *
 * @throws ConsoleError BACKUP_PASSPHRASE_WEAK, BACKUP_CANCELLED, STORE_DAMAGED for a source that is not worth keeping,
 *   BACKUP_NOT_WRITTEN {file, reason, part}
 * @throws ZodError for an order that no manifest can describe: another name, two snapshots, a negative number
 */
export function writeBackup(files: SeekableFiles, file: string, order: BackupOrder): BackupManifest {
  if (order.passphrase !== null) acceptPassphrase(order.passphrase);
  attempt(file, () => refuseTaken(files, file));
  const parts = order.sources.map((source) => {
    refuseCancelled(file, order);
    return describeSource(source, file);
  });
  const sealing = order.passphrase === null ? null : newKey(order.passphrase, order);
  const header = encodeHeader(manifestOf(order, parts, sealing?.encryption ?? null));
  const total = plainBytes(parts);
  const step = startWork(file, 2 * total, order);
  const content = contentOf({ file, header, key: sealing?.key ?? null, sources: order.sources }, step);
  attempt(file, () => {
    refuseFull(files, file, header.bytes + bodyBytes(header.manifest), order.leaveFree ?? 0);
    replaceOrRemove(files, file, content, (temporary) => readBack(files, temporary, file, order, total));
  });
  return header.manifest;
}

function attempt(file: string, operation: () => void): void {
  try {
    operation();
  } catch (cause) {
    if (cause instanceof ConsoleError) throw cause;
    throw notWritten(file, 'the file system would not do it', systemCode(cause), { cause });
  }
}

function refuseTaken(files: SeekableFiles, file: string): void {
  if (!files.list(path.dirname(file)).includes(path.basename(file))) return;
  throw notWritten(file, 'there is a file of this name', 'EEXIST');
}

/** Better no backup than one that takes the last room, which the journal needs. */
function refuseFull(files: SeekableFiles, file: string, needed: number, leaveFree: number): void {
  const free = files.freeBytes(path.dirname(file));
  // Some network file systems answer 0 for "unknown"; where it is the truth, the first write says so.
  if (free === 0 || free >= needed + leaveFree) return;
  throw notWritten(file, `it takes ${needed} bytes, and leaves too little of ${free}`, 'ENOSPC');
}

function manifestOf(order: BackupOrder, parts: BackupManifest['parts'], encryption: Encryption | null): BackupManifest {
  const sequences = parts.map(({ name }) => snapshotSequence(name)).filter((sequence) => sequence !== null);
  return MANIFEST.parse({
    format: FORMAT,
    product: PRODUCT,
    createdAt: new Date(order.at).toISOString(),
    reason: order.reason,
    consoleVersion: order.consoleVersion,
    schemaStep: order.schemaStep,
    sequence: sequences[0],
    parts,
    ...(order.leftOut?.length && { leftOut: order.leftOut }),
    encryption,
  });
}

function replaceOrRemove(
  files: SeekableFiles,
  file: string,
  content: Iterable<Uint8Array>,
  verify: (temporary: string) => void,
): void {
  try {
    replaceFile(files, file, content, verify);
  } catch (error) {
    // It is ours where it is there at all: only its name may not have reached the disk.
    removeIfPossible(files, file);
    throw error;
  }
}

/** That this can fail too must not hide why the backup failed; what stays then is a whole backup. */
function removeIfPossible(files: SeekableFiles, file: string): void {
  try {
    files.remove(file);
  } catch {
    // As it says above.
  }
}

/** Reads as a restore would: from the passphrase on. A disk that does not give back what it took is found today. */
function readBack(files: SeekableFiles, temporary: string, file: string, order: BackupOrder, total: number): void {
  const { passphrase, signal, onProgress } = order;
  const follow = ({ doneBytes }: { doneBytes: number }) =>
    onProgress?.({ doneBytes: total + doneBytes, totalBytes: 2 * total });
  try {
    readBackup(files, temporary, { passphrase, signal, onProgress: follow });
  } catch (cause) {
    if (!(cause instanceof ConsoleError)) throw cause;
    if (cause.code === 'BACKUP_CANCELLED') throw cancelled(file);
    const reason = cause.code === 'BACKUP_UNREADABLE' ? cause.details['reason'] : 'READ_BACK';
    throw notWritten(file, 'it could not be read back', typeof reason === 'string' ? reason : null, { cause });
  }
}
