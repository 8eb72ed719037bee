import type { ReadableFile, SeekableFiles } from '../files.ts';
import { truncated, unreadable } from './failure.ts';

/** An open backup file: what it cannot give it refuses with an error that names it. */
export interface BackupFile {
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  /**
   * The `length` bytes at `position`, however few the system gives at a time.
   *
   * @throws ConsoleError BACKUP_TRUNCATED when the file ends before them, BACKUP_UNREADABLE
   */
  read(position: number, length: number): Buffer;
  close(): void;
}

/** @throws ConsoleError BACKUP_UNREADABLE {file, reason} */
export function openBackupFile(files: SeekableFiles, path: string): BackupFile {
  const handle = readable(path, () => files.openToRead(path));
  return {
    path,
    length: handle.length,
    read(position, length) {
      const bytes = Buffer.allocUnsafe(length);
      for (let filled = 0; filled < length;) {
        const taken = readable(path, () => handle.read(bytes.subarray(filled), position + filled));
        if (taken === 0) throw truncated(path, position + filled, position + length);
        filled += taken;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}

function readable<T extends ReadableFile | number>(path: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    throw unreadable(path, error);
  }
}
