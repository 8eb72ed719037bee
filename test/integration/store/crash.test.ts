import { expect, test } from 'vitest';
import { seededRandom } from '../../../src-main/random.ts';
import { brokenPromises, nothingAcknowledged, workUntilKilled } from '../../crash/round.ts';
import { temporaryFolder } from '../../support/store.ts';

test.each([1, 2, 3, 4])(
  'whoever was told "done" before kill -9 finds it afterwards, and nothing half of it (10 kills, seed %i)',
  async (seed) => {
    const dir = await temporaryFolder();
    const random = seededRandom(seed);
    const told = nothingAcknowledged();
    for (let round = 0; round < 10; round++) {
      await workUntilKilled(dir, round, random, told);
      expect(await brokenPromises(dir, told)).toEqual([]);
    }
    expect(told.users.size).toBeGreaterThan(20);
  },
  120_000,
);
