import path from 'node:path';
import type { Files } from '../files.ts';
import { journalName } from '../journal/journal.ts';
import { scanJournal } from '../journal/scan.ts';
import type { FolderContent } from './folder-content.ts';
import type { State } from './replay.ts';

/**
 * The last change that files of the store prove to have been made after `reached`, whether it can be read or not; null
 * when none does.
 */
export function lastKnown(files: Pick<Files, 'read'>, content: FolderContent, reached: number): State | null {
  const { folder, snapshots, journals } = content;
  // oldest first, and a journal behind the snapshot of its base: of equals the later one may know the moment
  const known: State[] = snapshots.map((sequence) => ({ sequence, at: null }));
  for (const base of journals) {
    const bytes = Buffer.from(files.read(path.join(folder, journalName(base))));
    const { lastSequence, lastAt, end } = scanJournal(bytes, base, () => {});
    known.push({ sequence: lastSequence, at: lastAt });
    if (end.kind === 'damaged') known.push({ sequence: end.lastSeen, at: end.lastSeenAt });
  }
  const last = known.reduce((one, other) => (later(other, one) ? other : one), { sequence: reached, at: null });
  return last.sequence > reached ? last : null;
}

function later(one: State, other: State): boolean {
  return one.sequence > other.sequence || (one.sequence === other.sequence && other.at === null);
}
