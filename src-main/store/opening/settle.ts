import path from 'node:path';
import { replaceFile, TEMPORARY_ENDING } from '../atomic-file.ts';
import type { Files } from '../files.ts';
import { continueJournal, createJournal, journalBase, journalName, type Journal } from '../journal/journal.ts';
import { SEGMENTS_FOLDER } from '../segments/segment-file.ts';
import { writeSnapshot } from '../snapshot/snapshot-file.ts';
import { FIRST_VERSION_FILE, listIfThere, QUARANTINE_FOLDER, TAKEN_OVER_FILE } from './folder-content.ts';
import type { Recovered } from './recover.ts';

export { QUARANTINE_FOLDER } from './folder-content.ts';

/**
 * Makes the disk fit what was recovered, and opens the journal that goes on: cuts off a torn write, sets damaged files
 * aside, takes over the first version's database. Whatever is interrupted here is done again at the next opening.
 *
 * @param at wall clock, ms
 */
export function settle(files: Files, recovered: Recovered, at: number): Journal {
  const { folder, memory, reached, openEnd, takeover } = recovered;
  removeUnfinished(files, folder);
  removeUnfinished(files, path.join(folder, SEGMENTS_FOLDER));
  setAside(files, recovered, at);
  const journal = openEnd
    ? continueJournal(files, path.join(folder, journalName(openEnd.base)), openEnd)
    : createJournal(files, folder, reached.sequence);
  // behind its journal: a snapshot without one is taken for a store that has lost it
  if (takeover === 'new') writeSnapshot(files, folder, { sequence: 0, at, database: memory.export() });
  if (takeover === 'new' || takeover === 'taken over') {
    files.rename(path.join(folder, FIRST_VERSION_FILE), path.join(folder, TAKEN_OVER_FILE));
    files.syncFolder(folder);
  }
  return journal;
}

function removeUnfinished(files: Files, folder: string): void {
  for (const name of listIfThere(files, folder)) {
    if (name.endsWith(TEMPORARY_ENDING)) files.remove(path.join(folder, name));
  }
}

/** Moves away what was found unusable, and, where a loss was accepted, what can no longer be reached. */
function setAside(files: Files, recovered: Recovered, at: number): void {
  const { folder, findings, damage, openEnd } = recovered;
  const quarantine = path.join(folder, QUARANTINE_FOLDER);
  const taken = listIfThere(files, quarantine);
  // an opening that was interrupted may have set aside more of the same file than is left of it now
  const place = (name: string): string => {
    let moment = at;
    while (taken.includes(`${moment}-${name}`)) moment += 1;
    return path.join(quarantine, `${moment}-${name}`);
  };
  const moved = new Set(findings.map(({ file }) => file).filter((file) => journalBase(file) === null));
  if (damage) for (const name of unreachable(files, recovered)) moved.add(name);
  const copied = damage && openEnd && damage.file === journalName(openEnd.base) ? damage.file : null;
  if (moved.size === 0 && copied === null) return;

  files.makeFolder(quarantine);
  if (copied !== null) replaceFile(files, place(copied), [files.read(path.join(folder, copied))]);
  for (const name of moved) files.rename(path.join(folder, name), place(name));
  files.syncFolder(quarantine);
  files.syncFolder(folder);
}

/** The journals behind the open end, and the segments of a store of which nothing else is left. */
function unreachable(files: Files, { folder, journals, openEnd, reached, fresh }: Recovered): string[] {
  const from = openEnd ? openEnd.base + 1 : reached.sequence;
  const segments = fresh && listIfThere(files, path.join(folder, SEGMENTS_FOLDER)).length > 0 ? [SEGMENTS_FOLDER] : [];
  return [...journals.filter((base) => base >= from).map(journalName), ...segments];
}
