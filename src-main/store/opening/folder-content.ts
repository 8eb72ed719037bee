import { systemCode, type Files } from '../files.ts';
import { journalBase } from '../journal/journal.ts';
import { SEGMENTS_FOLDER } from '../segments/segment-file.ts';
import { snapshotSequence } from '../snapshot/snapshot-file.ts';

/** The database of the first version of the console, which kept all of it in one file. */
export const FIRST_VERSION_FILE = 'console.db';
/** What it is called once its content has been taken over. */
export const TAKEN_OVER_FILE = `${FIRST_VERSION_FILE}.taken-over`;
/** Where files go that could not be used: nothing is thrown away. */
export const QUARANTINE_FOLDER = 'quarantine';

/** What a data folder holds of a store. */
export interface FolderContent {
  readonly folder: string;
  /** Sequences of the snapshots, newest first. */
  readonly snapshots: readonly number[];
  /** Bases of the journals, oldest first. */
  readonly journals: readonly number[];
  readonly firstVersion: boolean;
  readonly takenOver: boolean;
  /** A store has been here, even if nothing but its traces is left. */
  readonly usedBefore: boolean;
}

/** What only a store leaves: a folder without any of them may be a new one. */
const TRACES: readonly string[] = [SEGMENTS_FOLDER, QUARANTINE_FOLDER, TAKEN_OVER_FILE];

/** Looks into a data folder; one that is not there is empty. */
export function lookInto(files: Pick<Files, 'list'>, folder: string): FolderContent {
  const names = listIfThere(files, folder);
  const numbers = (of: (name: string) => number | null) => names.map(of).filter((number) => number !== null);
  return {
    folder,
    snapshots: numbers(snapshotSequence).toSorted((one, other) => other - one),
    journals: numbers(journalBase).toSorted((one, other) => one - other),
    firstVersion: names.includes(FIRST_VERSION_FILE),
    takenOver: names.includes(TAKEN_OVER_FILE),
    usedBefore: names.some((name) => TRACES.includes(name)),
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
