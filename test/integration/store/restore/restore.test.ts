import { expect, test } from 'vitest';
import { readManifest } from '../../../../src-main/store/backup/read-backup.ts';
import { journalName } from '../../../../src-main/store/journal/journal.ts';
import { snapshotName } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { bytesIn } from '../../../support/folder-bytes.ts';
import { FOLDER, inFolder, list, names, open, play, put } from '../opening/lives.ts';
import {
  AT,
  backUpFolder,
  copyOf,
  namesWithRecords,
  NEW,
  OLD,
  POLICY,
  restoreHere,
  SEQUENCE,
  stand,
  storeBytes,
  verified,
} from './stand.ts';

const standing = await stand();

test('into a folder where there is nothing', async () => {
  const { files, backup } = copyOf(standing, 1);
  for (const name of list(files)) if (name !== 'segments') files.remove(inFolder(name));
  for (const name of list(files, 'segments')) files.remove(inFolder('segments', name));
  await restoreHere(files, backup);
  expect(await namesWithRecords(files)).toBe(NEW);
});

test('over a store: its place is taken wholly, and what was there is kept byte by byte', async () => {
  const { files, backup } = copyOf(standing, 1);
  put(files, 'console.lock.3', Buffer.from('{}'));
  const before = storeBytes(files);
  expect(Object.keys(before).filter((name) => name.startsWith('segments')).length).toBeGreaterThan(1);
  const { manifest, replaced } = await restoreHere(files, backup);
  expect(manifest).toEqual(readManifest(files, backup));
  expect(storeBytes(files, replaced)).toEqual(before);
  expect(list(files)).toEqual(
    [
      'console.lock.3',
      journalName(SEQUENCE),
      `replaced-${AT}`,
      'restoring',
      'segments',
      snapshotName(SEQUENCE),
    ].toSorted(),
  );
  expect(await namesWithRecords(files)).toBe(NEW);
});

test('what was restored passes every check, and goes on like any other store', async () => {
  const { files, backup } = copyOf(standing, 1);
  await restoreHere(files, backup);
  expect(await verified(files)).toMatchObject({ findings: [], untold: 0 });
  const store = await open(files, { policy: POLICY });
  expect(store.report).toMatchObject({ fresh: false, findings: [], damage: null, migrationsApplied: 0 });
  await play(store, 'zza zzb zzc | zzd | zze');
  await store.close();
  expect(await namesWithRecords(files)).toBe(`${NEW} zza zzb zzc zzd zze`);
  expect(await verified(files)).toMatchObject({ findings: [], untold: 0 });
});

test('a store can be put back from what replacing it kept', async () => {
  const { files, backup } = copyOf(standing, 1);
  const old = await backUpFolder(files, FOLDER, { at: AT + 60_000 });
  await restoreHere(files, backup);
  const { replaced } = await restoreHere(files, old, { at: AT + 1 });
  expect(await namesWithRecords(files)).toBe(OLD);
  expect(Object.keys(storeBytes(files, replaced)).length).toBeGreaterThan(2);
});

test('twice in the same moment, each keeps what it replaced', async () => {
  const { files, backup } = copyOf(standing, 1);
  const before = storeBytes(files);
  const first = await restoreHere(files, backup);
  const between = storeBytes(files);
  const second = await restoreHere(files, backup);
  expect(storeBytes(files, first.replaced)).toEqual(before);
  expect(storeBytes(files, second.replaced)).toEqual(between);
});

test('a damaged store can be replaced: nobody needs to be able to read it', async () => {
  const { files, backup } = copyOf(standing, 1);
  for (const name of list(files)) if (name !== 'segments') put(files, name, Buffer.from('nothing that can be read'));
  const before = storeBytes(files);
  const { replaced } = await restoreHere(files, backup);
  expect(storeBytes(files, replaced)).toEqual(before);
  expect(await namesWithRecords(files)).toBe(NEW);
});

test('a backup of a store that is at work holds what was done when it was made', async () => {
  const { files } = copyOf(standing, 1);
  const store = await open(files, { policy: POLICY });
  await play(store, 'i | j');
  const [backup] = await Promise.all([backUpFolder(files, FOLDER, { at: AT + 1000 }), play(store, 'k l | m n o | p')]);
  const before = bytesIn(files, FOLDER);
  await restoreHere(files, backup);
  const restored = await namesWithRecords(files);
  expect(`${OLD} i j k l m n o p`.startsWith(restored)).toBe(true);
  expect(restored.startsWith(`${OLD} i j`)).toBe(true);
  expect(Object.keys(before).length).toBeGreaterThan(3);
});

test('what was put back knows nothing of what was made since', async () => {
  const { files } = copyOf(standing, 1);
  const backup = await backUpFolder(files, FOLDER, { at: AT + 1000 });
  const store = await open(files, { policy: POLICY });
  await play(store, 'i j | k l |');
  await store.close();
  await restoreHere(files, backup);
  expect(await names(await open(files))).toBe(OLD);
});
