import { expect, test } from 'vitest';
import type { SeekableFiles } from '../../../../src-main/store/files.ts';
import { journalName } from '../../../../src-main/store/journal/journal.ts';
import { HEADER_BYTES } from '../../../../src-main/store/journal/record.ts';
import { snapshotName } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { bytesIn } from '../../../support/folder-bytes.ts';
import {
  damage,
  flippedAt,
  FOLDER,
  goodSnapshots,
  inFolder,
  killedAfter,
  names,
  namesOn,
  open,
  play,
  read,
} from './lives.ts';
import { recordStarts } from './records.ts';

const SCRIPT = 'a b c | d e f | g h i';
const [OLDER, NEWEST] = [snapshotName(4), snapshotName(7)];
const [FIRST, SECOND] = [journalName(4), journalName(7)];

const spoil = (files: SeekableFiles, journal: string, index: number): void =>
  damage(files, journal, flippedAt((recordStarts(read(files, journal))[index] ?? 0) + HEADER_BYTES));
const spoilNewest = (files: SeekableFiles): void => damage(files, NEWEST, flippedAt(100));
const cutAtRecord = (files: SeekableFiles, journal: string, index: number): void =>
  damage(files, journal, (bytes) => bytes.subarray(0, recordStarts(bytes)[index]));

interface Case {
  readonly harm: (files: SeekableFiles) => void;
  /** Whose accounts are left. */
  readonly left: string;
  /** What goes into quarantine, and is left of the folder otherwise as it was. */
  readonly aside: readonly string[];
}

const CASES: readonly (readonly [string, Case])[] = [
  [
    'a journal damaged in its middle',
    { harm: (files) => spoil(files, SECOND, 1), left: 'a b c d e f g', aside: [SECOND] },
  ],
  [
    'a journal damaged at its beginning',
    { harm: (files) => spoil(files, SECOND, 0), left: 'a b c d e f', aside: [SECOND] },
  ],
  ['the newest journal missing', { harm: (files) => files.remove(inFolder(SECOND)), left: 'a b c d e f', aside: [] }],
  [
    'the newest journal missing, and the newest snapshot damaged',
    { harm: (files) => (spoilNewest(files), files.remove(inFolder(SECOND))), left: 'a b c d e f', aside: [NEWEST] },
  ],
  [
    'a gap between two journals',
    { harm: (files) => (spoilNewest(files), cutAtRecord(files, FIRST, 2)), left: 'a b c d e', aside: [SECOND, NEWEST] },
  ],
  [
    'an older journal damaged in its middle',
    { harm: (files) => (spoilNewest(files), spoil(files, FIRST, 1)), left: 'a b c d', aside: [FIRST, SECOND, NEWEST] },
  ],
  [
    'an older journal missing',
    { harm: (files) => (spoilNewest(files), files.remove(inFolder(FIRST))), left: 'a b c', aside: [SECOND, NEWEST] },
  ],
  [
    'nothing whole at all',
    {
      harm: (files) => (spoilNewest(files), damage(files, OLDER, flippedAt(100))),
      left: '',
      aside: [FIRST, SECOND, OLDER, NEWEST],
    },
  ],
];

test.each(CASES)(
  '%s: it opens with what is whole, and nothing is thrown away',
  async (_what, { harm, left, aside }) => {
    const files = await killedAfter(SCRIPT);
    harm(files);
    const before = bytesIn(files, FOLDER);
    const store = await open(files, { acceptLoss: true });
    expect(await names(store)).toBe(left);
    expect(store.report.damage).toMatchObject({ wholeUntil: left === '' ? 0 : left.split(' ').length + 1 });

    const after = bytesIn(files, FOLDER);
    const quarantine = Object.entries(after).filter(([name]) => name.startsWith('quarantine'));
    expect(quarantine.map(([name]) => name.replace(/^quarantine.\d+-/, ''))).toEqual(aside);
    for (const [name, facts] of quarantine) expect(facts, name).toBe(before[name.replace(/^quarantine.\d+-/, '')]);
    for (const [name, facts] of Object.entries(before))
      if (!aside.includes(name)) expect(after[name], name).toBe(facts);
  },
);

test.each(CASES)('%s: killed at once, it opens again without asking, and goes on', async (_what, { harm, left }) => {
  const files = await killedAfter(SCRIPT);
  harm(files);
  const accepted = await open(files, { acceptLoss: true });
  await play(accepted, 'x');
  const [kept, changes] = [`${left} x`.trim(), accepted.status().sequence];

  const again = await open(files);
  expect(await names(again)).toBe(kept);
  expect(again.report).toMatchObject({ damage: null, findings: [] });
  await play(again, '| y | z');
  await again.close();
  expect(await namesOn(files)).toBe(`${kept} y z`);
  expect(goodSnapshots(files)).toEqual([changes + 2, changes + 1]);
});

test('leave to lose something takes nothing away where all is whole', async () => {
  const files = await killedAfter(SCRIPT);
  const before = bytesIn(files, FOLDER);
  const store = await open(files, { acceptLoss: true });
  expect(store.report).toMatchObject({ damage: null, findings: [] });
  expect(await names(store)).toBe('a b c d e f g h i');
  expect(bytesIn(files, FOLDER)).toEqual(before);
});

test('segments of a store of which nothing else is left are kept, too', async () => {
  const policy = { afterBytes: 1e9, afterMs: 1e9, notBeforeMs: 1e9, segmentRows: 1 };
  const files = await killedAfter('a b c | d e f |', { policy });
  for (const name of files.list(FOLDER)) if (name !== 'segments') files.remove(inFolder(name));
  const before = Object.values(bytesIn(files, inFolder('segments')));
  const store = await open(files, { acceptLoss: true, policy });
  await play(store, 'x y z | u v w |');
  const aside = Object.entries(bytesIn(files, inFolder('quarantine')));
  expect(aside.map(([, facts]) => facts)).toEqual(before);
  expect(await store.read('audit.page', { limit: 99 })).toHaveLength(6);
});
