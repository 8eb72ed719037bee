import { expect, test } from 'vitest';
import { journalName } from '../../../../src-main/store/journal/journal.ts';
import { snapshotName } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { systemError } from '../../../support/system-error.ts';
import { damage, flippedAt, killedAfter, list, names, namesOn, open, play, put, quarantined } from './lives.ts';

const SEALING = { policy: { afterBytes: 1e9, afterMs: 1e9, notBeforeMs: 1e9, segmentRows: 2 } };

test('what was being prepared when the process ended is removed, and nothing else is', async () => {
  const files = await killedAfter('a b c | d e f |', SEALING);
  const before = [...list(files), ...list(files, 'segments')];
  put(files, `${snapshotName(99)}.tmp`, Buffer.from('half a snapsh'));
  put(files, 'restore.json.tmp', Buffer.from('{'));
  put(files, 'segments/audit-000000000001-000000000002.db.tmp', Buffer.from('half a segm'));
  put(files, 'backups.txt', Buffer.from('where our backups are'));
  await open(files, SEALING);
  expect([...list(files), ...list(files, 'segments')].toSorted()).toEqual([...before, 'backups.txt'].toSorted());
});

test('a journal made for a snapshot that never began is no gap: the journal before it went on', async () => {
  const files = await killedAfter('a b c | d e f');
  put(files, journalName(5), new Uint8Array(0));
  const store = await open(files);
  expect(await names(store)).toBe('a b c d e f');
  await play(store, '| g');
  expect(await namesOn(files)).toBe('a b c d e f g');
});

test('a rotation that fails leaves the journal in use, whatever it has left of the new one', async () => {
  const files = await killedAfter('a b c |');
  let failing = true;
  const store = await open({
    ...files,
    syncFolder(folder) {
      if (failing && list(files).includes(journalName(6))) throw systemError('EIO', 'fsync');
      files.syncFolder(folder);
    },
  });
  await play(store, 'd e |');
  expect(store.status().snapshotFailure).toContain('EIO');
  expect(list(files)).toContain(journalName(6));
  failing = false;
  await play(store, 'f');
  expect(await namesOn(files)).toBe('a b c d e f');
  await play(store, '| g');
  expect(await namesOn(files)).toBe('a b c d e f g');
});

test('killed between the new journal and the snapshot that it was made for', async () => {
  const files = await killedAfter('a b c |');
  const store = await open({
    ...files,
    open(file, mode) {
      if (file.endsWith('.db.tmp')) throw systemError('EIO', 'open');
      return files.open(file, mode);
    },
  });
  await play(store, 'd e | f g | h');
  expect(list(files).filter((name) => name.endsWith('.log'))).toEqual([0, 4, 6, 8].map(journalName));
  expect(await namesOn(files)).toBe('a b c d e f g h');
});

test('more than one snapshot damaged in a chain of journals that is whole', async () => {
  const files = await killedAfter('a b c | d e f | g h i');
  damage(files, snapshotName(7), flippedAt(100));
  await play(await open(files), 'j | k');
  damage(files, snapshotName(11), flippedAt(100));
  const store = await open(files);
  expect(await names(store)).toBe('a b c d e f g h i j k');
  expect(store.report).toMatchObject({ snapshotSequence: 4, replayed: 8 });
  expect(quarantined(files)).toEqual([snapshotName(7), snapshotName(11)]);
});
