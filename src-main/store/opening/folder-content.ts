import path from 'node:path';
import { systemCode, type Files } from '../files.ts';
import { journalBase } from '../journal/journal.ts';
import { SEGMENTS_FOLDER } from '../segments/segment-file.ts';
import { snapshotSequence } from '../snapshot/snapshot-file.ts';

/** The database of the first version of the console, which kept all of it in one file. */
export const FIRST_VERSION_FILE = 'console.db';

/** What a data folder holds of a store. */
export interface FolderContent {
  readonly folder: string;
  /** Sequences of the snapshots, newest first. */
  readonly snapshots: readonly number[];
  /** Bases of the journals, oldest first. */
  readonly journals: readonly number[];
  readonly firstVersion: boolean;
  /** A store has been here, even if nothing else is left of it. */
  readonly usedBefore: boolean;
}

/** Looks into a data folder; one that is not there is empty. */
export function lookInto(files: Pick<Files, 'list'>, folder: string): FolderContent {
  const names = listIfThere(files, folder);
  const numbers = (of: (name: string) => number | null) => names.map(of).filter((number) => number !== null);
  return {
    folder,
    snapshots: numbers(snapshotSequence).toSorted((one, other) => other - one),
    journals: numbers(journalBase).toSorted((one, other) => one - other),
    firstVersion: names.includes(FIRST_VERSION_FILE),
    usedBefore: listIfThere(files, path.join(folder, SEGMENTS_FOLDER)).length > 0,
  };
}

/** The names in a folder; none where the folder is not there. */
export function listIfThere(files: Pick<Files, 'list'>, folder: string): string[] {
  try {
    return files.list(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
