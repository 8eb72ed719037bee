import { expect, test } from 'vitest';
import { readSnapshot, snapshotName } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { openMemoryDatabase } from '../../../../src-main/store/sqlite/memory-database.ts';
import { read } from '../opening/lives.ts';
import { snapshotsIn, stand } from '../snapshots/stand.ts';
import { append } from './records.ts';

test('the snapshot of ten times as many records is not larger, and has no free pages to speak of', async () => {
  const { store, files } = await stand({ segmentRows: 100 });
  /** Grows to `count` records, with a snapshot every hundred as time would bring them; the size of the last. */
  const sizeAt = async (from: number, count: number): Promise<number> => {
    for (let first = from; first <= count; first += 100) {
      await append(store, first, first + 99);
      await store.snapshot();
    }
    await store.snapshot();
    return store.status().lastSnapshot?.bytes ?? 0;
  };
  const small = await sizeAt(1, 300);
  const large = await sizeAt(301, 3000);
  expect(small).toBeGreaterThan(10_000);
  expect(large).toBeLessThan(1.2 * small);

  const snapshot = readSnapshot(read(files, snapshotName(Math.max(...snapshotsIn(files)))));
  if (typeof snapshot === 'string') throw new Error(snapshot);
  const database = await openMemoryDatabase(snapshot.database);
  const [free] = Object.values(database.exec('PRAGMA freelist_count')[0] ?? {}).map(Number);
  const [pages] = Object.values(database.exec('PRAGMA page_count')[0] ?? {}).map(Number);
  database.close();
  expect(free ?? NaN).toBeLessThan(0.25 * (pages ?? NaN));
  expect(await store.read('audit.page', { before: 51, limit: 1 })).toMatchObject([{ id: 50 }]);
});

test('space that a great many records have left is not written again and again', async () => {
  const { store } = await stand({ segmentRows: 100 });
  await append(store, 1, 2000);
  await store.snapshot();
  const before = store.status().lastSnapshot?.bytes ?? 0;
  await store.snapshot();
  const after = store.status().lastSnapshot?.bytes ?? 0;
  expect(before).toBeGreaterThan(3 * after);
});
