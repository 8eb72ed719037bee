import type { SeekableFiles } from '../files.ts';
import { openBackupFile, type BackupFile } from './backup-file.ts';
import { partsIn, sealOf, type BackupPart } from './body.ts';
import { readHeader } from './header.ts';
import { keyOf } from './key.ts';
import { plainBytes, type BackupManifest } from './manifest.ts';
import { startWork, type WorkOptions } from './work.ts';

/** A backup in which everything was found to be as it was written. */
export interface Backup {
  readonly manifest: BackupManifest;
  /**
   * Its parts in the manifest's order, each read from the file again and checked again before it is handed out: only
   * one at a time needs memory. Throws like `readBackup` when the file is not any more what it was.
   */
  parts(): Generator<BackupPart, void>;
}

export interface ReadOptions extends WorkOptions {
  /** Null for a backup that was made without one. */
  readonly passphrase: string | null;
}

/**
 * Reads a backup, and answers only after every byte of it was found to be as it was written.
 *
 * With a passphrase that holds against whoever does not know it. Without one it holds against accidents only: whoever
 * can write to the file can make another that passes. So a passphrase given for a backup that was made without one is
 * refused: somebody may have put a plain file in the place of a sealed one.
 *
 * @throws ConsoleError BACKUP_FOREIGN {file, reason}, BACKUP_TRUNCATED {file, actualBytes, expectedBytes},
 *   BACKUP_MODIFIED {file, part, reason}, BACKUP_PASSPHRASE_NEEDED, BACKUP_PASSPHRASE_WRONG, BACKUP_NOT_ENCRYPTED,
 *   BACKUP_UNREADABLE {file, reason}, BACKUP_CANCELLED
 */
export function readBackup(files: SeekableFiles, path: string, { passphrase, ...work }: ReadOptions): Backup {
  const { header, seal } = withOpen(files, path, (file) => {
    const found = readHeader(file);
    const step = startWork(path, plainBytes(found.manifest.parts), work);
    const seals = sealOf(found, keyOf(found.manifest, passphrase, path));
    const parts = partsIn(file, found, seals, step);
    while (!parts.next().done) continue;
    return { header: found, seal: seals };
  });
  return {
    manifest: header.manifest,
    *parts() {
      const file = openBackupFile(files, path);
      try {
        yield* partsIn(file, header, seal, () => undefined);
      } finally {
        file.close();
      }
    },
  };
}

/**
 * What a backup says of itself. No passphrase is needed, and nothing but the manifest and the length of the file is
 * checked: for lists, not for trust.
 *
 * @throws ConsoleError BACKUP_FOREIGN, BACKUP_TRUNCATED, BACKUP_MODIFIED, BACKUP_UNREADABLE
 */
export function readManifest(files: SeekableFiles, path: string): BackupManifest {
  return withOpen(files, path, (file) => readHeader(file).manifest);
}

function withOpen<T>(files: SeekableFiles, path: string, use: (file: BackupFile) => T): T {
  const file = openBackupFile(files, path);
  try {
    return use(file);
  } finally {
    file.close();
  }
}
