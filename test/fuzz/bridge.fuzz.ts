/**
 * `npm run fuzz -- bridge --calls N --seed S`: N random, mutated and malformed calls over both transports as every role
 * and in every state of a session. Nothing may crash, fail without a typed error, change anything without permission,
 * or make the memory grow. Prints JSON lines; exit code 1 when something is found, with the calls that did it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { campaignNumbers, fromCommandLine, SEED } from '../support/campaign-arguments.ts';
import { fuzzBridge } from './bridge/campaign.ts';
import { emptyTally } from './bridge/tally.ts';

/** Bytes by which the heap may be larger at the end: some ten for each of 100,000 calls. */
const GROWTH_LIMIT = 4 * 1024 * 1024;
const PROGRESS_EVERY = 10_000;

const { calls, seed } = fromCommandLine((args) =>
  campaignNumbers({ calls: { byDefault: 100_000, atLeast: 1 }, seed: SEED }, args),
);
const replay = `--calls ${calls} --seed ${seed}`;
const tally = emptyTally();
let crashes = 0;
// what ends the program before its figures is no success
process.exitCode = 1;
process.on('unhandledRejection', crashed);
process.on('uncaughtException', crashed);

const dir = mkdtempSync(path.join(os.tmpdir(), 'robot-console-fuzz-'));
let next = PROGRESS_EVERY;
const report = await fuzzBridge({
  dir,
  calls,
  seed,
  tally,
  progress() {
    if (tally.calls < next) return;
    next += PROGRESS_EVERY;
    console.error(`${tally.calls} of ${calls} calls, ${tally.findings.length} findings`);
  },
});
const { findings, growthBytes, inWork: _last, ...counts } = report;
rmSync(dir, { recursive: true });

for (const finding of findings) console.log(JSON.stringify({ finding, replay }));
const found = findings.length + crashes;
figure('fuzz.bridge.findings', found, 'findings', 0);
figure('fuzz.bridge.growth', growthBytes, 'bytes', GROWTH_LIMIT);
process.exitCode = found === 0 && growthBytes <= GROWTH_LIMIT ? 0 : 1;

function figure(name: string, value: number, unit: string, atMost: number): void {
  const pass = value <= atMost;
  console.log(JSON.stringify({ name, value, unit, target: { atMost }, pass, of: { seed, ...counts } }));
}

function crashed(reason: unknown): void {
  crashes += 1;
  const what = `not caught: ${reason instanceof Error ? reason.stack : String(reason)}`;
  console.log(JSON.stringify({ finding: { what, calls: tally.inWork }, replay }));
}
