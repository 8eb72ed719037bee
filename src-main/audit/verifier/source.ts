import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';

/** Where the verifier reads from. Every operation throws the system's own error. */
export interface AuditSource {
  isFolder(path: string): Promise<boolean>;
  /** Names in a folder. */
  list(folder: string): Promise<string[]>;
  /** Length of a file in bytes. */
  size(file: string): Promise<number>;
  /** The bytes of a file, piece by piece. */
  read(file: string): AsyncIterable<Uint8Array>;
}

const PIECE_BYTES = 1024 * 1024;

export const diskSource: AuditSource = {
  isFolder: async (path) => (await stat(path)).isDirectory(),
  list: (folder) => readdir(folder),
  size: async (file) => (await stat(file)).size,
  read: (file) => createReadStream(file, { highWaterMark: PIECE_BYTES }),
};
