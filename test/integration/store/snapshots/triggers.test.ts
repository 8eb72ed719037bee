import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { VirtualClock } from '../../../support/virtual-clock.ts';
import { names, open, play } from '../opening/lives.ts';
import { keptUpTo, snapshotsIn, stand } from './stand.ts';

/** Long enough for a snapshot that was begun to be there. */
async function settled(clock: VirtualClock): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  await clock.advance(0);
}

test('a long journal is a reason for a snapshot', async () => {
  const afterBytes = 40_000;
  const { store, clock } = await stand({ afterBytes, notBeforeMs: 0 });
  await play(store, 'a');
  await settled(clock);
  expect(store.status().journalBytes).toBeLessThan(afterBytes);
  expect(store.status().lastSnapshot).toBeNull();
  await play(store, Array.from({ length: 40 }, (_, index) => `more-${index}`).join(' '));
  await vi.waitFor(() => expect(store.status().lastSnapshot).not.toBeNull());
  expect(store.status().journalBytes).toBeLessThan(afterBytes);
});

test('but not before some time has passed since the last', async () => {
  const { store, clock, files } = await stand({ afterBytes: 0, notBeforeMs: 10_000 });
  await play(store, 'a b');
  await settled(clock);
  expect(snapshotsIn(files)).toEqual([]);
  await clock.advance(10_000);
  await play(store, 'c');
  await keptUpTo(store, 4);
  await play(store, 'd e');
  await settled(clock);
  expect(snapshotsIn(files)).toEqual([4]);
});

test('time is one, when anything has changed, and without anybody asking for anything', async () => {
  const { store, clock, files } = await stand({ afterMs: 15 * 60_000, notBeforeMs: 0 });
  await play(store, 'a');
  await clock.advance(14 * 60_000);
  expect(snapshotsIn(files)).toEqual([]);
  await clock.advance(2 * 60_000);
  await keptUpTo(store, 2);
  const { lastSnapshot } = store.status();
  await clock.advance(60 * 60_000);
  expect(store.status().lastSnapshot).toEqual(lastSnapshot);
  await play(store, 'b');
  await clock.advance(60 * 60_000);
  await keptUpTo(store, 3);
});

test('many records are one: those that may leave the database leave it', async () => {
  const { store, files } = await stand({ segmentRows: 3, notBeforeMs: 0 });
  await play(store, 'a b c d e');
  expect(snapshotsIn(files)).toEqual([]);
  await play(store, 'f');
  await keptUpTo(store, 7);
  expect(files.list('/plant/data/segments')).toEqual(['audit-000000000001-000000000003.db']);
});

test('closing is one', async () => {
  const { store, files } = await stand({});
  await play(store, 'a b');
  await store.close();
  expect(snapshotsIn(files)).toEqual([3]);
});

test('closing takes none when nothing has changed since the last, and none of an untouched store', async () => {
  const { store, files } = await stand({});
  await play(store, 'a |');
  await store.close();
  expect(snapshotsIn(files)).toEqual([2]);
  const again = await open(files);
  await again.close();
  expect(snapshotsIn(files)).toEqual([2]);
});

test('none is taken while the disk takes no changes; once it does, it is', async () => {
  const { store, files, levers, clock, log } = await stand({ afterMs: 60_000, notBeforeMs: 0 });
  await play(store, 'a');
  levers.failing.add('write');
  await expect(play(store, 'b')).rejects.toThrow('refused');
  await clock.advance(10 * 60_000);
  await store.snapshot();
  expect(snapshotsIn(files)).toEqual([]);
  // nothing has failed: there is nothing to report but the refusing itself
  expect(store.status().snapshotFailure).toBeNull();
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  levers.failing.clear();
  await clock.advance(2 * 60_000);
  await keptUpTo(store, 2);
});

test('asked for twice at once, it is taken once', async () => {
  const { store, files, log } = await stand({});
  await play(store, 'a');
  await Promise.all([store.snapshot(), store.snapshot(), store.snapshot()]);
  expect(snapshotsIn(files)).toEqual([2]);
  expect(log.lines.filter(({ message }) => message === 'snapshot kept')).toHaveLength(1);
});

test('changes go on while a snapshot is being kept, and are in the next journal', async () => {
  const { store, files } = await stand({});
  await play(store, 'a b');
  const keeping = store.snapshot();
  await play(store, 'c d');
  await keeping;
  await play(store, 'e');
  expect(store.status().lastSnapshot?.sequence).toBeLessThan(6);
  expect(await names(await open(files))).toBe('a b c d e');
});
