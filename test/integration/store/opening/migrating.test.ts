import { expect, test } from 'vitest';
import { readBackup, readManifest } from '../../../../src-main/store/backup/read-backup.ts';
import type { SeekableFiles } from '../../../../src-main/store/files.ts';
import type { Migration } from '../../../../src-main/store/migrate.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { restore } from '../../../../src-main/store/restore/restore.ts';
import { bytesIn } from '../../../support/folder-bytes.ts';
import { refusalOf } from '../../../support/store.ts';
import { systemError } from '../../../support/system-error.ts';
import { append } from '../segments/records.ts';
import { stand } from '../snapshots/stand.ts';
import { FOLDER, inFolder, killedAfter, list, momentOf, names, open, play } from './lives.ts';

const NEXT = (migrations.at(-1)?.number ?? 0) + 1;
const doors: Migration = { number: NEXT, name: 'doors', statements: ['CREATE TABLE doors (id INTEGER) STRICT'] };
const newer = [...migrations, doors];

function backupsIn(files: SeekableFiles): string[] {
  return list(files).includes('backups') ? list(files, 'backups').map((name) => inFolder('backups', name)) : [];
}

test('before a migration the store is backed up, and the backup is the store as it was', async () => {
  const files = await killedAfter('a b | c');
  const store = await open(files, { migrations: newer });
  expect(store.report).toMatchObject({ migrationsApplied: 1, replayed: 1 });
  const [backup = '', ...more] = backupsIn(files);
  expect(more).toEqual([]);
  expect(backup).toMatch(/-before-migration\.rcbackup$/);
  const { manifest } = readBackup(files, backup, { passphrase: null });
  expect(manifest).toMatchObject({ reason: 'before-migration', schemaStep: NEXT - 1, sequence: 4, encryption: null });

  await restore(files, FOLDER, backup, { passphrase: null, at: momentOf(99) });
  const before = await open(files);
  expect(await names(before)).toBe('a b c');
  expect(before.report).toMatchObject({ migrationsApplied: 0, snapshotSequence: 4 });
});

test('where backups go, and what seals them, is told', async () => {
  const files = await killedAfter('a');
  const passphrase = 'five blue robots in a row';
  await open(files, { migrations: newer, backupFolder: '/mnt/stick', backupPassphrase: passphrase });
  expect(backupsIn(files)).toEqual([]);
  const [name = ''] = files.list('/mnt/stick');
  expect(readManifest(files, `/mnt/stick/${name}`).encryption).not.toBeNull();
});

test('a new store, and one that needs no migration, are not backed up', async () => {
  const files = await killedAfter('a | b');
  await open(files);
  expect(backupsIn(files)).toEqual([]);
});

test('the migration is a change like any other: killed right after it, the next opening replays it', async () => {
  const files = await killedAfter('a b | c');
  await open(files, { migrations: newer });
  const store = await open(files, { migrations: newer });
  expect(store.report).toMatchObject({ migrationsApplied: 0, snapshotSequence: 3, replayed: 2 });
  expect(backupsIn(files)).toHaveLength(1);
  await play(store, 'd | e');
  expect(await names(await open(files, { migrations: newer }))).toBe('a b c d e');
});

test('a migration that fails changes nothing, though a step before it worked', async () => {
  const files = await killedAfter('a b | c');
  const before = bytesIn(files, FOLDER);
  const broken: Migration = { number: NEXT + 1, name: 'broken', statements: ['CREATE TABLE users (id INTEGER)'] };
  const refusal = await refusalOf(open(files, { migrations: [...newer, broken] }));
  expect(refusal).toMatchObject({ code: 'INTERNAL' });
  expect(refusal.message).toContain('already exists');
  const [backup = ''] = backupsIn(files);
  files.remove(backup);
  expect(bytesIn(files, FOLDER)).toEqual(before);
  const store = await open(files);
  expect(await names(store)).toBe('a b c');
});

test('without its backup there is no migration', async () => {
  const files = await killedAfter('a b | c');
  const before = bytesIn(files, FOLDER);
  const full = { ...files, freeBytes: () => 1000 };
  const refusal = await refusalOf(open(full, { migrations: newer }));
  expect(refusal).toMatchObject({ code: 'BACKUP_NOT_WRITTEN', details: { reason: 'ENOSPC' } });
  expect(bytesIn(files, FOLDER)).toEqual(before);
  expect(await names(await open(files))).toBe('a b c');
});

test.each([
  ['a new store', 'a'],
  ['an older one', 'a b | c'],
])(
  'when the disk does not take the migration of %s, it is refused by the system’s reason, and not half done',
  async (what, script) => {
    const files = await killedAfter(script);
    if (what === 'a new store') for (const name of list(files)) files.remove(inFolder(name));
    let told = 0;
    const refusal = await refusalOf(
      open(
        {
          ...files,
          open(file, mode) {
            const opened = files.open(file, mode);
            const sync = (): void => {
              throw systemError('ENOSPC', 'fdatasync');
            };
            // the journal is synced once when it is opened
            let syncs = 0;
            return file.endsWith('.log') ? { ...opened, sync: () => (++syncs === 1 ? opened.sync() : sync()) } : opened;
          },
        },
        { migrations: newer, onChange: () => told++ },
      ),
    );
    expect(refusal.details).toMatchObject({ reason: 'ENOSPC' });
    // who is told of a change asks for the status, and there is none before there is a store
    expect(told).toBe(0);
  },
);

test('a damaged segment keeps no newer version out: the backup says that it lacks it, and is restored without it', async () => {
  const { store: first, files } = await stand({ segmentRows: 4 });
  await append(first, 1, 12);
  await first.close();
  const damaged = 'audit-000000000005-000000000008.db';
  files.remove(inFolder('segments', damaged));
  const store = await open(files, { migrations: newer });
  expect(store.report).toMatchObject({ migrationsApplied: 1 });
  const [backup = ''] = backupsIn(files);
  const { manifest } = readBackup(files, backup, { passphrase: null });
  expect(manifest.leftOut).toEqual([damaged]);
  expect(manifest.parts.map(({ name }) => name)).toContain('audit-000000000001-000000000004.db');

  await restore(files, FOLDER, backup, { passphrase: null, at: momentOf(99) });
  const before = await open(files);
  expect(await before.read('audit.page', { before: 5, limit: 9 })).toHaveLength(4);
  expect((await refusalOf(before.read('audit.page', { limit: 99 }))).code).toBe('STORE_SEGMENT_DAMAGED');
});
