import path from 'node:path';
import { systemCode, type Files } from '../files.ts';
import { journalName } from '../journal/journal.ts';
import { readSnapshot, snapshotName, type Snapshot } from '../snapshot/snapshot-file.ts';
import type { Finding } from './damage.ts';
import type { FolderContent } from './folder-content.ts';

/** Looking for a state in a data folder, and what was found against its files meanwhile. */
export interface Search {
  readonly files: Files;
  readonly content: FolderContent;
  readonly findings: Finding[];
  /** The disk failed to give one of the files: what is not found may be there all the same. */
  unreadable: unknown;
}

/** Where a way through the journals can begin. */
export interface Start {
  readonly file: string;
  /** Null: the beginning of all. */
  readonly snapshot: Snapshot | null;
}

/** Every beginning, the newest first. */
export function* startsIn(search: Search): Generator<Start, void> {
  const { content, findings } = search;
  for (const sequence of content.snapshots) {
    const file = snapshotName(sequence);
    const snapshot = snapshotIn(search, file, sequence);
    if (typeof snapshot === 'string') findings.push({ file, finding: snapshot });
    else yield { file, snapshot };
  }
  // the snapshot of state 0, where there is one, is the first version's database: its journals follow nothing else
  if (content.journals[0] === 0 && !content.snapshots.includes(0)) yield { file: journalName(0), snapshot: null };
}

function snapshotIn(search: Search, file: string, sequence: number): Snapshot | string {
  try {
    const snapshot = readSnapshot(search.files.read(path.join(search.content.folder, file)));
    if (typeof snapshot === 'string' || snapshot.sequence === sequence) return snapshot;
    return `it holds the state ${snapshot.sequence}`;
  } catch (error) {
    // a place that the disk cannot read any more is damage like any other; all else is about the folder as a whole
    if (systemCode(error) !== 'EIO') throw error;
    search.unreadable ??= error;
    return 'the disk cannot read it (EIO)';
  }
}
