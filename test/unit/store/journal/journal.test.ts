import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../src-main/random.ts';
import { createJournal, journalBase, journalName, type Change } from '../../../../src-main/store/journal/journal.ts';
import { createFailingFiles, type Fault } from '../../../support/failing-files.ts';
import { createSimulatedDisk } from '../../../support/simulated-disk.ts';
import { change, nameOf, scanned } from './changes.ts';
import { BASE, errorOf, FAULTS, FILE, FOLDER, namesAfterCuts, namesIn, newDisk, reopen } from './journal-on-disk.ts';

test('the name of a journal says what it follows, and no other name does', () => {
  for (const base of [0, 1, 999_999_999_999, 1_000_000_000_000, 2 ** 48 - 1]) {
    expect(journalBase(journalName(base))).toBe(base);
  }
  for (const name of ['journal-1.log', `${journalName(1)}.tmp`, `x${journalName(1)}`, 'snapshot-000000000001.db']) {
    expect(journalBase(name)).toBeNull();
  }
});

describe('a journal', () => {
  test('numbers what is appended, calls what was there before synced, and says how long it is', () => {
    const { files } = newDisk();
    const journal = createJournal(files, FOLDER, BASE);
    expect([journal.lastSequence, journal.bytes]).toEqual([BASE, 0]);
    journal.append([change('a')]);
    journal.append([change('b'), change('c')]);
    journal.append([]);
    const { records } = scanned(files.read(FILE), BASE);
    expect(records.map((record) => [nameOf(record), record.sequence, record.synced])).toEqual([
      ['a', 8, 7],
      ['b', 9, 8],
      ['c', 10, 8],
    ]);
    expect([journal.lastSequence, journal.bytes]).toEqual([10, files.read(FILE).length]);
    journal.close();
  });

  test('goes on where it was left', () => {
    const { files } = newDisk();
    const first = createJournal(files, FOLDER, BASE);
    first.append([change('a'), change('b')]);
    first.close();
    const next = reopen(files);
    expect([next.lastSequence, next.bytes]).toEqual([first.lastSequence, first.bytes]);
    next.append([change('c')]);
    expect(namesIn(files)).toEqual(['a', 'b', 'c']);
  });

  test('has on the disk whatever an append returned for, itself included', () => {
    const disk = newDisk();
    const journal = createJournal(disk.files, FOLDER, BASE);
    expect(namesAfterCuts(disk)).toEqual(['']);
    journal.append([change('a', 3000), change('b')]);
    expect(namesAfterCuts(disk)).toEqual(['a b']);
  });

  test('goes on after a change that cannot be written, and nothing of its group is there', () => {
    const { files } = newDisk();
    const journal = createJournal(files, FOLDER, BASE);
    const unwritable: Change = { at: 0, statements: [{ sql: 'x', parameters: [Number.NaN] }] };
    expect(() => journal.append([change('a'), unwritable])).toThrow(TypeError);
    journal.append([change('b')]);
    expect(namesIn(files)).toEqual(['b']);
  });

  test('takes nothing after a failure, not even after it was cut back, until it was repaired', () => {
    const files = createFailingFiles(newDisk().files);
    const journal = createJournal(files, FOLDER, BASE);
    files.failAfter(2, 'EIO');
    expect(() => journal.append([change('refused')])).toThrow('EIO');
    expect(() => journal.append([change('a')])).toThrow('not repaired');
    journal.cutBack();
    expect(() => journal.append([change('a')])).toThrow('not repaired');
    expect([journal.lastSequence, journal.bytes, files.read(FILE).length]).toEqual([BASE, 0, 0]);
    journal.repair();
    journal.append([change('a')]);
    expect(namesIn(files)).toEqual(['a']);
  });

  test('is not repaired while there is no room', () => {
    const disk = createSimulatedDisk({ random: seededRandom(1), capacity: 100_000 });
    disk.files.makeFolder(FOLDER);
    const other = disk.files.open(`${FOLDER}/other`, 'create');
    other.write(new Uint8Array(90_000), 0);
    const journal = createJournal(disk.files, FOLDER, BASE);
    journal.append([change('a')]);
    expect(() => journal.append([change('refused', 20_000)])).toThrow('ENOSPC');
    expect(disk.files.freeBytes(FOLDER)).toBe(0);
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(() => journal.repair()).toThrow('ENOSPC');
      expect(disk.files.freeBytes(FOLDER)).toBe(10_000 - journal.bytes);
    }
    expect(() => journal.append([change('b')])).toThrow('not repaired');
    other.truncate(0);
    journal.repair();
    journal.append([change('b')]);
    expect(namesIn(disk.files)).toEqual(['a', 'b']);
  });
});

test.each(FAULTS.flatMap((fault) => [false, true].map((lasting) => [fault, lasting] as const)))(
  'whichever operation of an append fails with %s (lasting: %s), what was refused is gone and what comes later is kept',
  (fault: Fault, lasting) => {
    let refusals = 0;
    for (let operation = 1; ; operation++) {
      const disk = newDisk();
      const files = createFailingFiles(disk.files);
      const journal = createJournal(files, FOLDER, BASE);
      journal.append([change('a', 700)]);
      const before = files.operations();
      files.failAfter(operation, fault, lasting);
      const error = errorOf(() => journal.append([change('b', 900), change('c', 2000)]));
      const reached = files.operations() - before >= operation;
      if (fault === 'short' || !reached) expect(error, `operation ${operation}`).toBeNull();
      else expect(error, `operation ${operation}`).toMatchObject({ code: fault });
      if (lasting && error !== null) expect(errorOf(() => journal.cutBack())).toMatchObject({ code: fault });
      files.heal();
      if (error !== null) {
        refusals++;
        journal.cutBack();
        expect(namesAfterCuts(disk), `operation ${operation}`).toEqual(['a']);
        journal.repair();
      }
      journal.append([change('d')]);
      expect(namesAfterCuts(disk), `operation ${operation}`).toEqual([error === null ? 'a b c d' : 'a d']);
      if (!reached) break;
    }
    expect(refusals).toBe(fault === 'short' ? 0 : 2);
  },
);

test.each(FAULTS)('whichever operation of cutting back and repairing fails with %s, trying again works', (fault) => {
  let operation = 0;
  for (let reached = true; reached;) {
    operation++;
    const disk = newDisk();
    const files = createFailingFiles(disk.files);
    const journal = createJournal(files, FOLDER, BASE);
    journal.append([change('a', 700)]);
    disk.failNextSync();
    expect(() => journal.append([change('refused', 3000)])).toThrow('EIO');
    const before = files.operations();
    files.failAfter(operation, fault);
    const error = errorOf(() => {
      journal.cutBack();
      journal.repair();
    });
    reached = files.operations() - before >= operation;
    files.heal();
    if (error !== null) {
      expect(error).toMatchObject({ code: fault });
      expect(() => journal.append([change('too early')])).toThrow('not repaired');
      journal.repair();
    }
    journal.append([change('b')]);
    expect(namesAfterCuts(disk), `operation ${operation}`).toEqual(['a b']);
  }
  expect(operation).toBeGreaterThan(8);
});

test.each(FAULTS)('whichever operation of making one fails with %s, trying again works', (fault) => {
  for (let operation = 1, reached = true; reached; operation++) {
    const disk = newDisk();
    const files = createFailingFiles(disk.files);
    files.failAfter(operation, fault);
    const error = errorOf(() => createJournal(files, FOLDER, BASE));
    reached = files.operations() >= operation;
    if (error !== null) expect(error).toMatchObject({ code: fault });
    files.heal();
    createJournal(files, FOLDER, BASE).append([change('a')]);
    expect(namesAfterCuts(disk)).toEqual(['a']);
  }
});
