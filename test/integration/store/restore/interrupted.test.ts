import { expect, test } from 'vitest';
import { seededRandom } from '../../../../src-main/random.ts';
import type { SeekableFiles } from '../../../../src-main/store/files.ts';
import { recover } from '../../../../src-main/store/opening/recover.ts';
import { createFailingFiles, hasCrashed } from '../../../support/failing-files.ts';
import { bytesIn } from '../../../support/folder-bytes.ts';
import { FOLDER, list, open } from '../opening/lives.ts';
import { AT, copyOf, namesWithRecords, NEW, OLD, restoreHere, stand, storeBytes, type Stand } from './stand.ts';

const standing = await stand();
const OLD_BYTES = storeBytes(standing.files);

/** Ends the process that does `work` at its `operation`-th file operation; false when it has not that many. */
async function endedAt(
  files: SeekableFiles,
  operation: number,
  work: (files: SeekableFiles) => Promise<unknown>,
): Promise<boolean> {
  const failing = createFailingFiles(files);
  failing.failAfter(operation, 'crash');
  try {
    await work(failing);
    return false;
  } catch (error) {
    if (hasCrashed(error)) return true;
    throw error;
  }
}

/** Every file of the old store, wherever it lies: in its place, or in folders of what was replaced. */
function whereTheOldOneIs(files: SeekableFiles): string[] {
  const places = [
    FOLDER,
    ...list(files)
      .filter((name) => name.startsWith('replaced-'))
      .map((name) => `/plant/data/${name}`),
  ];
  return places.filter((place) => JSON.stringify(storeBytes(files, place)) === JSON.stringify(OLD_BYTES));
}

test('ended at any file operation, the store that opens is wholly the old one or wholly the new one, and the old one is kept', async () => {
  const seen = new Set<string>();
  for (let operation = 1; ; operation++) {
    const { disk, files, backup } = copyOf(standing, operation);
    const ended = await endedAt(files, operation, (failing) => restoreHere(failing, backup));
    const about = `operation ${operation}`;
    for (const { files: found } of [disk.afterPowerCut(seededRandom(operation)), disk]) {
      const names = await namesWithRecords(found);
      expect([OLD, NEW], about).toContain(names);
      if (names === NEW) expect(whereTheOldOneIs(found), about).toEqual([`/plant/data/replaced-${AT}`]);
      expect(
        Object.keys(bytesIn(found, FOLDER)).filter((name) => name.startsWith('restoring')),
        about,
      ).toEqual([]);
      if (ended) seen.add(names);
    }
    if (!ended) break;
  }
  expect([...seen]).toEqual([OLD, NEW]);
}, 120_000);

/** A restore that was ended in the middle of exchanging the stores, where neither is in its place. */
async function halfExchanged(): Promise<Stand> {
  for (let operation = 1; ; operation++) {
    const copy = copyOf(standing, 1);
    await endedAt(copy.files, operation, (failing) => restoreHere(failing, copy.backup));
    const names = list(copy.files);
    if (names.includes('restore.json') && !names.some((name) => name.endsWith('.log'))) return copy;
  }
}

test('when the opening that finishes it is ended as well, again and again, the next one finishes it', async () => {
  const half = await halfExchanged();
  for (let operation = 1; operation < 40; operation++) {
    const { disk, files } = copyOf(half, operation);
    await endedAt(files, operation, (failing) => open(failing));
    for (const { files: found } of [disk.afterPowerCut(seededRandom(operation)), disk]) {
      await endedAt(found, 7, (failing) => open(failing));
      expect(await namesWithRecords(found), `operation ${operation}`).toBe(NEW);
      expect(whereTheOldOneIs(found), `operation ${operation}`).toEqual([`/plant/data/replaced-${AT}`]);
    }
  }
}, 60_000);

test('a restore after one that was interrupted finishes that first: each store is kept in one piece', async () => {
  for (let operation = 1; ; operation += 6) {
    const { files, backup } = copyOf(standing, operation);
    if (!(await endedAt(files, operation, (failing) => restoreHere(failing, backup)))) break;
    await restoreHere(files, backup, { at: AT + 1 });
    expect(await namesWithRecords(files), `operation ${operation}`).toBe(NEW);
    expect(whereTheOldOneIs(files), `operation ${operation}`).toHaveLength(1);
  }
}, 60_000);

test('nobody reads a store of which nobody can say which one it is', async () => {
  const { files } = await halfExchanged();
  const reading = recover(files, '/plant/data');
  await expect(reading).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', details: { reason: 'RESTORE_UNFINISHED' } });
});

test('a note of the exchange that cannot be read is damage, and nothing is done on a guess', async () => {
  const { files } = await halfExchanged();
  const note = files.open('/plant/data/restore.json', 'replace');
  note.write(Buffer.from('{"phase":"moving'), 0);
  note.close();
  const before = list(files);
  await expect(open(files)).rejects.toMatchObject({ code: 'STORE_DAMAGED', details: { file: 'restore.json' } });
  expect(list(files)).toEqual(before);
});
