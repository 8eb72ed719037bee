import { expect, test } from 'vitest';
import { seededRandom } from '../../../../src-main/random.ts';
import type { SeekableFiles } from '../../../../src-main/store/files.ts';
import { journalName } from '../../../../src-main/store/journal/journal.ts';
import { snapshotName } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { createFailingFiles, hasCrashed } from '../../../support/failing-files.ts';
import { bytesIn } from '../../../support/folder-bytes.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../../../support/simulated-disk.ts';
import { refusalOf } from '../../../support/store.ts';
import { damage, flippedAt, FOLDER, inFolder, names, open, play, read } from './lives.ts';
import { recordStarts } from './records.ts';

const NEWEST = snapshotName(7);

async function diskWith(harm: (files: SeekableFiles) => void): Promise<SimulatedDisk> {
  const disk = createSimulatedDisk({ random: seededRandom(1), folders: 'journaled' });
  await play(await open(disk.files), 'a b c | d e f | g h i');
  harm(disk.files);
  disk.files.syncFolder(FOLDER);
  return disk;
}

/** The second of three changes in the newest journal. */
function spoilSecondChange(files: SeekableFiles): void {
  const [, second = 0] = recordStarts(read(files, journalName(7)));
  damage(files, journalName(7), flippedAt(second + 100));
}

/** Every content that lies anywhere in the folder, under whatever name. */
const contents = (files: SeekableFiles): Set<string> => new Set(Object.values(bytesIn(files, FOLDER)));

/** Opens and is ended at one file operation after the other; hands each folder that this can leave to `look`. */
async function endedEverywhere(
  disk: SimulatedDisk,
  acceptLoss: boolean,
  look: (files: SeekableFiles, about: string) => Promise<void>,
): Promise<void> {
  for (let operation = 1; ; operation++) {
    const copy = disk.afterPowerCut(seededRandom(operation));
    const failing = createFailingFiles(copy.files);
    failing.failAfter(operation, 'crash');
    const ended = await open(failing, { acceptLoss }).then(
      () => false,
      (error: unknown) => {
        if (hasCrashed(error)) return true;
        throw error;
      },
    );
    await look(copy.afterPowerCut(seededRandom(operation)).files, `operation ${operation}, power cut`);
    await look(copy.files, `operation ${operation}`);
    if (!ended) return;
  }
}

test('ended anywhere while a damaged snapshot is set aside, the next opening has everything, and so has the folder', async () => {
  const disk = await diskWith((files) => damage(files, NEWEST, flippedAt(100)));
  const before = contents(disk.files);
  await endedEverywhere(disk, false, async (files, about) => {
    const store = await open(files);
    expect(await names(store), about).toBe('a b c d e f g h i');
    for (const content of before) expect(contents(files), about).toContain(content);
  });
}, 60_000);

test.each([
  ['a journal damaged in its middle', spoilSecondChange, 'a b c d e f g'],
  ['a journal that is missing', (files: SeekableFiles) => files.remove(inFolder(journalName(7))), 'a b c d e f'],
  [
    'nothing that is whole',
    (files: SeekableFiles) => [snapshotName(4), NEWEST].forEach((name) => damage(files, name, flippedAt(100))),
    '',
  ],
])(
  'ended anywhere while it accepts a loss, of %s: it is asked again or done, and nothing is thrown away',
  async (_what, harm, left) => {
    const disk = await diskWith(harm);
    const before = contents(disk.files);
    await endedEverywhere(disk, true, async (files, about) => {
      const opened = await open(files).catch(() => null);
      if (opened === null) expect((await refusalOf(open(files))).code, about).toBe('STORE_DAMAGED');
      const store = opened ?? (await open(files, { acceptLoss: true }));
      expect(await names(store), about).toBe(left);
      for (const content of before) expect(contents(files), about).toContain(content);
      await play(store, 'x');
      expect(await names(await open(files)), about).toBe(`${left} x`.trim());
    });
  },
  60_000,
);
