import path from 'node:path';
import { replaceFile, TEMPORARY_ENDING } from '../atomic-file.ts';
import type { Files } from '../files.ts';
import { continueJournal, createJournal, journalName, type Journal } from '../journal/journal.ts';
import { SEGMENTS_FOLDER } from '../segments/segment-file.ts';
import { snapshotName, writeSnapshot } from '../snapshot/snapshot-file.ts';
import { FIRST_VERSION_FILE } from './folder-content.ts';
import type { Recovered } from './recover.ts';

/** Where files go that could not be used: nothing is thrown away. */
export const QUARANTINE_FOLDER = 'quarantine';

/**
 * Makes the disk fit what was recovered, and opens the journal that goes on: cuts off a torn write, sets damaged files
 * aside, takes over the first version's database. Whatever is interrupted here is done again at the next opening.
 *
 * @param at wall clock, ms
 */
export function settle(files: Files, recovered: Recovered, at: number): Journal {
  const { folder, memory, reached, openEnd, firstVersion, snapshots } = recovered;
  removeUnfinished(files, folder);
  setAside(files, recovered, at);
  const journal = openEnd
    ? continueJournal(files, path.join(folder, journalName(openEnd.base)), openEnd)
    : createJournal(files, folder, reached.sequence);
  if (firstVersion) {
    // behind its journal: a snapshot without one is taken for a store that has lost it
    if (snapshots.length === 0) writeSnapshot(files, folder, { sequence: 0, at, database: memory.export() });
    files.rename(path.join(folder, FIRST_VERSION_FILE), path.join(folder, `${FIRST_VERSION_FILE}.taken-over`));
    files.syncFolder(folder);
  }
  return journal;
}

function removeUnfinished(files: Files, folder: string): void {
  for (const name of files.list(folder)) {
    if (name.endsWith(TEMPORARY_ENDING)) files.remove(path.join(folder, name));
  }
}

/** Moves away the snapshots that were found damaged, and, where a loss was accepted, what can no longer be reached. */
function setAside(files: Files, recovered: Recovered, at: number): void {
  const { folder, findings, damage, openEnd, journals, snapshots } = recovered;
  const quarantine = path.join(folder, QUARANTINE_FOLDER);
  const place = (name: string): string => path.join(quarantine, `${at}-${name}`);
  const damagedSnapshots = snapshots.map(snapshotName).filter((name) => findings.some(({ file }) => file === name));
  const moved = new Set(damagedSnapshots);
  if (damage) {
    for (const base of journals) if (base > (openEnd?.base ?? -1)) moved.add(journalName(base));
    if (openEnd === null) for (const sequence of snapshots) moved.add(snapshotName(sequence));
    if (recovered.fresh && recovered.usedBefore) moved.add(SEGMENTS_FOLDER);
  }
  const copied = damage && openEnd && damage.file === journalName(openEnd.base) ? damage.file : null;
  if (moved.size === 0 && copied === null) return;

  files.makeFolder(quarantine);
  if (copied !== null) replaceFile(files, place(copied), [files.read(path.join(folder, copied))]);
  for (const name of moved) files.rename(path.join(folder, name), place(name));
  files.syncFolder(quarantine);
  files.syncFolder(folder);
}
