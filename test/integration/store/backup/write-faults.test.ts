import { readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BackupSource } from '../../../../src-main/store/backup/sources.ts';
import type { Progress } from '../../../../src-main/store/backup/work.ts';
import { writeBackup } from '../../../../src-main/store/backup/write-backup.ts';
import { diskFiles } from '../../../../src-main/store/files.ts';
import { failingFiles, lyingFiles } from './bad-disks.ts';
import { contentOf, folderWithOlder, NEW, OLDER, orderOf, partsOf, PASSPHRASE, refusalOf } from './stand.ts';

describe.each([
  ['plain', null],
  ['sealed', PASSPHRASE],
])('writing a %s backup', (_kind, passphrase) => {
  it('survives a disk that takes and gives a few bytes at a time', async () => {
    const { sources, file } = await folderWithOlder();
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
      const { sources, file, folder, expectOnlyTheOlder } = await folderWithOlder();
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
    const { sources, file, expectOnlyTheOlder } = await folderWithOlder();
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
    const { sources, file, expectOnlyTheOlder } = await folderWithOlder();
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
    const { sources, file } = await folderWithOlder();
    const seen: Progress[] = [];
    writeBackup(diskFiles, file, orderOf(sources, { passphrase, onProgress: (progress) => seen.push(progress) }));
    const totalBytes = 2 * contentOf(sources).reduce((sum, [, bytes]) => sum + bytes.length, 0);
    expect(seen[0]).toEqual({ doneBytes: 0, totalBytes });
    expect(seen.at(-1)).toEqual({ doneBytes: totalBytes, totalBytes });
    expect(seen).toEqual(seen.toSorted((one, other) => one.doneBytes - other.doneBytes));
    expect(seen.every((progress) => progress.totalBytes === totalBytes)).toBe(true);
  });

  it('notices a source that changes meanwhile', async () => {
    const { sources, file, expectOnlyTheOlder } = await folderWithOlder();
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

it('what a killed process left under the temporary name does not stand in the way', async () => {
  const { sources, file, folder } = await folderWithOlder();
  writeFileSync(`${file}.tmp`, 'half a backup');
  writeBackup(diskFiles, file, orderOf(sources));
  expect(readdirSync(folder).toSorted()).toEqual([NEW, OLDER]);
  expect(partsOf(file, null)).toEqual(contentOf(sources));
});
