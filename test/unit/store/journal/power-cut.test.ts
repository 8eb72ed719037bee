import { expect, test } from 'vitest';
import { seededRandom, type Random } from '../../../../src-main/random.ts';
import type { Files } from '../../../../src-main/store/files.ts';
import {
  continueJournal,
  createJournal,
  journalName,
  type Journal,
} from '../../../../src-main/store/journal/journal.ts';
import { createFailingFiles, SimulatedCrash, type FailingFiles, type Fault } from '../../../support/failing-files.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../../../support/simulated-disk.ts';
import { change, nameOf, scanned } from './changes.ts';

const FOLDER = '/data';
const BASE = 0;
const FILE = `${FOLDER}/${journalName(BASE)}`;
const FAULTS: readonly Fault[] = ['EIO', 'ENOSPC', 'EACCES', 'short'];

/** What a journal must hold, and what it may hold besides, in this order: a group that nobody was told of either way. */
interface Expected {
  kept: string[];
  maybe: string[];
}

interface Seen {
  appended: number;
  refused: number;
  ends: Set<string>;
  arrivedInPart: number;
}

/** @throws an assertion error when the journal holds less than it must, or anything that it may not */
function check(files: Files, { kept, maybe }: Expected, seen: Seen, about: string): void {
  const there = files.list(FOLDER).includes(journalName(BASE));
  const { records, end } = scanned(there ? files.read(FILE) : new Uint8Array(0), BASE);
  const names = records.map(nameOf);
  expect(names.slice(0, kept.length), about).toEqual(kept);
  expect(names.slice(kept.length), about).toEqual(maybe.slice(0, names.length - kept.length));
  expect(end.kind, about).not.toBe('damaged');
  seen.ends.add(end.kind);
  if (names.length > kept.length && names.length < kept.length + maybe.length) seen.arrivedInPart++;
}

function open(files: Files, expected: Expected): Journal {
  for (;;) {
    try {
      return openOnce(files, expected);
    } catch (error) {
      if (error instanceof SimulatedCrash) throw error;
    }
  }
}

function openOnce(files: Files, expected: Expected): Journal {
  if (!files.list(FOLDER).includes(journalName(BASE))) return createJournal(files, FOLDER, BASE);
  const scan = scanned(files.read(FILE), BASE);
  const journal = continueJournal(files, FILE, scan);
  // Now it is kept, whether or not anybody was told.
  expected.kept = scan.records.map(nameOf);
  expected.maybe = [];
  return journal;
}

/** After a failed append: tries until nothing of it can come back and the journal takes changes again. */
function repair(journal: Journal, files: FailingFiles, expected: Expected, random: Random): void {
  for (;;) {
    try {
      journal.cutBack();
      expected.maybe = [];
      journal.repair();
      return;
    } catch (error) {
      if (error instanceof SimulatedCrash) throw error;
      if (random() < 0.7) files.heal();
    }
  }
}

/** One process's life with the journal, up to its sudden end. */
function live(disk: SimulatedDisk, expected: Expected, seen: Seen, random: Random, name: () => string): void {
  const below = (limit: number): number => Math.floor(random() * limit);
  const failing = createFailingFiles(disk.files);
  const files = createFailingFiles(failing);
  files.failAfter(1 + below(50), 'crash');
  if (random() < 0.2) failing.failAfter(1 + below(8), FAULTS[below(FAULTS.length)] ?? 'EIO');
  const journal = open(files, expected);
  for (;;) {
    const group = Array.from({ length: 1 + below(4) }, name);
    if (random() < 0.2) failing.failAfter(1 + below(3), FAULTS[below(FAULTS.length)] ?? 'EIO', random() < 0.3);
    else if (random() < 0.1) disk.failNextSync();
    expected.maybe = group;
    try {
      // Lengths that often fill sectors exactly, so that one record can take the very place of another.
      journal.append(group.map((one) => change(one, random() < 0.5 ? 393 : below(2500))));
      expected.kept.push(...group);
      expected.maybe = [];
      seen.appended += group.length;
    } catch (error) {
      if (error instanceof SimulatedCrash) throw error;
      seen.refused += group.length;
      repair(journal, failing, expected, random);
    }
  }
}

test(
  'whatever goes wrong and whenever the power goes: all that was appended is there, and nothing that was refused',
  { timeout: 60_000 },
  () => {
    const seen: Seen = { appended: 0, refused: 0, ends: new Set(), arrivedInPart: 0 };
    for (let seed = 0; seed < 250; seed++) {
      const random = seededRandom(seed);
      let disk = createSimulatedDisk({ random, shortWrites: seed % 3 === 0 });
      disk.files.makeFolder(FOLDER);
      let last = 0;
      const expected: Expected = { kept: [], maybe: [] };
      for (let life = 0; life < 5; life++) {
        expect(() => live(disk, expected, seen, random, () => String(++last).padStart(6, '0'))).toThrow(SimulatedCrash);
        const about = `seed ${seed}, life ${life}`;
        check(disk.files, expected, seen, about);
        for (let cut = 0; cut < 5; cut++) {
          check(disk.afterPowerCut(seededRandom(seed * 100 + cut)).files, expected, seen, `${about}, cut ${cut}`);
        }
        // Some lives end with the power, others with the process alone.
        if (random() < 0.6) disk = disk.afterPowerCut(random);
      }
    }
    expect(seen.appended).toBeGreaterThan(5000);
    expect(seen.refused).toBeGreaterThan(1000);
    expect(seen.arrivedInPart).toBeGreaterThan(100);
    expect(seen.ends).toEqual(new Set(['whole', 'torn']));
  },
);
