import { expect, test } from 'vitest';
import type { SeekableFiles } from '../../../../src-main/store/files.ts';
import { journalName } from '../../../../src-main/store/journal/journal.ts';
import { snapshotName } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { bytesIn } from '../../../support/folder-bytes.ts';
import { refusalOf } from '../../../support/store.ts';
import { damage, flippedAt, FOLDER, inFolder, killedAfter, list, open, put, timeOf } from './lives.ts';

const SCRIPT = 'a b c | d e f | g h i';
const [OLDER, NEWEST] = [snapshotName(4), snapshotName(7)];
const ONE_PER_SEGMENT = { policy: { afterBytes: 1e9, afterMs: 1e9, notBeforeMs: 1e9, segmentRows: 1 } };

async function refusalUntouched(files: SeekableFiles) {
  const before = bytesIn(files, FOLDER);
  const refusal = await refusalOf(open(files));
  expect(bytesIn(files, FOLDER)).toEqual(before);
  expect(refusal.code).toBe('STORE_DAMAGED');
  return refusal;
}

function removeAll(files: SeekableFiles, ending: RegExp): void {
  for (const name of list(files)) if (ending.test(name)) files.remove(inFolder(name));
}

test('no snapshot is whole, and the journals do not go back to the first change', async () => {
  const files = await killedAfter(SCRIPT);
  for (const name of [OLDER, NEWEST]) damage(files, name, flippedAt(100));
  const { details, message } = await refusalUntouched(files);
  expect(details).toEqual({
    folder: FOLDER,
    file: NEWEST,
    finding: 'its checksum does not fit its content',
    wholeUntil: 0,
    wholeUntilTime: null,
    lostUntil: 10,
    lostUntilTime: timeOf(10),
  });
  expect(message).toContain(`nothing in it can be read; changes 1 to 10 of ${timeOf(10)} are lost`);
});

test('the snapshots are gone, and only journals are left', async () => {
  const files = await killedAfter(SCRIPT);
  removeAll(files, /\.db$/);
  const { details } = await refusalUntouched(files);
  expect(details).toMatchObject({ file: OLDER, wholeUntil: 0, lostUntil: 10, lostUntilTime: timeOf(10) });
  expect(details['finding']).toBe('it is missing, and so are all other snapshots');
});

test.each([
  ['the segments', []],
  ['the segments, and an empty first journal', [journalName(0)]],
])('of snapshots and journals nothing is left but %s: it does not begin empty', async (_what, empty) => {
  const files = await killedAfter('a b c | d e f |', ONE_PER_SEGMENT);
  expect(list(files, 'segments').length).toBeGreaterThan(1);
  removeAll(files, /\.(db|log)$/);
  for (const name of empty) put(files, name, new Uint8Array(0));
  const { details } = await refusalUntouched(files);
  expect(details).toMatchObject({ wholeUntil: 0, lostUntil: null });
});

test('nor where nothing is left but what was set aside', async () => {
  const files = await killedAfter(SCRIPT);
  damage(files, NEWEST, flippedAt(100));
  await (await open(files)).close();
  removeAll(files, /\.(db|log)$/);
  await refusalUntouched(files);
});

test.each([
  ['is not there', () => {}],
  ['is empty', (files: SeekableFiles) => files.makeFolder(FOLDER)],
  [
    'holds the first journal, without a change',
    (files: SeekableFiles) => (files.makeFolder(FOLDER), put(files, journalName(0), new Uint8Array(0))),
  ],
  [
    'holds what no store leaves',
    (files: SeekableFiles) => (files.makeFolder(inFolder('backups')), put(files, 'console.lock.1', Buffer.from('{}'))),
  ],
])('a folder that %s is that of a new store', async (_what, prepare) => {
  const files = await killedAfter('a');
  removeAll(files, /./);
  prepare(files);
  const store = await open(files);
  expect(store.report).toMatchObject({ fresh: true, replayed: 0, findings: [], damage: null });
  expect(await store.read('users.count', {})).toBe(0);
});
