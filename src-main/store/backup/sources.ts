import { createHash } from 'node:crypto';
import { ConsoleError } from '../../errors.ts';
import { systemCode } from '../files.ts';
import { readSnapshot, snapshotSequence } from '../snapshot/snapshot-file.ts';
import { notWritten } from './failure.ts';
import type { PartEntry } from './manifest.ts';
import { isSnapshotName } from './part-names.ts';

/** A file that goes into a backup. */
export interface BackupSource {
  /** A plain name, without a folder, of a snapshot or a sealed audit segment. */
  readonly name: string;
  /**
   * The whole file. Called twice, the second time when the manifest with its checksum is already written, so that
   * only one file at a time needs memory; it must answer the same bytes.
   */
  read(): Uint8Array;
}

/**
 * The manifest's entry for a source.
 *
 * @throws ConsoleError STORE_DAMAGED {file} for a snapshot that is not whole, or an empty segment: a backup of it would
 *   be found worthless on the day it is needed; BACKUP_NOT_WRITTEN when it cannot be read
 */
export function describeSource(source: BackupSource, backup: string): PartEntry {
  const bytes = readSource(source, backup);
  const damage = damageOf(source.name, bytes);
  if (damage !== null) {
    const message = `${source.name} cannot be backed up: ${damage}`;
    throw new ConsoleError('STORE_DAMAGED', message, { file: source.name });
  }
  return { name: source.name, bytes: bytes.length, sha256: sha256(bytes) };
}

/**
 * The bytes that the entry describes.
 *
 * @throws ConsoleError BACKUP_NOT_WRITTEN {reason: 'PART_CHANGED', part} when the source holds others by now
 */
export function readDescribed(source: BackupSource, entry: PartEntry | undefined, backup: string): Uint8Array {
  const bytes = readSource(source, backup);
  if (sha256(bytes) === entry?.sha256) return bytes;
  const part = source.name;
  throw notWritten(backup, `${part} changed while it was being backed up`, 'PART_CHANGED', { part });
}

function readSource({ name, read }: BackupSource, backup: string): Uint8Array {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof ConsoleError) throw cause;
    throw notWritten(backup, `${name} cannot be read`, systemCode(cause), { part: name, cause });
  }
}

function damageOf(name: string, bytes: Uint8Array): string | null {
  if (!isSnapshotName(name)) return bytes.length === 0 ? 'it is empty' : null;
  const snapshot = readSnapshot(bytes);
  if (typeof snapshot === 'string') return snapshot;
  return snapshot.sequence === snapshotSequence(name) ? null : `it holds the state ${snapshot.sequence}`;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
