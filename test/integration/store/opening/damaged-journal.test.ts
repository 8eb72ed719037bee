import { expect, test } from 'vitest';
import type { SeekableFiles } from '../../../../src-main/store/files.ts';
import { journalName } from '../../../../src-main/store/journal/journal.ts';
import { encodeRecord, HEADER_BYTES } from '../../../../src-main/store/journal/record.ts';
import { snapshotName } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { bytesIn } from '../../../support/folder-bytes.ts';
import { refusalOf } from '../../../support/store.ts';
import { damage, flippedAt, FOLDER, inFolder, killedAfter, momentOf, names, open, put, read, timeOf } from './lives.ts';
import { recordStarts } from './records.ts';

const SCRIPT = 'a b c | d e f | g h i';
const [FIRST, SECOND] = [journalName(4), journalName(7)];
const NEWEST = snapshotName(7);

/** Spoils the record of one change: the `index`-th of its journal. */
function spoil(files: SeekableFiles, journal: string, index: number): void {
  damage(files, journal, flippedAt((recordStarts(read(files, journal))[index] ?? 0) + HEADER_BYTES));
}

/** How opening is refused; fails the test when that changes a single byte of the folder. */
async function refusalUntouched(files: SeekableFiles) {
  const before = bytesIn(files, FOLDER);
  const refusal = await refusalOf(open(files));
  expect(bytesIn(files, FOLDER)).toEqual(before);
  expect(refusal.code).toBe('STORE_DAMAGED');
  return refusal;
}

test('a journal damaged in its middle: what is whole, what is lost, and when each was made', async () => {
  const files = await killedAfter(SCRIPT);
  spoil(files, SECOND, 1);
  const { details, message } = await refusalUntouched(files);
  expect(details).toEqual({
    folder: FOLDER,
    file: SECOND,
    finding: 'it is damaged in its middle',
    wholeUntil: 8,
    wholeUntilTime: timeOf(8),
    lostUntil: 10,
    lostUntilTime: timeOf(10),
  });
  expect(message).toContain(`it is whole up to change 8 of ${timeOf(8)}; changes 9 to 10 of ${timeOf(10)} are lost`);
});

test('the journal of the newest snapshot is missing: how much came after it, nobody knows', async () => {
  const files = await killedAfter(SCRIPT);
  files.remove(inFolder(SECOND));
  const { details, message } = await refusalUntouched(files);
  expect(details).toMatchObject({ file: SECOND, finding: 'it is missing', wholeUntil: 7, lostUntil: null });
  expect(message).toContain('what came after it, if anything, is lost');
});

test('it is missing, and the snapshot is damaged too: the older generation does not hide it', async () => {
  const files = await killedAfter(SCRIPT);
  files.remove(inFolder(SECOND));
  damage(files, NEWEST, flippedAt(100));
  const { details } = await refusalUntouched(files);
  expect(details).toMatchObject({ file: SECOND, finding: 'it is missing', wholeUntil: 7, lostUntil: null });
});

test('neither the newest snapshot nor the end of the journal before it can be read', async () => {
  const files = await killedAfter(SCRIPT);
  damage(files, NEWEST, flippedAt(100));
  damage(files, FIRST, (bytes) => bytes.subarray(0, recordStarts(bytes)[2]));
  const { details } = await refusalUntouched(files);
  expect(details).toMatchObject({
    file: SECOND,
    finding: 'the journal before it ends at change 6',
    wholeUntil: 6,
    wholeUntilTime: timeOf(6),
    lostUntil: 10,
    lostUntilTime: timeOf(10),
  });
});

test('the same, and the journal after it is gone: the name of the snapshot still says what is lost', async () => {
  const files = await killedAfter(SCRIPT);
  damage(files, NEWEST, flippedAt(100));
  damage(files, FIRST, (bytes) => bytes.subarray(0, recordStarts(bytes)[2]));
  files.remove(inFolder(SECOND));
  const { details } = await refusalUntouched(files);
  expect(details).toMatchObject({ file: SECOND, finding: 'it is missing', wholeUntil: 6, lostUntil: 7 });
});

test('damage in the middle of an older journal loses all the newer ones as well', async () => {
  const files = await killedAfter(SCRIPT);
  damage(files, NEWEST, flippedAt(100));
  spoil(files, FIRST, 1);
  const { details } = await refusalUntouched(files);
  expect(details).toMatchObject({ file: FIRST, wholeUntil: 5, lostUntil: 10, lostUntilTime: timeOf(10) });
});

test('a journal between two others is missing', async () => {
  const files = await killedAfter(SCRIPT);
  damage(files, NEWEST, flippedAt(100));
  files.remove(inFolder(FIRST));
  const { details } = await refusalUntouched(files);
  expect(details).toMatchObject({ file: FIRST, finding: 'it is missing', wholeUntil: 4, lostUntil: 10 });
});

test('two journals that claim the same changes', async () => {
  const files = await killedAfter(SCRIPT);
  const other = await killedAfter('a b c | d e f g');
  damage(files, NEWEST, flippedAt(100));
  put(files, FIRST, read(other, FIRST));
  const { details } = await refusalUntouched(files);
  expect(details).toMatchObject({ file: SECOND, wholeUntil: 8, lostUntil: 10 });
});

test('a journal whose changes do not fit the database: none of it is applied', async () => {
  const files = await killedAfter(SCRIPT);
  const alien = { sequence: 11, synced: 10, at: momentOf(11) };
  const statements = [{ sql: 'INSERT INTO doors VALUES (1)', parameters: [] }];
  put(files, SECOND, Buffer.concat([read(files, SECOND), encodeRecord({ ...alien, statements })]));
  const { details } = await refusalUntouched(files);
  expect(details).toMatchObject({ file: SECOND, wholeUntil: 7, lostUntil: 11, lostUntilTime: timeOf(11) });
  expect(details['finding']).toBe('its change 11 does not fit the database: no such table: doors');
});

test('while it is refused nothing is lost: with the file back, all is there', async () => {
  const files = await killedAfter(SCRIPT);
  const whole = read(files, SECOND);
  spoil(files, SECOND, 0);
  await refusalUntouched(files);
  put(files, SECOND, whole);
  expect(await names(await open(files))).toBe('a b c d e f g h i');
});
