import { seededRandom } from '../../../../src-main/random.ts';
import type { Files } from '../../../../src-main/store/files.ts';
import {
  continueJournal,
  createJournal,
  journalName,
  type Change,
  type Journal,
} from '../../../../src-main/store/journal/journal.ts';
import type { Fault } from '../../../support/failing-files.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../../../support/simulated-disk.ts';
import { change, nameOf, scanned } from './changes.ts';

export const FOLDER = '/data';
export const BASE = 7;
export const FILE = `${FOLDER}/${journalName(BASE)}`;

export function newDisk(): SimulatedDisk {
  const disk = createSimulatedDisk({ random: seededRandom(1) });
  disk.files.makeFolder(FOLDER);
  return disk;
}

export const namesIn = (files: Files): string[] => scanned(files.read(FILE), BASE).records.map(nameOf);

export const reopen = (files: Files): Journal => continueJournal(files, FILE, scanned(files.read(FILE), BASE));

/** Every set of names that cuts at this moment leave, each told once. */
export function namesAfterCuts(disk: SimulatedDisk, seeds = 60): string[] {
  const seen = new Set<string>();
  for (let seed = 0; seed < seeds; seed++) {
    const { files } = disk.afterPowerCut(seededRandom(seed));
    seen.add(files.list(FOLDER).length === 0 ? 'no journal' : namesIn(files).join(' '));
  }
  return [...seen].toSorted();
}

/** The error of `work`, null when it throws none. */
export function errorOf(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
}

/** A change whose record fills whole sectors: what follows it never shares a sector with it. */
export function aligned(name: string, sectors: number): Change {
  const unpadded = createJournal(newDisk().files, FOLDER, BASE);
  unpadded.append([change(name)]);
  return change(name, sectors * 512 - unpadded.bytes);
}

export const FAULTS = ['EIO', 'ENOSPC', 'EACCES', 'short'] as const satisfies readonly Fault[];
