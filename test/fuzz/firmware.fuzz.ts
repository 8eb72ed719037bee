/**
 * `npm run fuzz -- firmware --inputs N --seed S`: N answers of robots, captured ones and others, spoilt in every way, for
 * the parsers of all drivers. Only readings of finite numbers and typed errors may come of them, and soon. Prints JSON
 * lines; exit code 1 when something is found, with the smallest answer that did it.
 */
import { campaignNumbers, fromCommandLine, SEED } from '../support/campaign-arguments.ts';
import { fuzzFirmware } from './firmware/campaign.ts';

/** For one answer, ms: whoever parses blocks everything else. */
const SLOWEST_MS = 500;

const { inputs, seed } = fromCommandLine((args) =>
  campaignNumbers({ inputs: { byDefault: 100_000, atLeast: 1 }, seed: SEED }, args),
);
// what ends the program before its figures is no success
process.exitCode = 1;
const { findings, slowestMs, ...counts } = await fuzzFirmware({ inputs, seed });
for (const finding of findings) console.log(JSON.stringify({ finding, replay: `--inputs ${inputs} --seed ${seed}` }));
const of = { seed, ...counts };
const figures = [
  { name: 'fuzz.firmware.findings', value: findings.length, unit: 'findings', target: { atMost: 0 } },
  { name: 'fuzz.firmware.slowest', value: Math.round(slowestMs), unit: 'ms', target: { atMost: SLOWEST_MS } },
].map((figure) => ({ ...figure, pass: figure.value <= figure.target.atMost, of }));
for (const figure of figures) console.log(JSON.stringify(figure));
process.exitCode = figures.every(({ pass }) => pass) ? 0 : 1;
