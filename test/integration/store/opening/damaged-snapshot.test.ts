import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { journalName } from '../../../../src-main/store/journal/journal.ts';
import { snapshotName, writeSnapshot } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { openMemoryDatabase } from '../../../../src-main/store/sqlite/memory-database.ts';
import { createRecordingLog } from '../../../support/recording-log.ts';
import { systemError } from '../../../support/system-error.ts';
import {
  damage,
  flippedAt,
  FOLDER,
  goodSnapshots,
  inFolder,
  killedAfter,
  list,
  momentOf,
  names,
  namesOn,
  open,
  play,
  put,
  quarantined,
  read,
} from './lives.ts';

const SCRIPT = 'a b c | d e f | g h i';
const [OLDER, NEWEST] = [snapshotName(4), snapshotName(7)];
const ALL = 'a b c d e f g h i';

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ['cut off by one byte', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['longer than it was', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from([0])])],
  ['changed by one bit in its content', flippedAt(5000)],
  ['changed by one bit in its footer', flippedAt(-50)],
  ['empty', () => new Uint8Array(0)],
  ['something else altogether', () => createHash('sha256').update('a song').digest()],
])('a newest snapshot that is %s: the one before it takes over, and nothing is lost', async (_what, change) => {
  const files = await killedAfter(SCRIPT);
  damage(files, NEWEST, change);
  const damaged = read(files, NEWEST);
  const log = createRecordingLog();
  const store = await open(files, { log });
  expect(await names(store)).toBe(ALL);
  expect(store.report).toMatchObject({ fresh: false, snapshotSequence: 4, replayed: 6, damage: null });
  expect(store.report.findings).toMatchObject([{ file: NEWEST }]);
  expect(log.lines).toContainEqual(
    expect.objectContaining({ level: 'warn', facts: expect.objectContaining(store.report) }),
  );

  expect(list(files)).not.toContain(NEWEST);
  const [aside = ''] = list(files, 'quarantine');
  expect(aside).toMatch(new RegExp(`^\\d+-${NEWEST}$`));
  expect(read(files, 'quarantine', aside).equals(damaged)).toBe(true);

  await store.close();
  expect(goodSnapshots(files)).toEqual([10, 4]);
  const again = await open(files);
  expect(again.report).toMatchObject({ snapshotSequence: 10, replayed: 0, findings: [] });
  expect(await names(again)).toBe(ALL);
});

test('one that holds another state than its name says', async () => {
  const files = await killedAfter(SCRIPT);
  put(files, NEWEST, read(files, OLDER));
  const store = await open(files);
  expect(store.report.findings).toEqual([{ file: NEWEST, finding: 'it holds the state 4' }]);
  expect(await names(store)).toBe(ALL);
});

test('one that the disk cannot read any more', async () => {
  const files = await killedAfter(SCRIPT);
  const store = await open({
    ...files,
    read(file) {
      if (file.endsWith(NEWEST)) throw systemError('EIO', 'read');
      return files.read(file);
    },
  });
  expect(await names(store)).toBe(ALL);
  expect(store.report).toMatchObject({ snapshotSequence: 4, findings: [{ file: NEWEST }] });
  expect(quarantined(files)).toEqual([NEWEST]);
});

test('a disk that can read none of them is not called a store without content', async () => {
  const files = await killedAfter(SCRIPT);
  const failing = (file: string): Uint8Array => {
    if (file.endsWith('.db')) throw systemError('EIO', 'read');
    return files.read(file);
  };
  await expect(open({ ...files, read: failing })).rejects.toMatchObject({ code: 'EIO' });
  expect(await namesOn(files)).toBe(ALL);
});

test.each([
  ['no database', async () => Buffer.from('a song of songs')],
  [
    'a database in which a row refers to one that is not there',
    async (whole: Uint8Array) => {
      const memory = await openMemoryDatabase(whole.slice(0, -64));
      memory.exec("PRAGMA foreign_keys = OFF; INSERT INTO settings VALUES ('a', '1', 0, 'nobody')");
      return memory.export();
    },
  ],
])('one whose checksum fits, but that holds %s', async (_what, content) => {
  const files = await killedAfter(SCRIPT);
  const database = await content(read(files, NEWEST));
  writeSnapshot(files, FOLDER, { sequence: 7, at: momentOf(7), database });
  const store = await open(files);
  expect(await names(store)).toBe(ALL);
  expect(store.report.findings).toMatchObject([{ file: NEWEST }]);
  expect(quarantined(files)).toEqual([NEWEST]);
});

test('one that its journal does not fit, where the one before it has no such trouble', async () => {
  const files = await killedAfter(SCRIPT);
  const memory = await openMemoryDatabase(read(files, NEWEST).subarray(0, -64));
  memory.exec('DROP TABLE audit_records');
  writeSnapshot(files, FOLDER, { sequence: 7, at: momentOf(7), database: memory.export() });
  const store = await open(files);
  expect(await names(store)).toBe(ALL);
  expect(store.report).toMatchObject({ snapshotSequence: 4, damage: null, findings: [{ file: NEWEST }] });
  expect(store.report.findings[0]?.finding).toContain('its change 8 does not fit the database');
  expect(quarantined(files)).toEqual([NEWEST]);
});

test('both generations damaged, and the journals go back to the first change: all of it is built again', async () => {
  const files = await killedAfter('a b c');
  const first = read(files, journalName(0));
  const later = await open(files);
  await play(later, '| d e f | g');
  put(files, journalName(0), first);
  for (const snapshot of [OLDER, NEWEST]) damage(files, snapshot, flippedAt(100));

  const store = await open(files);
  expect(await names(store)).toBe('a b c d e f g');
  expect(store.report).toMatchObject({ fresh: false, snapshotSequence: 0, replayed: 8, damage: null });
  expect(store.report.findings.map(({ file }) => file)).toEqual([NEWEST, OLDER]);
  expect(quarantined(files)).toEqual([OLDER, NEWEST]);
  await store.close();
  expect(goodSnapshots(files)).toEqual([8]);
});

test('a snapshot made again under the name of a damaged one does not bring the damaged one back', async () => {
  const files = await killedAfter('a b c | d e f |');
  damage(files, NEWEST, flippedAt(100));
  const damaged = read(files, NEWEST);
  const store = await open(files);
  await store.close();
  expect(goodSnapshots(files)).toEqual([7, 4]);
  const [aside = ''] = list(files, 'quarantine');
  expect(files.read(inFolder('quarantine', aside))).toEqual(new Uint8Array(damaged));
});
