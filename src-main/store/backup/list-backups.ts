import path from 'node:path';
import { ConsoleError, type ErrorCode } from '../../errors.ts';
import { systemCode, type SeekableFiles } from '../files.ts';
import { BACKUP_ENDING } from './backup-name.ts';
import type { BackupReason } from './manifest.ts';
import { readManifest } from './read-backup.ts';

/** One backup file, as its unsealed head tells. What cannot be read of it is null, and `problem` says why. */
export interface BackupListing {
  readonly file: string;
  /** Wall clock, ms. */
  readonly createdAt: number | null;
  readonly reason: BackupReason | null;
  /** Every change up to this one is in it. */
  readonly sequence: number | null;
  /** Sealed with a passphrase. */
  readonly encrypted: boolean | null;
  /** Length of the file; null when not even that can be read. */
  readonly bytes: number | null;
  readonly problem: ErrorCode | null;
}

/** The backups in a folder, newest first; none where there is no such folder. */
export function listBackups(files: SeekableFiles, folder: string): BackupListing[] {
  return namesIn(files, folder)
    .filter((name) => name.endsWith(BACKUP_ENDING))
    .map((name) => listing(files, path.join(folder, name)))
    .toSorted((one, other) => (other.createdAt ?? 0) - (one.createdAt ?? 0));
}

function namesIn(files: SeekableFiles, folder: string): string[] {
  try {
    return files.list(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function listing(files: SeekableFiles, file: string): BackupListing {
  const bytes = lengthOf(files, file);
  try {
    const { createdAt, reason, sequence, encryption } = readManifest(files, file);
    const facts = { createdAt: Date.parse(createdAt), reason, sequence, encrypted: encryption !== null };
    return { file, ...facts, bytes, problem: null };
  } catch (error) {
    if (!(error instanceof ConsoleError)) throw error;
    const unknown = { createdAt: null, reason: null, sequence: null, encrypted: null };
    return { file, ...unknown, bytes, problem: error.code };
  }
}

function lengthOf(files: SeekableFiles, file: string): number | null {
  try {
    const opened = files.openToRead(file);
    opened.close();
    return opened.length;
  } catch {
    // The manifest's reader says what is wrong with it.
    return null;
  }
}
