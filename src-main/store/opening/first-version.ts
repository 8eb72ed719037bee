import path from 'node:path';
import type { Files } from '../files.ts';
import { damaged, NOTHING } from './damage.ts';
import { FIRST_VERSION_FILE } from './folder-content.ts';

/** https://www.sqlite.org/fileformat2.html#magic_header_string */
const MAGIC = 'SQLite format 3\0';

/**
 * The database of the console's first version, which had neither snapshots nor journals.
 *
 * @throws ConsoleError STORE_DAMAGED when it is none; SQLite's own checks find what else may be wrong
 */
export function readFirstVersion(files: Files, folder: string): Uint8Array {
  const bytes = files.read(path.join(folder, FIRST_VERSION_FILE));
  if (Buffer.from(bytes).toString('latin1', 0, MAGIC.length) === MAGIC) return bytes;
  throw damaged(folder, {
    ...NOTHING,
    file: FIRST_VERSION_FILE,
    finding: 'it does not begin like an SQLite database',
  });
}
