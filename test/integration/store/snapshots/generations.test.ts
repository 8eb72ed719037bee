import { expect, test } from 'vitest';
import { journalName } from '../../../../src-main/store/journal/journal.ts';
import { inlineHousekeeper } from '../../../../src-main/store/housekeeping/housekeeper.ts';
import { readSnapshot, snapshotName } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { systemError } from '../../../support/system-error.ts';
import { leveredDisk } from '../engine/levered-files.ts';
import { goodSnapshots, list, names, open, play, put, read } from '../opening/lives.ts';
import { journalsIn, keptUpTo, snapshotsIn, stand } from './stand.ts';

test('two generations stay, each with every journal since; what is older goes, and not sooner', async () => {
  const { store, files } = await stand({});
  const seen: unknown[] = [];
  for (const script of ['a', '| b', '| c', '| d', '| e']) {
    await play(store, script);
    seen.push([snapshotsIn(files), journalsIn(files)]);
  }
  expect(seen).toEqual([
    [[], [0]],
    [[2], [0, 2]],
    [
      [2, 3],
      [2, 3],
    ],
    [
      [3, 4],
      [3, 4],
    ],
    [
      [4, 5],
      [4, 5],
    ],
  ]);
});

test('a snapshot says of which change and moment it is', async () => {
  const { store, files, clock } = await stand({});
  await play(store, 'a b');
  await clock.advance(5000);
  await play(store, '|');
  expect(readSnapshot(read(files, snapshotName(3)))).toMatchObject({ sequence: 3, at: clock.now() });
  const { lastSnapshot } = store.status();
  expect(lastSnapshot).toMatchObject({ sequence: 3, at: clock.now(), bytes: read(files, snapshotName(3)).length - 64 });
});

test('a snapshot that fails is logged and reported, cuts nothing, and is taken the next time', async () => {
  const levers = leveredDisk();
  const { files } = levers.disk;
  let full = false;
  const failing = inlineHousekeeper({
    ...files,
    open(file, mode) {
      if (full) throw systemError('ENOSPC', 'open');
      return files.open(file, mode);
    },
  });
  const { store, log } = await stand({}, { files, housekeeper: failing });
  await play(store, 'a | b | c');
  full = true;
  for (const name of ['d', 'e', 'f']) await play(store, `| ${name}`);
  expect(store.status()).toMatchObject({
    refusing: null,
    snapshotFailure: 'ENOSPC: open',
    lastSnapshot: { sequence: 3 },
  });
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(3);
  expect([snapshotsIn(files), journalsIn(files)]).toEqual([
    [2, 3],
    [2, 3, 4, 5, 6],
  ]);
  expect(await names(await open(files))).toBe('a b c d e f');

  full = false;
  await play(store, '|');
  expect(store.status()).toMatchObject({ snapshotFailure: null, lastSnapshot: { sequence: 7 } });
  expect([snapshotsIn(files), journalsIn(files)]).toEqual([
    [3, 7],
    [3, 4, 5, 6, 7],
  ]);
});

test('one that failed for a long journal is tried again soon, though the journal is a new one by then', async () => {
  const levers = leveredDisk();
  const { files } = levers.disk;
  let full = true;
  const failing = inlineHousekeeper({
    ...files,
    open(file, mode) {
      if (full) throw systemError('ENOSPC', 'open');
      return files.open(file, mode);
    },
  });
  const { store, clock } = await stand({ afterBytes: 1500, notBeforeMs: 10_000 }, { files, housekeeper: failing });
  await play(store, 'a b c');
  await clock.advance(60_000);
  expect(store.status().snapshotFailure).toContain('ENOSPC');
  expect(store.status().journalBytes).toBe(0);
  full = false;
  await clock.advance(60_000);
  await keptUpTo(store, 4);
});

test('one that the disk gives back other than it was written is no generation, and nothing is cut for it', async () => {
  const levers = leveredDisk();
  const { files } = levers.disk;
  const forgetful = inlineHousekeeper({
    ...files,
    read(file) {
      const bytes = Uint8Array.from(files.read(file));
      if (file.endsWith(snapshotName(4))) bytes.set([bytes[5000] === 0 ? 1 : 0], 5000);
      return bytes;
    },
  });
  const { store } = await stand({}, { files, housekeeper: forgetful });
  await play(store, 'a | b | c |');
  expect(store.status().snapshotFailure).toContain('was not kept: its checksum');
  expect([snapshotsIn(files), journalsIn(files)]).toEqual([
    [2, 3],
    [2, 3, 4],
  ]);
  await play(store, 'd |');
  expect([snapshotsIn(files), journalsIn(files)]).toEqual([
    [3, 5],
    [3, 4, 5],
  ]);
  expect(await names(await open(files))).toBe('a b c d');
});

test('a generation that was found damaged does not count as one: the last whole one stays', async () => {
  const { store, files } = await stand({});
  await play(store, 'a | b | c');
  await store.close();
  put(files, snapshotName(4), Buffer.from('no snapshot'));
  const again = await open(files);
  await play(again, 'd |');
  expect(goodSnapshots(files)).toEqual([5, 3]);
  expect(list(files)).toContain(journalName(3));
});
