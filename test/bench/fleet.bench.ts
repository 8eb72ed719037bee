/** `npm run bench -- fleet [PART...]`: what polling many robots costs, against a loop of axios with the same schedule. */
import { cost } from './fleet/cost.ts';
import { memory } from './fleet/memory.ts';
import { most } from './fleet/most.ts';
import { fromCommandLine, wantedParts } from '../support/campaign-arguments.ts';
import { exitCode } from './support/figures.ts';

const PARTS = { cost, most, memory };

for (const measure of fromCommandLine((args) => wantedParts(PARTS, args))) await measure();
process.exit(exitCode());
