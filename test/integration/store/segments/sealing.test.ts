import { expect, test } from 'vitest';
import type { Files } from '../../../../src-main/store/files.ts';
import { readSnapshot, snapshotName } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { openMemoryDatabase, type MemoryDatabase } from '../../../../src-main/store/sqlite/memory-database.ts';
import { inlineHousekeeper } from '../../../../src-main/store/housekeeping/housekeeper.ts';
import { systemError } from '../../../support/system-error.ts';
import { leveredDisk } from '../engine/levered-files.ts';
import { list, open, read } from '../opening/lives.ts';
import { snapshotsIn, stand } from '../snapshots/stand.ts';
import { append, recordOf } from './records.ts';

/** The database of the newest snapshot. */
async function newestDatabase(files: Files): Promise<MemoryDatabase> {
  const snapshot = readSnapshot(read(files, snapshotName(Math.max(...snapshotsIn(files)))));
  if (typeof snapshot === 'string') throw new Error(snapshot);
  return openMemoryDatabase(snapshot.database);
}

const idsIn = ({ exec }: MemoryDatabase): number[] =>
  exec('SELECT id FROM audit_records ORDER BY id').map(({ id }) => Number(id));
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('whole segments leave the database, one segment’s worth stays; the next snapshot is without them', async () => {
  const { store, files } = await stand({ segmentRows: 4 });
  await append(store, 1, 15);
  await store.snapshot();
  expect(list(files, 'segments')).toEqual(['audit-000000000001-000000000004.db', 'audit-000000000005-000000000008.db']);
  await store.snapshot();
  const database = await newestDatabase(files);
  expect(idsIn(database)).toEqual(range(9, 15));
  expect(database.exec('SELECT first_id, last_id, first_at, last_at FROM segments')).toEqual([
    { first_id: 1, last_id: 4, first_at: 1001, last_at: 1004 },
    { first_id: 5, last_id: 8, first_at: 1005, last_at: 1008 },
  ]);
  database.close();
  await append(store, 16, 16);
  await store.snapshot();
  expect(list(files, 'segments')).toHaveLength(3);
});

test('a segment is an SQLite database that any tool can read', async () => {
  const { store, files } = await stand({ segmentRows: 4 });
  await append(store, 1, 8);
  await store.snapshot();
  const bytes = read(files, 'segments', 'audit-000000000001-000000000004.db');
  const database = await openMemoryDatabase(bytes.subarray(0, -64));
  expect(database.exec('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(idsIn(database)).toEqual([1, 2, 3, 4]);
  const [third] = database.exec('SELECT * FROM audit_records WHERE id = 3');
  expect(third).toMatchObject({ at: 1003, actor_user_id: recordOf(3).actor.userId, action: recordOf(3).action });
  database.close();
});

test('killed between the segment’s file and its entry, the records are still in the database, and sealed the next time', async () => {
  const levers = leveredDisk();
  const { store } = await stand({ segmentRows: 4 }, { files: levers.files });
  await append(store, 1, 8);
  levers.onSync = () => {
    if (list(levers.disk.files).includes('segments')) levers.failing.add('sync').add('write');
  };
  await store.snapshot();
  expect(store.status().snapshotFailure).not.toBeNull();
  expect(list(levers.disk.files, 'segments')).toHaveLength(1);

  levers.failing.clear();
  levers.onSync = () => {};
  const policy = { afterBytes: 1e9, afterMs: 1e9, notBeforeMs: 0, segmentRows: 4 };
  const again = await open(levers.disk.files, { policy });
  expect((await again.read('audit.page', { limit: 99 })).map(({ id }) => id)).toEqual(range(1, 8).toReversed());
  await append(again, 9, 9);
  await again.snapshot();
  await again.snapshot();
  const database = await newestDatabase(levers.disk.files);
  expect(idsIn(database)).toEqual(range(5, 9));
  database.close();
  expect(await again.read('audit.page', { limit: 99 })).toMatchObject(range(1, 9).toReversed().map(recordOf));
});

test('a segment that cannot be written keeps its records in the database, and the snapshot out of the folder', async () => {
  const { files } = leveredDisk().disk;
  const housekeeper = inlineHousekeeper({
    ...files,
    open(file, mode) {
      if (file.includes('segments')) throw systemError('ENOSPC', 'open');
      return files.open(file, mode);
    },
  });
  const { store } = await stand({ segmentRows: 4 }, { files, housekeeper });
  await append(store, 1, 8);
  await store.snapshot();
  expect(store.status().snapshotFailure).toContain('ENOSPC');
  expect(snapshotsIn(files)).toEqual([]);
  expect(await store.read('audit.page', { limit: 99 })).toMatchObject(range(1, 8).toReversed().map(recordOf));
});
