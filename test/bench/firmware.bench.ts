/** `npm run bench -- firmware [PART...]`: what stands between the console and its robots, against the same with nothing in the way. */
import { outage } from './firmware/outage.ts';
import { read } from './firmware/read.ts';
import { softwareStop } from './firmware/software-stop.ts';
import { truth } from './firmware/truth.ts';
import { exitCode } from './support/figures.ts';

const PARTS = { read, truth, outage, softwareStop };

const wanted = process.argv.slice(2);
for (const [name, measure] of Object.entries(PARTS)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure();
}
process.exit(exitCode());
