import path from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../atomic-file.ts';
import { systemCode, type Files } from '../files.ts';
import { journalBase } from '../journal/journal.ts';
import { damaged, NOTHING } from '../opening/damage.ts';
import { FIRST_VERSION_FILE, listIfThere } from '../opening/folder-content.ts';
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
  const taken = files.list(folder);
  let number = at;
  while (taken.includes(`replaced-${number}`)) number += 1;
  const swap: Swap = { phase: 'setting-aside', replaced: `replaced-${number}` };
  mark(files, folder, swap);
  finishSwap(files, folder);
  return swap.replaced;
}

/** Finishes a swap that was begun; where none was, clears away what a restore may have left that did not get so far. */
export function finishSwap(files: Files, folder: string): void {
  const swap = begunSwap(files, folder);
  if (swap === null) {
    clearStaging(files, folder);
    return;
  }
  if (swap.phase === 'setting-aside') {
    move(files, folder, path.join(folder, swap.replaced));
    mark(files, folder, { ...swap, phase: 'moving-in' });
  }
  move(files, path.join(folder, STAGING_FOLDER), folder);
  files.remove(path.join(folder, MARKER));
  files.syncFolder(folder);
}

/** Empties the staging folder. */
export function clearStaging(files: Files, folder: string): void {
  const staging = path.join(folder, STAGING_FOLDER);
  for (const inside of [path.join(staging, SEGMENTS_FOLDER), staging]) {
    for (const name of listIfThere(files, inside)) {
      if (name !== SEGMENTS_FOLDER) files.remove(path.join(inside, name));
    }
  }
}

/**
 * The swap that was begun and not finished; null when there is none.
 *
 * @throws ConsoleError STORE_DAMAGED when nobody can say how far it is
 */
export function begunSwap(files: Files, folder: string): Swap | null {
  const bytes = markerIn(files, folder);
  const swap = bytes && SWAP.safeParse(jsonIn(bytes));
  if (swap && !swap.success) {
    throw damaged(folder, { ...NOTHING, file: MARKER, finding: 'it does not say how far a restore has got' });
  }
  return swap ? swap.data : null;
}

function markerIn(files: Files, folder: string): Uint8Array | null {
  try {
    return files.read(path.join(folder, MARKER));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch {
    return null;
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
