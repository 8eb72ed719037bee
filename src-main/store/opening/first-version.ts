import path from 'node:path';
import type { Files } from '../files.ts';
import { journalName } from '../journal/journal.ts';
import type { Finding } from './damage.ts';
import { FIRST_VERSION_FILE, type FolderContent } from './folder-content.ts';

/**
 * What the file of the console's first version, which had neither snapshots nor journals, is to a data folder: not
 * there; the store itself, still to be taken over; taken over, but for its name; or a `stranger` that somebody has put
 * beside a store which has nothing to do with it.
 */
export type FirstVersion = 'none' | 'new' | 'taken over' | 'stranger';

export const STRANGER: Finding = {
  file: FIRST_VERSION_FILE,
  finding: 'there is a store already; this database of the first version was not taken over',
};

export function firstVersionIn(files: Pick<Files, 'read'>, content: FolderContent): FirstVersion {
  const { snapshots, firstVersion, takenOver, usedBefore } = content;
  if (!firstVersion) return 'none';
  // its content is state 0: no store that began without it ever keeps a snapshot of that
  if (snapshots.includes(0) && !takenOver) return 'taken over';
  return snapshots.length === 0 && !usedBefore && isUnused(files, content) ? 'new' : 'stranger';
}

/** No journal holds anything: the first one may have been made by a takeover that was interrupted. */
function isUnused(files: Pick<Files, 'read'>, { folder, journals }: FolderContent): boolean {
  return journals.every((base) => base === 0 && files.read(path.join(folder, journalName(base))).length === 0);
}

/** https://www.sqlite.org/fileformat2.html#magic_header_string */
const MAGIC = 'SQLite format 3\0';

/** The database in the first version's file, or in words what is wrong with it as far as its first bytes tell. */
export function readFirstVersion(files: Pick<Files, 'read'>, folder: string): Uint8Array | string {
  const bytes = files.read(path.join(folder, FIRST_VERSION_FILE));
  const begins = Buffer.from(bytes).toString('latin1', 0, MAGIC.length) === MAGIC;
  return begins ? bytes : 'it does not begin like an SQLite database';
}
