import path from 'node:path';
import { expect, test } from 'vitest';
import { textOf } from '../../../../src-main/audit/signed-note.ts';
import { parseStub } from '../../../../src-main/audit/stub.ts';
import { createFailingFiles, hasCrashed } from '../../../support/failing-files.ts';
import { seededRandom } from '../../../../src-main/random.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';
import { refusalOf } from '../../../support/store.ts';
import { systemError } from '../../../support/system-error.ts';
import { damage, flippedAt, read } from '../opening/lives.ts';
import { append, recordOf } from '../segments/records.ts';
import {
  ARCHIVE,
  archiveIn,
  BY,
  FILES,
  findingsIn,
  idsIn,
  KEY,
  openSigned,
  sealedDisk,
  segmentsIn,
  TASK,
  verifyOn,
} from './stand.ts';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('old segments go into the archive, and leave stubs; what is left is whole, and both verify', async () => {
  const { files } = await sealedDisk();
  const store = await openSigned(files);
  expect(await store.read('audit.archive', { before: TASK.before })).toEqual({
    archived: null,
    due: { segments: 2, firstId: 1, lastId: 8, lastAt: 1008 },
  });
  expect(await store.archive(TASK)).toEqual({ segments: 2, records: 8, files: FILES });

  expect(segmentsIn(files)).toEqual(['audit-000000000009-000000000012.db']);
  expect(archiveIn(files)).toEqual(FILES.flatMap((name) => [name, name.replace('.jsonl', '.note')]).toSorted());
  expect(await findingsIn(store)).toEqual([]);
  expect(await store.read('audit.archive', { before: TASK.before })).toEqual({
    archived: { segments: 2, firstId: 1, lastId: 8, lastAt: 1008, folders: [ARCHIVE] },
    due: null,
  });
  for (const file of FILES) {
    expect(await verifyOn(files, path.join(ARCHIVE, file))).toMatchObject({ ok: true, records: 4, findings: [] });
  }
  const stub = parseStub(textOf(String(read(files, 'segments', 'audit-000000000001-000000000004.note'))));
  expect(stub).toMatchObject({ segment: 1, size: 4, firstRecord: 1, file: FILES[0], folder: ARCHIVE, by: BY.username });
  expect(stub).toMatchObject({ firstAt: 1001, lastAt: 1004, state: 'archived', log: KEY.name });
  await store.close();
});

test('pages end where the archive begins, new records go on counting, and each move is on record', async () => {
  const { files } = await sealedDisk();
  const store = await openSigned(files);
  await store.archive(TASK);
  await append(store, 21, 21);
  expect(await idsIn(store)).toEqual(range(9, 21));
  expect((await store.read('audit.page', { limit: 3, before: 11 })).map(({ id }) => id)).toEqual([10, 9]);
  expect(await store.read('audit.page', { limit: 3, before: 9 })).toEqual([]);
  expect(await store.read('audit.range', { firstId: 7, lastId: 10 })).toMatchObject([{ record: { id: 9 } }, {}]);
  const moves = await store.read('audit.page', { limit: 9, action: 'audit.archive' });
  expect(moves.map(({ id, details, subject }) => [id, details['firstRecord'], details['lastRecord'], subject])).toEqual(
    [
      [20, 5, 8, FILES[1]],
      [19, 1, 4, FILES[0]],
    ],
  );
  await store.close();
  const again = await openSigned(files);
  expect(await idsIn(again)).toEqual(range(9, 21));
  expect(await findingsIn(again)).toEqual([]);
  await again.close();
});

test('the newest sealed segment stays, however old it is', async () => {
  const { files } = await sealedDisk();
  const store = await openSigned(files);
  const done = await store.archive({ ...TASK, before: 1e15 });
  expect(done.segments).toBe(2);
  expect(await store.archive({ ...TASK, before: 1e15 })).toEqual({ segments: 0, records: 0, files: [] });
  await store.close();
});

test('a segment of which one record is too young stays, and all behind it', async () => {
  const { files } = await sealedDisk();
  const store = await openSigned(files);
  expect((await store.archive({ ...TASK, before: 1008 })).records).toBe(4);
  await store.close();
});

test.each([
  ['a segment that was damaged', 'STORE_SEGMENT_DAMAGED'],
  ['a log that is not signed here', 'AUDIT_NOT_ARCHIVED'],
  ['an archive folder that cannot be written', 'AUDIT_NOT_ARCHIVED'],
])('nothing of %s is moved', async (what, code) => {
  const { files } = await sealedDisk();
  if (what.includes('damaged')) damage(files, 'segments/audit-000000000001-000000000004.db', flippedAt(5000));
  const makeFolder = (folder: string): void => {
    if (folder === ARCHIVE && what.includes('written')) throw systemError('EACCES', 'mkdir');
    files.makeFolder(folder);
  };
  const store = await openSigned({ ...files, makeFolder }, what.includes('signed') ? { auditKey: null } : {});
  expect(await refusalOf(store.archive(TASK))).toMatchObject({ code });
  expect(segmentsIn(files)).toHaveLength(3);
  expect((await store.read('audit.archive', { before: null })).archived).toBeNull();
  await store.close();
});

test('a cancelled move leaves what was moved moved, and the rest where it was', async () => {
  const { files } = await sealedDisk();
  const store = await openSigned(files);
  const cancel = new AbortController();
  const onProgress = ({ done }: { done: number }): void => (done === 1 ? cancel.abort() : undefined);
  const refusal = await refusalOf(store.archive(TASK, { onProgress, signal: cancel.signal }));
  expect(refusal).toMatchObject({ code: 'AUDIT_ARCHIVE_CANCELLED' });
  expect((await store.read('audit.archive', { before: null })).archived?.segments).toBe(1);
  expect(await findingsIn(store)).toEqual([]);
  await store.close();
});

test('a file of that name in the archive is never written over', async () => {
  const { files } = await sealedDisk();
  files.makeFolder(ARCHIVE);
  const handle = files.open(path.join(ARCHIVE, FILES[0] ?? ''), 'create');
  handle.write(Buffer.from('somebody else’s'), 0);
  handle.close();
  const store = await openSigned(files);
  const { files: moved } = await store.archive(TASK);
  expect(moved).toEqual(['plant_hall-3-segment-000001-2.jsonl', FILES[1]]);
  expect(Buffer.from(files.read(path.join(ARCHIVE, FILES[0] ?? ''))).toString()).toBe('somebody else’s');
  await store.close();
});

test('the copy of a segment holds every record as it was', async () => {
  const { files } = await sealedDisk();
  const store = await openSigned(files);
  const before = await store.read('audit.range', { firstId: 1, lastId: 4 });
  await store.archive(TASK);
  const lines = Buffer.from(files.read(path.join(ARCHIVE, FILES[0] ?? '')))
    .toString()
    .trimEnd()
    .split('\n');
  const records = lines.slice(1, -1).map((line) => JSON.parse(line) as (typeof before)[number]);
  expect(records).toEqual(before);
  expect(records.map(({ record }) => record)).toMatchObject(range(1, 4).map(recordOf));
  await store.close();
});

/** Archives until the process ends at its `operation`-th file operation; whether it was. */
async function endedAt(operation: number): Promise<{ ended: boolean; disk: Awaited<ReturnType<typeof sealedDisk>> }> {
  const disk = await sealedDisk(operation);
  const failing = createFailingFiles(disk.files);
  const store = await openSigned(failing, { clock: createVirtualClock() });
  failing.failAfter(operation, 'crash');
  try {
    await store.archive(TASK);
    return { ended: false, disk };
  } catch (error) {
    if (!hasCrashed(error)) throw error;
    return { ended: true, disk };
  }
}

test('ended at any file operation and after a power cut, every record is in its segment, or in a copy that verifies with its stub here', async () => {
  const seen = new Set<number>();
  for (let operation = 1; ; operation++) {
    const { ended, disk } = await endedAt(operation);
    // every other time the machine goes with the process
    const found = operation % 2 === 0 ? [disk.afterPowerCut(seededRandom(operation))] : [disk];
    for (const { files } of found) {
      const about = `operation ${operation}`;
      const store = await openSigned(files);
      const { archived } = await store.read('audit.archive', { before: null });
      const moved = archived?.segments ?? 0;
      seen.add(moved);
      for (const file of FILES.slice(0, moved)) {
        expect((await verifyOn(files, path.join(ARCHIVE, file))).ok, about).toBe(true);
      }
      expect((await idsIn(store))[0], about).toBe(1 + 4 * moved);
      expect(await findingsIn(store), about).toEqual([]);
      // the next time everything is done that was not
      await store.archive(TASK);
      await store.signAudit();
      expect(segmentsIn(files), about).toEqual(['audit-000000000009-000000000012.db']);
      expect(await findingsIn(store), about).toEqual([]);
      await store.close();
    }
    if (!ended) break;
  }
  expect(seen).toEqual(new Set([0, 1, 2]));
}, 120_000);

test('whichever file operation is refused, nothing is lost, and it is done the next time', async () => {
  const { files } = await sealedDisk();
  const failing = createFailingFiles(files);
  const store = await openSigned(failing);
  for (let operation = 1; operation < 60; operation += 1) {
    failing.failAfter(operation, 'ENOSPC');
    await store.archive(TASK).catch(() => undefined);
    failing.heal();
    expect(await findingsIn(store), `operation ${operation}`).toEqual([]);
  }
  await store.archive(TASK);
  await store.signAudit();
  expect(segmentsIn(files)).toEqual(['audit-000000000009-000000000012.db']);
  await store.close();
});
