import { expect, test } from 'vitest';
import { seededRandom } from '../../../../src-main/random.ts';
import { journalName } from '../../../../src-main/store/journal/journal.ts';
import { createSimulatedDisk } from '../../../support/simulated-disk.ts';
import { damage, killedAfter, namesOn, open, play, put, read } from './lives.ts';
import { recordStarts } from './records.ts';

const JOURNAL = journalName(4);
/** The schema is change 1. */
const JOURNAL_1 = journalName(1);
const NOBODY = { userId: null, username: null, role: null, sessionId: null, origin: 'console' } as const;

test('cut at every byte of its last three records, the store opens with every record before, and says what it cut', async () => {
  const { files } = createSimulatedDisk({ random: seededRandom(1) });
  const store = await open(files);
  await store.snapshot();
  // as small as they come: each of their bytes is an opening
  const event = { actor: NOBODY, action: 'a.b', subject: null, outcome: 'failed', details: {} } as const;
  const write = { kind: 'write', name: 'audit.append', args: {}, event } as const;
  await store.together([{ ...write, at: 1 }]);
  for (const at of [2, 3, 4]) await store.together([{ ...write, at }]);
  const whole = read(files, JOURNAL_1);
  const starts = recordStarts(whole);
  for (let length = starts[1] ?? 0; length <= whole.length; length++) {
    const about = `cut at byte ${length} of ${whole.length}`;
    put(files, JOURNAL_1, whole.subarray(0, length));
    const kept = starts.filter((start) => start <= length).length - 1;
    const reopened = await open(files);
    const report = { replayed: kept, tornBytes: length - (starts[kept] ?? 0), damage: null, findings: [] };
    expect(reopened.report, about).toMatchObject(report);
    const moments = (await reopened.read('audit.page', { limit: 9 })).map(({ at }) => at);
    expect(moments, about).toEqual([4, 3, 2, 1].slice(-kept));
    expect(read(files, JOURNAL_1).equals(whole.subarray(0, starts[kept])), about).toBe(true);
  }
}, 120_000);

test('what was cut off stays away, and what comes after it is kept', async () => {
  const files = await killedAfter('a b c | d e f g');
  damage(files, JOURNAL, (bytes) => bytes.subarray(0, -1));
  await play(await open(files), 'h');
  expect(await namesOn(files)).toBe('a b c d e f h');
  await play(await open(files), '| i');
  expect(await namesOn(files)).toBe('a b c d e f h i');
});

test('a journal that breaks off inside its only record begins empty', async () => {
  const files = await killedAfter('a b c | d');
  damage(files, JOURNAL, (bytes) => bytes.subarray(0, 40));
  const store = await open(files);
  expect(store.report).toMatchObject({ replayed: 0, tornBytes: 40 });
  await play(store, 'e');
  expect(await namesOn(files)).toBe('a b c e');
});
