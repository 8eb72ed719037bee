import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

/** One open file of the store. */
export interface OpenFile {
  /** Writes at `position` (bytes from the start); answers how many bytes were taken, which may be fewer than given. */
  write(bytes: Uint8Array, position: number): number;
  /** Cuts the file to `length` bytes. */
  truncate(length: number): void;
  /** Returns when everything written, and the length of the file, is on the disk itself. */
  sync(): void;
  close(): void;
}

/**
 * The file operations that the store needs: a parameter, so that tests can make any single one of them fail. Every
 * operation throws Node's own error, whose `code` is the system's (ENOSPC, EIO, ENOENT).
 *
 * Synchronous on purpose: whoever uses them has a thread of its own, and a step that cannot be interleaved with another
 * needs no lock against it.
 */
export interface Files {
  /**
   * Makes the folder and its parents, for this user alone; an existing folder stays as it is. Returns when the names of
   * those it made are on the disk itself: without them, nothing that is synced inside would be found again.
   */
  makeFolder(path: string): void;
  /** Names in the folder, in no order. */
  list(folder: string): string[];
  read(path: string): Uint8Array;
  /**
   * `replace` empties what is there; `create` throws EEXIST when anything is there, `existing` ENOENT when nothing is.
   * Readable by this user alone.
   */
  open(path: string, mode: 'replace' | 'create' | 'existing'): OpenFile;
  /** Puts `from` in the place of `to` in one step: whoever looks sees the old file or the new one. */
  rename(from: string, to: string): void;
  /** Does nothing when the file is not there. */
  remove(path: string): void;
  /** Returns when the folder's entries (a rename, a removal) are on the disk itself. */
  syncFolder(folder: string): void;
  /** Bytes that this user may still write to the disk of `folder`. */
  freeBytes(folder: string): number;
}

/** One file opened for reading piece by piece. */
export interface ReadableFile {
  /** Bytes in the file when it was opened. */
  readonly length: number;
  /** Fills `into` from `position` on; answers how many bytes came, which may be fewer than asked, and 0 at the end. */
  read(into: Uint8Array, position: number): number;
  close(): void;
}

/** Files that can also be read piece by piece: one larger than memory, or than the 2 GiB that Node reads at once. */
export interface SeekableFiles extends Files {
  openToRead(path: string): ReadableFile;
}

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
const FLAGS = { replace: 'w', create: 'wx', existing: 'r+' } as const;

/** The real file system. */
export const diskFiles: SeekableFiles = {
  makeFolder(path) {
    const first = mkdirSync(path, { recursive: true, mode: OWNER_ONLY_FOLDER });
    if (first === undefined) return;
    for (let made = resolve(path); made.length >= resolve(first).length; made = dirname(made)) {
      diskFiles.syncFolder(dirname(made));
    }
  },
  list: (folder) => readdirSync(folder),
  read: (path) => readFileSync(path),
  open: (path, mode) => openFile(openSync(path, FLAGS[mode], OWNER_ONLY_FILE)),
  openToRead: (path) => openToRead(openSync(path, 'r')),
  rename: renameSync,
  remove: (path) => rmSync(path, { force: true }),
  syncFolder(folder) {
    // Windows cannot open a folder for syncing; NTFS journals its own renames.
    if (process.platform === 'win32') return;
    const descriptor = openSync(folder, constants.O_RDONLY);
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
  freeBytes(folder) {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  },
};

function openFile(descriptor: number): OpenFile {
  return {
    write: (bytes, position) => writeSync(descriptor, bytes, 0, bytes.length, position),
    truncate: (length) => ftruncateSync(descriptor, length),
    // fdatasync(2) leaves out nothing but times: the new length of a grown file is written with its data.
    sync: () => fdatasyncSync(descriptor),
    close: () => closeSync(descriptor),
  };
}

function openToRead(descriptor: number): ReadableFile {
  try {
    return {
      length: fstatSync(descriptor).size,
      read: (into, position) => readSync(descriptor, into, 0, into.length, position),
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** The system's name for what went wrong (ENOSPC, EIO), or null when the error did not come from the system. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
