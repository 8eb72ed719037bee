import { expect, test } from 'vitest';
import { seededRandom } from '../../../src-main/random.ts';
import { createFailingFiles, hasCrashed } from '../../support/failing-files.ts';
import { createSimulatedDisk } from '../../support/simulated-disk.ts';
import { broken, openOn, toldNothing, work, type Told } from './workload.ts';

const CHANGES = 36;

/** Works until the power goes at an operation that `random` draws; what it was told until then. */
async function workUntilCut(seed: number, told: Told) {
  const random = seededRandom(seed);
  const disk = createSimulatedDisk({ random, shortWrites: random() < 0.3 });
  const files = createFailingFiles(disk.files);
  files.failAfter(1 + Math.floor(random() * 420), 'crash');
  try {
    for (let life = 0; life < 3; life++) {
      const store = await openOn(files);
      await work(store, CHANGES, told, `life-${life}`);
      await store.close();
    }
  } catch (error) {
    if (!hasCrashed(error)) throw error;
  }
  return { disk, random };
}

test.each(Array.from({ length: 10 }, (_, decade) => 10 * decade))(
  'a power cut that loses and reorders what was not synced, names included, loses nothing acknowledged (ten seeds from %i on)',
  async (first) => {
    for (let seed = first; seed < first + 10; seed++) {
      const told = toldNothing();
      const { disk, random } = await workUntilCut(seed, told);
      // a change under way when the power goes is neither kept nor refused for anybody
      const unknown = {
        ...told,
        refused: new Set<string>(),
        open: new Set([...told.open, ...told.refused, ...underWay()]),
      };
      for (let draw = 0; draw < 4; draw++) {
        const after = disk.afterPowerCut(random);
        const reopened = await openOn(after.files);
        expect(await broken(reopened, unknown), `seed ${seed}, draw ${draw}`).toEqual([]);
        await reopened.close();
      }
    }
  },
  120_000,
);

/** Every name that a workload may have been about to make. */
function underWay(): string[] {
  return [0, 1, 2].flatMap((life) => Array.from({ length: CHANGES + 3 }, (_, index) => `life-${life}-${index}`));
}
