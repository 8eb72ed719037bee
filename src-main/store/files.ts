import { constants, type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';

/** One open file of the store. */
export interface OpenFile {
  /** Writes at the end or the current place; answers how many bytes were taken, which may be fewer than given. */
  write(bytes: Uint8Array): Promise<number>;
  /** Resolves when everything written is on the disk itself. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The file operations that the store needs: a parameter, so that tests can make any single one of them fail. Every
 * operation rejects with Node's own error, whose `code` is the system's (ENOSPC, EIO, ENOENT).
 */
export interface Files {
  /** Makes the folder and its parents, for this user alone; an existing folder stays as it is. */
  makeFolder(path: string): Promise<void>;
  list(folder: string): Promise<string[]>;
  read(path: string): Promise<Uint8Array>;
  /** `replace` empties what is there; `create` rejects with EEXIST when anything is there. Readable by this user alone. */
  open(path: string, mode: 'replace' | 'create'): Promise<OpenFile>;
  /** Puts `from` in the place of `to` in one step: whoever looks sees the old file or the new one. */
  rename(from: string, to: string): Promise<void>;
  /** Does nothing when the file is not there. */
  remove(path: string): Promise<void>;
  /** Resolves when the folder's entries (a rename, a removal) are on the disk itself. */
  syncFolder(folder: string): Promise<void>;
}

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/** The real file system. */
export const diskFiles: Files = {
  makeFolder: async (path) => void (await mkdir(path, { recursive: true, mode: OWNER_ONLY_FOLDER })),
  list: (folder) => readdir(folder),
  read: (path) => readFile(path),
  open: async (path, mode) => openFile(await open(path, mode === 'create' ? 'wx' : 'w', OWNER_ONLY_FILE)),
  rename,
  remove: (path) => rm(path, { force: true }),
  async syncFolder(folder) {
    // Windows cannot open a folder for syncing; NTFS journals its own renames.
    if (process.platform === 'win32') return;
    const handle = await open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

function openFile(handle: FileHandle): OpenFile {
  return {
    write: async (bytes) => (await handle.write(bytes)).bytesWritten,
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

/** The system's name for what went wrong (ENOSPC, EIO), or null when the error did not come from the system. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
