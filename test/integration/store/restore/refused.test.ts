import { expect, test } from 'vitest';
import type { SeekableFiles } from '../../../../src-main/store/files.ts';
import { readBackup } from '../../../../src-main/store/backup/read-backup.ts';
import { writeBackup } from '../../../../src-main/store/backup/write-backup.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { footerOfSnapshot, snapshotName } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { bytesIn } from '../../../support/folder-bytes.ts';
import { refusalOf } from '../../../support/store.ts';
import { systemError } from '../../../support/system-error.ts';
import { replaceFile } from '../../../../src-main/store/atomic-file.ts';
import { flippedAt, FOLDER, inFolder, names, open, play } from '../opening/lives.ts';
import { AT, backUpFolder, copyOf, NEW, restoreHere, SEQUENCE, stand } from './stand.ts';

const standing = await stand();

/** How a restore is refused; fails the test when a single byte of the data folder is another then. */
async function refusedUntouched(files: SeekableFiles, backup: string, passphrase: string | null = null) {
  const before = bytesIn(files, FOLDER);
  const { code, details } = await refusalOf(restoreHere(files, backup, { passphrase }));
  expect(bytesIn(files, FOLDER)).toEqual(before);
  return { code, details };
}

function change(files: SeekableFiles, file: string, make: (bytes: Buffer) => Uint8Array): void {
  replaceFile(files, file, [make(Buffer.from(files.read(file)))]);
}

test.each([
  ['modified in its snapshot', flippedAt(3000), { code: 'BACKUP_MODIFIED', details: { part: snapshotName(SEQUENCE) } }],
  [
    'modified in its last segment',
    flippedAt(-1),
    { code: 'BACKUP_MODIFIED', details: { part: 'audit-000000000003-000000000004.db' } },
  ],
  ['modified in its manifest', flippedAt(60), { code: 'BACKUP_MODIFIED', details: { part: 'manifest' } }],
  [
    'longer than it was',
    (bytes: Buffer) => Buffer.concat([bytes, bytes]),
    { code: 'BACKUP_MODIFIED', details: { reason: 'trailing' } },
  ],
  ['cut off', (bytes: Buffer) => bytes.subarray(0, -1), { code: 'BACKUP_TRUNCATED' }],
  ['cut off in its manifest', (bytes: Buffer) => bytes.subarray(0, 50), { code: 'BACKUP_TRUNCATED' }],
  ['something else', () => Buffer.from('a song of songs, which is not a backup'), { code: 'BACKUP_FOREIGN' }],
])('a backup that is %s', async (_what, harm, refusal) => {
  const { files, backup } = copyOf(standing, 1);
  change(files, backup, harm);
  expect(await refusedUntouched(files, backup)).toMatchObject(refusal);
});

test('one that is not there', async () => {
  const { files } = copyOf(standing, 1);
  const refusal = await refusedUntouched(files, '/mnt/backups/none.rcbackup');
  expect(refusal).toMatchObject({ code: 'BACKUP_UNREADABLE', details: { reason: 'ENOENT' } });
});

test('one that is sealed, without its passphrase or with another; with it, all is well', async () => {
  const { files, backup } = copyOf(standing, 1);
  const passphrase = 'năm con rô-bốt xanh';
  const sealed = rewritten(files, backup, {}, passphrase);
  expect((await refusedUntouched(files, sealed)).code).toBe('BACKUP_PASSPHRASE_NEEDED');
  expect((await refusedUntouched(files, sealed, 'năm con rô-bốt đỏ')).code).toBe('BACKUP_PASSPHRASE_WRONG');
  await restoreHere(files, sealed, { passphrase });
  expect(await names(await open(files))).toBe(NEW);
});

test('one of a newer console', async () => {
  const { files } = copyOf(standing, 1);
  const doors = {
    number: (migrations.at(-1)?.number ?? 0) + 1,
    name: 'doors',
    statements: ['CREATE TABLE doors (id INTEGER) STRICT'],
  };
  await (await open(files, { folder: '/newer', migrations: [...migrations, doors] })).close();
  const backup = await backUpFolder(files, '/newer', { to: '/mnt/newer' });
  expect((await refusedUntouched(files, backup)).code).toBe('STORE_SCHEMA_UNKNOWN');
});

const SEGMENTS = ['audit-000000000001-000000000002.db', 'audit-000000000003-000000000004.db'] as const;

/** Writes the parts of a backup, with others in the place of some (null: none), into one that is as good as any. */
function rewritten(
  files: SeekableFiles,
  from: string,
  changes: Readonly<Record<string, Uint8Array | null>>,
  passphrase: string | null = null,
): string {
  const { manifest, parts } = readBackup(files, from, { passphrase: null });
  const sources = [...parts()].flatMap(({ name, bytes }) => {
    const changed = changes[name] === undefined ? bytes : changes[name];
    return changed === null ? [] : [{ name, read: () => changed }];
  });
  const { reason, consoleVersion, schemaStep } = manifest;
  const made = '/mnt/backups/made.rcbackup';
  const scryptCost = { N: 2, r: 1, p: 1 };
  writeBackup(files, made, { sources, reason, consoleVersion, schemaStep, at: AT, passphrase, scryptCost });
  return made;
}

test.each([
  ['a segment that its database names is missing', SEGMENTS[1], () => null],
  ['a segment is one of another store', SEGMENTS[0], ofTheOldStore],
  ['its database is none', snapshotName(SEQUENCE), sealedGarbage],
])('a backup that passes every checksum, but in which %s', async (_what, part, make) => {
  const { files, backup } = copyOf(standing, 1);
  const refusal = await refusedUntouched(files, rewritten(files, backup, { [part]: make(files) }));
  expect(refusal).toMatchObject({ code: 'BACKUP_MODIFIED', details: { part } });
});

function ofTheOldStore(files: SeekableFiles): Uint8Array {
  return files.read(inFolder('segments', SEGMENTS[0]));
}

function sealedGarbage(): Uint8Array {
  const database = Buffer.alloc(8192, 'a song of songs ');
  return Buffer.concat([database, footerOfSnapshot({ database, sequence: SEQUENCE, at: AT })]);
}

test('a disk without room for it: what was unpacked is cleared away again', async () => {
  const { files, backup } = copyOf(standing, 1);
  let written = 0;
  const small: SeekableFiles = {
    ...files,
    open(file, mode) {
      const opened = files.open(file, mode);
      const write: typeof opened.write = (bytes, position) => {
        if ((written += bytes.length) > 60_000) throw systemError('ENOSPC', 'write');
        return opened.write(bytes, position);
      };
      return { ...opened, write };
    },
  };
  const before = bytesIn(files, FOLDER);
  await expect(restoreHere(small, backup)).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(bytesIn(files, FOLDER)).toEqual(before);
});

test('a store with a damaged segment is not backed up: the backup would be refused on the day it is needed', async () => {
  const { files } = copyOf(standing, 1);
  const store = await open(files);
  await play(store, 'i');
  change(files, inFolder('segments', SEGMENTS[1]), flippedAt(5000));
  const refusal = await refusalOf(backUpFolder(files, FOLDER, { at: AT + 5000 }));
  expect(refusal).toMatchObject({ code: 'STORE_SEGMENT_DAMAGED', details: { file: SEGMENTS[1] } });
  expect(files.list('/mnt/backups')).toHaveLength(1);
});
