import { expect, test } from 'vitest';
import { seededRandom } from '../../../../src-main/random.ts';
import type { SeekableFiles } from '../../../../src-main/store/files.ts';
import { journalName } from '../../../../src-main/store/journal/journal.ts';
import { createFailingFiles, hasCrashed } from '../../../support/failing-files.ts';
import { bytesIn } from '../../../support/folder-bytes.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../../../support/simulated-disk.ts';
import { refusalOf } from '../../../support/store.ts';
import { firstVersionFile } from './first-version-file.ts';
import { flippedAt, FOLDER, killedAfter, list, names, namesOn, open, play, put, quarantined, read } from './lives.ts';

const [FILE, TAKEN_OVER] = ['console.db', 'console.db.taken-over'];

async function diskWith(database: Uint8Array): Promise<SimulatedDisk> {
  const disk = createSimulatedDisk({ random: seededRandom(1) });
  disk.files.makeFolder(FOLDER);
  put(disk.files, FILE, database);
  return disk;
}

test('what the first version kept is taken over, and its file stays as it was', async () => {
  const database = await firstVersionFile();
  const { files } = await diskWith(database);
  const store = await open(files);
  expect(store.report).toMatchObject({ fresh: false, migrationsApplied: 2, damage: null, findings: [] });
  expect(await names(store)).toBe('ann bob cai');
  const records = await store.read('audit.page', { limit: 9 });
  expect(records.map(({ id, action, subject }) => [id, action, subject])).toEqual([
    [4, 'session.sign-in', 'ann'],
    [3, 'user.create', 'cai'],
    [2, 'user.create', 'bob'],
    [1, 'user.create', 'ann'],
  ]);
  expect(list(files)).not.toContain(FILE);
  expect(read(files, TAKEN_OVER).equals(database)).toBe(true);

  await play(store, 'dan');
  expect(await namesOn(files)).toBe('ann bob cai dan');
  await play(await open(files), '| eva | fay |');
  expect(await namesOn(files)).toBe('ann bob cai dan eva fay');
});

async function takeOver(files: SeekableFiles): Promise<void> {
  await play(await open(files), 'dan');
}

test('interrupted at any file operation, and after the power cut that may have been the reason, it is taken over', async () => {
  const database = await firstVersionFile();
  const counting = createFailingFiles((await diskWith(database)).files);
  await takeOver(counting);
  const total = counting.operations();
  expect(total).toBeGreaterThan(30);
  for (let operation = 1; operation <= total; operation++) {
    const about = `operation ${operation}`;
    const disk = await diskWith(database);
    const failing = createFailingFiles(disk.files);
    failing.failAfter(operation, 'crash');
    const cause = await takeOver(failing).then(
      () => null,
      (error: unknown) => error,
    );
    expect(hasCrashed(cause), about).toBe(true);
    for (const { files } of [disk.afterPowerCut(seededRandom(operation)), disk]) {
      const store = await open(files);
      expect(['ann bob cai', 'ann bob cai dan'], about).toContain(await names(store));
      expect(read(files, TAKEN_OVER).equals(database), about).toBe(true);
      expect(list(files), about).not.toContain(FILE);
      await play(store, 'eva');
      expect(await namesOn(files), about).toContain('eva');
    }
  }
});

test.each([
  ['is empty', () => new Uint8Array(0)],
  ['is something else', () => Buffer.from('a song of songs')],
  ['is cut off in its first page', (bytes: Buffer) => bytes.subarray(0, 300)],
  ['is cut off behind its first page', (bytes: Buffer) => bytes.subarray(0, bytes.length - 4096)],
  ['is spoilt in its header', flippedAt(16)],
  ['has a page of zeros', (bytes: Buffer) => Buffer.from(bytes).fill(0, 4096, 8192)],
])('a first version whose file %s is refused untouched; by leave it is set aside', async (_what, change) => {
  const { files } = await diskWith(change(Buffer.from(await firstVersionFile())));
  const before = bytesIn(files, FOLDER);
  const { code, details } = await refusalOf(open(files));
  expect({ code, details }).toMatchObject({
    code: 'STORE_DAMAGED',
    details: { file: FILE, wholeUntil: 0, lostUntil: null },
  });
  expect(bytesIn(files, FOLDER)).toEqual(before);

  const store = await open(files, { acceptLoss: true });
  expect(store.report).toMatchObject({ fresh: true, damage: { file: FILE } });
  expect(quarantined(files)).toEqual([FILE]);
  expect(Object.values(bytesIn(files, `${FOLDER}/quarantine`))).toEqual(Object.values(before));
  await play(store, 'a');
  expect(await namesOn(files)).toBe('a');
});

test.each([
  ['with a journal alone', 'a b', []],
  ['with snapshots', 'a b | c | d', []],
  ['that was taken over itself', 'a b | c | d', [TAKEN_OVER]],
])('put beside a store %s, it takes the place of nothing', async (_what, script, more) => {
  const files = await killedAfter(script);
  const database = await firstVersionFile();
  for (const name of [FILE, ...more]) put(files, name, database);
  const store = await open(files);
  expect(await names(store)).toBe(script.replaceAll(' |', ''));
  expect(store.report.findings).toMatchObject([{ file: FILE }]);
  expect(quarantined(files)).toEqual([FILE]);
  expect(list(files)).not.toContain(FILE);
});

test('put beside journals whose snapshots are lost, it is no reason to forget them', async () => {
  const files = await killedAfter('a b | c | d');
  for (const name of list(files)) if (name.endsWith('.db')) files.remove(`${FOLDER}/${name}`);
  put(files, FILE, await firstVersionFile());
  const before = bytesIn(files, FOLDER);
  const { details } = await refusalOf(open(files));
  expect(details).toMatchObject({ wholeUntil: 0, lostUntil: 5 });
  expect(bytesIn(files, FOLDER)).toEqual(before);
  expect(list(files)).toContain(journalName(4));
});
