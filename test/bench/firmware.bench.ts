/** `npm run bench -- firmware [PART...]`: what stands between the console and its robots, against the same with nothing in the way. */
import { outage } from './firmware/outage.ts';
import { read } from './firmware/read.ts';
import { softwareStop } from './firmware/software-stop.ts';
import { truth } from './firmware/truth.ts';
import { fromCommandLine, wantedParts } from '../support/campaign-arguments.ts';
import { exitCode } from './support/figures.ts';

const PARTS = { read, truth, outage, softwareStop };

for (const measure of fromCommandLine((args) => wantedParts(PARTS, args))) await measure();
process.exit(exitCode());
