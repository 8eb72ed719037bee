import path from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../atomic-file.ts';
import { systemCode, type Files } from '../files.ts';
import { journalBase } from '../journal/journal.ts';
import { FIRST_VERSION_FILE } from '../opening/folder-content.ts';
import { SEGMENTS_FOLDER } from '../segments/segment-file.ts';
import { snapshotSequence } from '../snapshot/snapshot-file.ts';

/** Where a restored store is prepared, below the data folder: on the same disk, so that it can be moved in one step. */
export const STAGING_FOLDER = 'restoring';

/** Says that a swap is under way, and how far; while it is there, the folder is neither the old store nor the new. */
const MARKER = 'restore.json';
const SWAP = z.strictObject({
  /** First everything old goes aside, then everything new takes its place. */
  phase: z.enum(['setting-aside', 'moving-in']),
  /** The folder, below the data folder, for what was there before. */
  replaced: z.string().regex(/^replaced-\d+$/),
});
type Swap = z.infer<typeof SWAP>;

/** Whether this is a file or folder of the store itself: not a lock, a log or a backup beside it. */
function isOfStore(name: string): boolean {
  return (
    snapshotSequence(name) !== null ||
    journalBase(name) !== null ||
    name === SEGMENTS_FOLDER ||
    name === FIRST_VERSION_FILE
  );
}

/**
 * Puts what lies in the staging folder in the place of the store, which goes into a folder of its own; answers that
 * folder's name. Interrupted anywhere, `finishSwap` brings it to its end: there is never a mixture that opens. Needs a
 * file system on which a rename is one step even between folders (every journaling one).
 *
 * @param at wall clock, ms: names the folder
 */
export function swapIn(files: Files, folder: string, at: number): string {
  const swap: Swap = { phase: 'setting-aside', replaced: `replaced-${at}` };
  mark(files, folder, swap);
  finishSwap(files, folder);
  return swap.replaced;
}

/** Finishes a swap that was begun; does nothing when none was. */
export function finishSwap(files: Files, folder: string): void {
  const swap = begunSwap(files, folder);
  if (swap === null) return;
  if (swap.phase === 'setting-aside') {
    move(files, folder, path.join(folder, swap.replaced));
    mark(files, folder, { ...swap, phase: 'moving-in' });
  }
  move(files, path.join(folder, STAGING_FOLDER), folder);
  files.remove(path.join(folder, MARKER));
  files.syncFolder(folder);
}

/** The swap that was begun and not finished; null when there is none. */
export function begunSwap(files: Files, folder: string): Swap | null {
  try {
    return SWAP.parse(JSON.parse(Buffer.from(files.read(path.join(folder, MARKER))).toString('utf8')));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function mark(files: Files, folder: string, swap: Swap): void {
  replaceFile(files, path.join(folder, MARKER), [Buffer.from(JSON.stringify(swap))]);
}

/** Moves what is of the store from one folder to the other; what is there already was moved by an earlier attempt. */
function move(files: Files, from: string, to: string): void {
  files.makeFolder(to);
  for (const name of files.list(from)) if (isOfStore(name)) files.rename(path.join(from, name), path.join(to, name));
  files.syncFolder(to);
  files.syncFolder(from);
}
