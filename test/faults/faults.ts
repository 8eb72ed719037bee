/**
 * `npm run faults -- --minutes M --seed S`: a whole console with six robots of both drivers, which a nemesis gives every
 * fault on every endpoint while people command them, stop them and set them up; then a checker looks through everything
 * that happened for a broken promise. JSON lines on standard output; exit code 1 when something is found.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { campaignNumbers, fromCommandLine, SEED } from '../support/campaign-arguments.ts';
import { check } from './checker/check.ts';
import { excerptOf } from './excerpt.ts';
import { playRound } from './round.ts';
import { emptyTotals, totalled } from './totals.ts';

/** A console's life: then the next one begins, as quitting under faults is part of it. */
const LONGEST_ROUND_S = 120;
/** In less, minutes, nothing has begun yet that could go wrong. */
const SHORTEST_MIN = 0.1;
/** Findings of a round that are told whole. */
const TOLD = 10;

const { minutes, seed } = fromCommandLine((args) =>
  campaignNumbers({ minutes: { byDefault: 5, atLeast: SHORTEST_MIN, parts: true }, seed: SEED }, args),
);
const totalS = minutes * 60;
const rounds = Math.max(1, Math.ceil(totalS / LONGEST_ROUND_S));
const totals = emptyTotals();
// what ends the program before its figure is no success
process.exitCode = 1;
let found = 0;
for (let round = 0; round < rounds; round++) {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'robot-console-faults-'));
  const history = await playRound({ dir, seed, round, seconds: totalS / rounds });
  const findings = check(history);
  totalled(totals, history);
  found += findings.length;
  for (const finding of findings.slice(0, TOLD)) {
    const replay = `--minutes ${minutes} --seed ${seed}`;
    console.log(JSON.stringify({ finding, round, replay, excerpt: excerptOf(history, finding) }, null, 1));
  }
  console.error(`round ${round + 1} of ${rounds}: ${findings.length} findings`);
  if (findings.length === 0) rmSync(dir, { recursive: true });
}
const { troubles, ...counts } = totals;
const of = { seed, rounds, ...counts, differentTroubles: troubles.size };
console.log(
  JSON.stringify({
    name: 'faults.findings',
    value: found,
    unit: 'findings',
    target: { atMost: 0 },
    pass: found === 0,
    of,
  }),
);
// sessions and leases that nobody ended have timers of hours
process.exit(found === 0 ? 0 : 1);
