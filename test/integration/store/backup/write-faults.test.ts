import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BackupSource } from '../../../../src-main/store/backup/sources.ts';
import type { Progress } from '../../../../src-main/store/backup/work.ts';
import { writeBackup, type BackupOrder } from '../../../../src-main/store/backup/write-backup.ts';
import { diskFiles, type SeekableFiles } from '../../../../src-main/store/files.ts';
import { temporaryFolder } from '../../../support/store.ts';
import { CHUNK, contentOf, orderOf, partsOf, PASSPHRASE, refusalOf, segmentOf, SNAPSHOT, snapshotOf } from './stand.ts';

const OLDER = 'console-older.rcbackup';
const NEW = 'console-new.rcbackup';

/** A folder with an older backup, and what must still be there when a new one failed. */
async function stand() {
  const folder = await temporaryFolder();
  const sources = [await snapshotOf(5 * CHUNK + 1), segmentOf(2 * CHUNK), segmentOf(3, 2)];
  writeBackup(diskFiles, path.join(folder, OLDER), orderOf(sources));
  const older = readFileSync(path.join(folder, OLDER));
  return {
    sources,
    folder,
    file: path.join(folder, NEW),
    expectOnlyTheOlder(about: string) {
      expect(readdirSync(folder), about).toEqual([OLDER]);
      expect(readFileSync(path.join(folder, OLDER)), about).toEqual(older);
    },
  };
}

type Fault = 'ENOSPC' | 'EIO' | 'EACCES';

/** Counts operations; the `failing`-th, and with `lasting` each one after it that takes room, fails. */
function failingFiles(failing: number, fault: Fault, lasting: boolean): SeekableFiles & { readonly begun: string[] } {
  const begun: string[] = [];
  function step<T>(name: string, operation: () => T): T {
    begun.push(name);
    const takesRoom = name === 'write' || name === 'open' || name === 'sync';
    if (begun.length === failing || (lasting && takesRoom && begun.length > failing)) {
      throw Object.assign(new Error(`${fault} at ${name}`), { code: fault });
    }
    return operation();
  }
  return {
    ...diskFiles,
    begun,
    list: (folder) => step('list', () => diskFiles.list(folder)),
    freeBytes: (folder) => step('freeBytes', () => diskFiles.freeBytes(folder)),
    rename: (from, to) => step('rename', () => diskFiles.rename(from, to)),
    syncFolder: (folder) => step('syncFolder', () => diskFiles.syncFolder(folder)),
    open: (name, mode) =>
      step('open', () => {
        const handle = diskFiles.open(name, mode);
        return {
          truncate: (length) => handle.truncate(length),
          // Half of what was asked: the system may always take fewer bytes.
          write: (bytes, position) =>
            step('write', () => handle.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), position)),
          sync: () => step('sync', () => handle.sync()),
          close() {
            handle.close();
            step('close', () => undefined);
          },
        };
      }),
    openToRead: (name) =>
      step('openToRead', () => {
        const handle = diskFiles.openToRead(name);
        return {
          length: handle.length,
          read: (into, position) => step('read', () => handle.read(into.subarray(0, 50), position)),
          close: () => handle.close(),
        };
      }),
  };
}

/** Keeps one bit of the `lie`-th write wrong, and says that all is well. */
function lyingFiles(lie: number): SeekableFiles & { writes(): number } {
  let writes = 0;
  return {
    ...diskFiles,
    writes: () => writes,
    open(name, mode) {
      const handle = diskFiles.open(name, mode);
      return {
        ...handle,
        write(bytes, position) {
          const kept = Buffer.from(bytes);
          const middle = kept.length >> 1;
          if (++writes === lie) kept.writeUInt8(kept.readUInt8(middle) ^ 4, middle);
          return handle.write(kept, position);
        },
      };
    },
  };
}

describe.each([
  ['plain', null],
  ['sealed', PASSPHRASE],
])('writing a %s backup', (_kind, passphrase) => {
  it('survives a disk that takes and gives a few bytes at a time', async () => {
    const { sources, file } = await stand();
    const files = failingFiles(0, 'EIO', false);
    writeBackup(files, file, orderOf(sources, { passphrase }));
    expect(partsOf(file, passphrase, files)).toEqual(contentOf(sources));
  });

  it.each([
    ['ENOSPC', 'once', false],
    ['ENOSPC', 'from then on', true],
    ['EIO', 'once', false],
    ['EACCES', 'once', false],
  ] as const)(
    'whichever operation fails with %s %s, leaves nothing and harms no older one',
    async (fault, _w, lasting) => {
      const { sources, file, folder, expectOnlyTheOlder } = await stand();
      const order = orderOf(sources, { passphrase });
      const counting = failingFiles(0, fault, false);
      writeBackup(counting, file, order);
      diskFiles.remove(file);
      expect(new Set(counting.begun)).toEqual(
        new Set(['list', 'freeBytes', 'open', 'write', 'sync', 'close', 'openToRead', 'read', 'rename', 'syncFolder']),
      );
      for (const [index, name] of counting.begun.entries()) {
        const files = failingFiles(index + 1, fault, lasting);
        const about = `operation ${index + 1}, ${name}`;
        expect(
          refusalOf(() => writeBackup(files, file, order)),
          about,
        ).toEqual({
          code: 'BACKUP_NOT_WRITTEN',
          details: { file, reason: fault, part: null },
        });
        expectOnlyTheOlder(about);
      }
      writeBackup(diskFiles, file, order);
      expect(readdirSync(folder).toSorted()).toEqual([NEW, OLDER]);
    },
  );

  it('finds out when the disk did not keep what it took', async () => {
    const { sources, file, expectOnlyTheOlder } = await stand();
    const order = orderOf(sources, { passphrase });
    const honest = lyingFiles(0);
    writeBackup(honest, file, order);
    diskFiles.remove(file);
    expect(honest.writes()).toBeGreaterThanOrEqual(2);
    for (let lie = 1; lie <= honest.writes(); lie++) {
      expect(
        refusalOf(() => writeBackup(lyingFiles(lie), file, order)),
        `write ${lie}`,
      ).toEqual({
        code: 'BACKUP_NOT_WRITTEN',
        details: { file, reason: 'READ_BACK', part: null },
      });
      expectOnlyTheOlder(`write ${lie}`);
    }
  });

  it('can be cancelled at every step, and leaves nothing', async () => {
    const { sources, file, expectOnlyTheOlder } = await stand();
    const seen: Progress[] = [];
    writeBackup(diskFiles, file, orderOf(sources, { passphrase, onProgress: (progress) => seen.push(progress) }));
    diskFiles.remove(file);
    // Whoever cancels after the last byte was read back is too late.
    for (let steps = 0; steps < seen.length - 1; steps++) {
      const controller = new AbortController();
      let left = steps;
      const onProgress = () => {
        if (left-- === 0) controller.abort();
      };
      const order = orderOf(sources, { passphrase, onProgress, signal: controller.signal });
      expect(
        refusalOf(() => writeBackup(diskFiles, file, order)),
        `after step ${steps}`,
      ).toEqual({
        code: 'BACKUP_CANCELLED',
        details: { file },
      });
      expectOnlyTheOlder(`cancelled after step ${steps}`);
    }
    const aborted = orderOf(sources, { passphrase, signal: AbortSignal.abort() });
    expect(refusalOf(() => writeBackup(diskFiles, file, aborted)).code).toBe('BACKUP_CANCELLED');
    expectOnlyTheOlder('cancelled before the start');
  });

  it('tells how far it is, from nothing to all, never backwards', async () => {
    const { sources, file } = await stand();
    const seen: Progress[] = [];
    writeBackup(diskFiles, file, orderOf(sources, { passphrase, onProgress: (progress) => seen.push(progress) }));
    const totalBytes = 2 * contentOf(sources).reduce((sum, [, bytes]) => sum + bytes.length, 0);
    expect(seen[0]).toEqual({ doneBytes: 0, totalBytes });
    expect(seen.at(-1)).toEqual({ doneBytes: totalBytes, totalBytes });
    expect(seen).toEqual(seen.toSorted((one, other) => one.doneBytes - other.doneBytes));
    expect(seen.every((progress) => progress.totalBytes === totalBytes)).toBe(true);
  });

  it('notices a source that changes meanwhile', async () => {
    const { sources, file, expectOnlyTheOlder } = await stand();
    for (const later of [Buffer.from('other'), Buffer.from('fourth')]) {
      let reads = 0;
      const name = 'audit-000000000300-000000000399.db';
      const restless: BackupSource = { name, read: () => (reads++ === 0 ? Buffer.from('third') : later) };
      expect(refusalOf(() => writeBackup(diskFiles, file, orderOf([...sources, restless], { passphrase })))).toEqual({
        code: 'BACKUP_NOT_WRITTEN',
        details: { file, reason: 'PART_CHANGED', part: name },
      });
      expectOnlyTheOlder(String(later));
    }
  });
});

describe('a backup is refused', () => {
  it('under a name that is taken, which stays as it is', async () => {
    const { sources, folder, expectOnlyTheOlder } = await stand();
    const file = path.join(folder, OLDER);
    expect(refusalOf(() => writeBackup(diskFiles, file, orderOf(sources)))).toEqual({
      code: 'BACKUP_NOT_WRITTEN',
      details: { file, reason: 'EEXIST', part: null },
    });
    expectOnlyTheOlder('taken');
  });

  it('when its folder is not there', async () => {
    const { sources, folder } = await stand();
    const file = path.join(folder, 'nowhere', NEW);
    expect(refusalOf(() => writeBackup(diskFiles, file, orderOf(sources))).details).toMatchObject({ reason: 'ENOENT' });
  });

  it('when it would not leave the room that is asked for, before it takes any', async () => {
    const { sources, file, expectOnlyTheOlder } = await stand();
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
    const { sources, file, expectOnlyTheOlder } = await stand();
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
    const { sources, file, folder, expectOnlyTheOlder } = await stand();
    const { name } = segmentOf(1, 3);
    const missing: BackupSource = { name, read: () => readFileSync(path.join(folder, 'not-there.db')) };
    expect(refusalOf(() => writeBackup(diskFiles, file, orderOf([...sources, missing])))).toEqual({
      code: 'BACKUP_NOT_WRITTEN',
      details: { file, reason: 'ENOENT', part: name },
    });
    expectOnlyTheOlder('missing source');
  });

  it('of no snapshot, of two, of another name, of the same twice', async () => {
    const { sources, file, expectOnlyTheOlder } = await stand();
    const [snapshot, segment] = [await snapshotOf(100), segmentOf(10)];
    const evil: BackupSource = { name: '../evil.db', read: () => Buffer.from('evil') };
    for (const parts of [[], [segment], [snapshot, snapshot], [snapshot, evil], [...sources, segment]]) {
      expect(() => writeBackup(diskFiles, file, orderOf(parts))).toThrow(/snapshot|segment|twice|expected/);
    }
    expectOnlyTheOlder('impossible orders');
  });
});

it('what a killed process left under the temporary name does not stand in the way', async () => {
  const { sources, file, folder } = await stand();
  writeFileSync(`${file}.tmp`, 'half a backup');
  writeBackup(diskFiles, file, orderOf(sources));
  expect(readdirSync(folder).toSorted()).toEqual([NEW, OLDER]);
  expect(partsOf(file, null)).toEqual(contentOf(sources));
});
