import { expect, test } from 'vitest';
import { restore } from '../../../../src-main/store/restore/restore.ts';
import { FOLDER, list } from '../opening/lives.ts';
import { AT, backUpFolder } from '../restore/stand.ts';
import { append } from '../segments/records.ts';
import { archiveIn, FILES, findingsIn, idsIn, openSigned, sealedDisk, segmentsIn, TASK } from './stand.ts';

const ids = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('a backup from before brings the records back, and they go into the same files again', async () => {
  const { files } = await sealedDisk();
  const backup = await backUpFolder(files, FOLDER);
  const store = await openSigned(files);
  await store.archive(TASK);
  await store.close();
  const archived = archiveIn(files);

  await restore(files, FOLDER, backup, { passphrase: null, at: AT });
  const restored = await openSigned(files);
  expect(segmentsIn(files)).toHaveLength(3);
  expect(await idsIn(restored)).toEqual(ids(1, 18));
  expect((await restored.archive(TASK)).files).toEqual(FILES);
  expect(archiveIn(files)).toEqual(archived);
  expect(await findingsIn(restored)).toEqual([]);
  await restored.close();
});

test('a backup from after holds the stubs instead, and the log goes on behind them', async () => {
  const { files } = await sealedDisk();
  const store = await openSigned(files);
  await store.archive(TASK);
  await store.close();
  const backup = await backUpFolder(files, FOLDER);

  await restore(files, FOLDER, backup, { passphrase: null, at: AT });
  const restored = await openSigned(files);
  await restored.signAudit();
  expect(segmentsIn(files)[0]).toBe('audit-000000000009-000000000012.db');
  expect(list(files, 'segments')).toContain('audit-000000000001-000000000004.note');
  await append(restored, 21, 21);
  expect(await idsIn(restored)).toEqual(ids(9, 21));
  expect((await restored.read('audit.stubs', {})).map(({ segment }) => segment)).toEqual([1, 2]);
  expect(await findingsIn(restored)).toEqual([]);
  await restored.close();
});
