/**
 * `npm run crash -- --rounds N --seed S`: kills a working store with SIGKILL at random moments, N times, and looks after
 * each whether everything that had been acknowledged is there and nothing is half there. Exit code 1 when not.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { seededRandom } from '../../src-main/random.ts';
import { campaignNumbers, fromCommandLine, SEED } from '../support/campaign-arguments.ts';
import { brokenPromises, nothingAcknowledged, workUntilKilled } from './round.ts';

/** A folder's life: then the next one begins empty, as first starts must be killed too. */
const ROUNDS_PER_FOLDER = 25;

const { rounds, seed } = fromCommandLine((args) =>
  campaignNumbers({ rounds: { byDefault: 1000, atLeast: 1 }, seed: SEED }, args),
);
const random = seededRandom(seed);
let acknowledged = 0;
let losses = 0;
for (let round = 0; round < rounds;) {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'robot-console-crash-'));
  const told = nothingAcknowledged();
  for (let life = 0; life < ROUNDS_PER_FOLDER && round < rounds; life++, round++) {
    await workUntilKilled(dir, round, random, told);
    const broken = await brokenPromises(dir, told);
    losses += broken.length;
    for (const promise of broken) console.error(`round ${round} in ${dir}: ${promise}`);
  }
  acknowledged += told.users.size + told.records.size + told.version;
  console.error(`${round} of ${rounds} kills, ${acknowledged} changes acknowledged, ${losses} losses`);
  if (losses === 0) rmSync(dir, { recursive: true });
}
const figure = { name: 'crash.losses', value: losses, unit: 'changes', target: { atMost: 0 }, pass: losses === 0 };
console.log(JSON.stringify({ ...figure, of: { rounds, seed, acknowledged } }));
process.exitCode = losses === 0 ? 0 : 1;
