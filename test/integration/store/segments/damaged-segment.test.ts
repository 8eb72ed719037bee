import { expect, test } from 'vitest';
import type { SeekableFiles } from '../../../../src-main/store/files.ts';
import { refusalOf } from '../../../support/store.ts';
import { flippedAt, inFolder, open, play, put, read } from '../opening/lives.ts';
import { stand } from '../snapshots/stand.ts';
import { append, recordOf } from './records.ts';

const [FIRST, SECOND] = ['audit-000000000001-000000000004.db', 'audit-000000000005-000000000008.db'];
const inSegments = (name: string): string => `segments/${name}`;

/** Twelve records in a store: two segments, and four that are still in the database. */
async function segmented(): Promise<SeekableFiles> {
  const { store, files } = await stand({ segmentRows: 4 });
  await append(store, 1, 12);
  await store.close();
  return files;
}

const ids = (from: number, to: number): unknown[] =>
  Array.from({ length: from - to + 1 }, (_, index) => recordOf(from - index));

test.each([
  ['is missing', (files: SeekableFiles) => files.remove(inFolder(inSegments(SECOND))), 'it is missing'],
  [
    'was edited',
    (files: SeekableFiles) => put(files, inSegments(SECOND), flippedAt(5000)(read(files, inSegments(SECOND)))),
    'its checksum does not fit its content',
  ],
  ['is empty', (files: SeekableFiles) => put(files, inSegments(SECOND), new Uint8Array(0)), 'it is too short'],
  [
    'holds other records',
    (files: SeekableFiles) => put(files, inSegments(SECOND), read(files, inSegments(FIRST))),
    'it holds other records',
  ],
])('a segment that %s is named by whoever needs it, and by nobody else', async (_what, harm, finding) => {
  const files = await segmented();
  const whole = read(files, inSegments(SECOND));
  harm(files);
  const store = await open(files);
  const refusal = await refusalOf(store.read('audit.page', { limit: 5 }));
  expect(refusal).toMatchObject({
    code: 'STORE_SEGMENT_DAMAGED',
    details: { file: SECOND, finding, firstId: 5, lastId: 8 },
  });
  expect(await store.read('audit.page', { limit: 4 })).toMatchObject(ids(12, 9));
  // records older than the damage can be asked for
  expect(await store.read('audit.page', { before: 5, limit: 9 })).toMatchObject(ids(4, 1));
  await play(store, 'ann');
  expect(await store.read('users.count', {})).toBe(1);

  put(files, inSegments(SECOND), whole);
  expect(await store.read('audit.page', { before: 13, limit: 99 })).toMatchObject(ids(12, 1));
});

test('one that was sealed again with other content, and a checksum that fits, is not the one that was sealed', async () => {
  const files = await segmented();
  const other = await stand({ segmentRows: 4 });
  await append(other.store, 101, 112);
  await other.store.close();
  put(files, inSegments(FIRST), read(other.files, inSegments(FIRST)));
  const store = await open(files);
  const refusal = await refusalOf(store.read('audit.page', { limit: 99 }));
  expect(refusal).toMatchObject({ details: { file: FIRST, finding: 'it is not the one that was sealed' } });
});

test('one that the disk cannot read says why', async () => {
  const files = await segmented();
  const store = await open({
    ...files,
    read(file) {
      if (file.endsWith(FIRST)) throw Object.assign(new Error('EIO: read'), { code: 'EIO' });
      return files.read(file);
    },
  });
  const refusal = await refusalOf(store.read('audit.page', { limit: 99 }));
  expect(refusal).toMatchObject({
    code: 'STORE_SEGMENT_DAMAGED',
    details: { file: FIRST, finding: 'Error: EIO: read' },
  });
});
