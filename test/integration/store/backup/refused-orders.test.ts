import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BackupSource } from '../../../../src-main/store/backup/sources.ts';
import { writeBackup, type BackupOrder } from '../../../../src-main/store/backup/write-backup.ts';
import { diskFiles, type SeekableFiles } from '../../../../src-main/store/files.ts';
import {
  contentOf,
  folderWithOlder,
  NEW,
  OLDER,
  orderOf,
  partsOf,
  refusalOf,
  segmentOf,
  SNAPSHOT,
  snapshotOf,
} from './stand.ts';

describe('a backup is refused', () => {
  it('under a name that is taken, which stays as it is', async () => {
    const { sources, folder, expectOnlyTheOlder } = await folderWithOlder();
    const file = path.join(folder, OLDER);
    expect(refusalOf(() => writeBackup(diskFiles, file, orderOf(sources)))).toEqual({
      code: 'BACKUP_NOT_WRITTEN',
      details: { file, reason: 'EEXIST', part: null },
    });
    expectOnlyTheOlder('taken');
  });

  it('when its folder is not there', async () => {
    const { sources, folder } = await folderWithOlder();
    const file = path.join(folder, 'nowhere', NEW);
    expect(refusalOf(() => writeBackup(diskFiles, file, orderOf(sources))).details).toMatchObject({ reason: 'ENOENT' });
  });

  it('when it would not leave the room that is asked for, before it takes any', async () => {
    const { sources, file, expectOnlyTheOlder } = await folderWithOlder();
    const unopened = (freeBytes: number): SeekableFiles => ({
      ...diskFiles,
      freeBytes: () => freeBytes,
      open: () => expect.fail('a file was opened'),
    });
    const refused = (freeBytes: number, changes: Partial<BackupOrder>) =>
      refusalOf(() => writeBackup(unopened(freeBytes), file, orderOf(sources, changes)));
    const full = { code: 'BACKUP_NOT_WRITTEN', details: { file, reason: 'ENOSPC', part: null } };
    expect(refused(500, {})).toEqual(full);
    expect(refused(1_000_000, { leaveFree: 1_000_000 })).toEqual(full);
    expectOnlyTheOlder('full');
    const unknown: SeekableFiles = { ...diskFiles, freeBytes: () => 0 };
    writeBackup(unknown, file, orderOf(sources));
    expect(partsOf(file, null)).toEqual(contentOf(sources));
  });

  it('of a snapshot that is not whole, or of another state, or an empty segment', async () => {
    const { sources, file, expectOnlyTheOlder } = await folderWithOlder();
    const snapshot = Buffer.from(sources[0]?.read() ?? []);
    const flipped = Buffer.from(snapshot);
    flipped.writeUInt8(flipped.readUInt8(9) ^ 1, 9);
    const segment = segmentOf(10).name;
    const worthless: [BackupSource[], string][] = [
      [[{ name: SNAPSHOT, read: () => flipped }], SNAPSHOT],
      [[{ name: SNAPSHOT, read: () => Buffer.alloc(0) }], SNAPSHOT],
      [[{ name: 'snapshot-000000000124.db', read: () => snapshot }], 'snapshot-000000000124.db'],
      [[...sources.slice(0, 1), { name: segment, read: () => Buffer.alloc(0) }], segment],
    ];
    for (const [parts, name] of worthless) {
      expect(refusalOf(() => writeBackup(diskFiles, file, orderOf(parts)))).toEqual({
        code: 'STORE_DAMAGED',
        details: { file: name },
      });
    }
    expectOnlyTheOlder('worthless sources');
  });

  it('of a source that cannot be read, which it names', async () => {
    const { sources, file, folder, expectOnlyTheOlder } = await folderWithOlder();
    const { name } = segmentOf(1, 3);
    const missing: BackupSource = { name, read: () => readFileSync(path.join(folder, 'not-there.db')) };
    expect(refusalOf(() => writeBackup(diskFiles, file, orderOf([...sources, missing])))).toEqual({
      code: 'BACKUP_NOT_WRITTEN',
      details: { file, reason: 'ENOENT', part: name },
    });
    expectOnlyTheOlder('missing source');
  });

  it('of no snapshot, of two, of another name, of the same twice', async () => {
    const { sources, file, expectOnlyTheOlder } = await folderWithOlder();
    const [snapshot, segment] = [await snapshotOf(100), segmentOf(10)];
    const evil: BackupSource = { name: '../evil.db', read: () => Buffer.from('evil') };
    for (const parts of [[], [segment], [snapshot, snapshot], [snapshot, evil], [...sources, segment]]) {
      expect(() => writeBackup(diskFiles, file, orderOf(parts))).toThrow(/snapshot|segment|twice|expected/);
    }
    expectOnlyTheOlder('impossible orders');
  });
});
