import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../src-main/random.ts';
import type { Files } from '../../../../src-main/store/files.ts';
import { createJournal, type Change, type Journal } from '../../../../src-main/store/journal/journal.ts';
import { createFailingFiles, SimulatedCrash } from '../../../support/failing-files.ts';
import type { SimulatedDisk } from '../../../support/simulated-disk.ts';
import { change, scanned } from './changes.ts';
import {
  aligned,
  BASE,
  errorOf,
  FAULTS,
  FILE,
  FOLDER,
  namesAfterCuts,
  namesIn,
  newDisk,
  reopen,
} from './journal-on-disk.ts';

/** A disk whose journal ends in a group that a power cut tore: 'a' is whole, 'b' is not, 'c' is there again. */
function tornDisk(sectors: number): SimulatedDisk {
  const disk = newDisk();
  const files = createFailingFiles(disk.files);
  const journal = createJournal(files, FOLDER, BASE);
  journal.append([aligned('a', 1)]);
  files.failAfter(2, 'crash');
  expect(() => journal.append(['b', 'c'].map((name) => aligned(name, sectors)))).toThrow(SimulatedCrash);
  for (let seed = 0; ; seed++) {
    const after = disk.afterPowerCut(seededRandom(seed));
    const content = Buffer.from(after.files.read(FILE));
    const hasC = scanned(content.subarray((1 + sectors) * 512), BASE + 2).records.length === 1;
    if (hasC && namesIn(after.files).length === 1) return after;
  }
}

test.each(FAULTS)('whichever operation of going on behind a torn write fails with %s, trying again works', (fault) => {
  for (let operation = 1, reached = true; reached; operation++) {
    const disk = tornDisk(2);
    const files = createFailingFiles(disk.files);
    expect(scanned(files.read(FILE), BASE).end).toEqual({ kind: 'torn', bytes: 2048 });
    const before = files.operations() + 1; // reading is not part of it
    files.failAfter(operation + 1, fault);
    const error = errorOf(() => reopen(files));
    reached = files.operations() - before >= operation;
    if (error !== null) expect(error).toMatchObject({ code: fault });
    files.heal();
    const journal = reopen(files);
    expect(scanned(files.read(FILE), BASE)).toMatchObject({ wholeBytes: 512, end: { kind: 'whole' } });
    journal.append([change('d')]);
    expect(namesAfterCuts(disk)).toEqual(['a d']);
  }
});

describe('what was cut off never comes back', () => {
  /** Appends a group and stops before it is synced: what a cut may leave of it now. */
  function unsynced(disk: SimulatedDisk, open: (files: Files) => Journal, group: readonly Change[]): string[] {
    const files = createFailingFiles(disk.files);
    const journal = open(files);
    files.failAfter(2, 'crash');
    expect(() => journal.append(group)).toThrow(SimulatedCrash);
    return namesAfterCuts(disk, 600);
  }

  test('neither from a torn write, in whose place other records were being written when the power went', () => {
    expect(unsynced(tornDisk(1), reopen, [aligned('d', 1), aligned('e', 1)])).toEqual(['a', 'a d', 'a d e']);
  });

  test('nor from a refused one, however large it was', () => {
    const disk = newDisk();
    const files = createFailingFiles(disk.files);
    const journal = createJournal(files, FOLDER, BASE);
    const group = (names: string): Change[] =>
      names.split('').map((name) => aligned(name, name === 'd' || name === 'x' ? 130 : 40));
    journal.append([aligned('a', 1)]);
    files.failAfter(2, 'EIO');
    expect(() => journal.append(group('xyz'))).toThrow('EIO');
    disk.files.open(FILE, 'existing').sync(); // the system wrote it nevertheless
    journal.cutBack();
    journal.repair();
    files.failAfter(2, 'crash');
    expect(() => journal.append(group('def'))).toThrow(SimulatedCrash);
    const seen = namesAfterCuts(disk, 1000);
    expect(seen.filter((names) => !'a d e f'.startsWith(names))).toEqual([]);
    expect(seen.length).toBeGreaterThan(2);
  });
});

test('what was read from memory only, because a sync had failed, is on the disk before the journal goes on', () => {
  for (let seed = 0; seed < 40; seed++) {
    const disk = newDisk().afterPowerCut(seededRandom(seed));
    const journal = createJournal(disk.files, FOLDER, BASE);
    journal.append([change('a', 600)]);
    disk.failNextSync();
    expect(() => journal.append([change('b', 600), change('c', 600)])).toThrow('EIO');
    // here the process ends, the power stays
    const next = reopen(disk.files);
    expect(namesAfterCuts(disk)).toEqual(['a b c']);
    next.append([change('d')]);
    expect(namesAfterCuts(disk)).toEqual(['a b c d']);
  }
});
