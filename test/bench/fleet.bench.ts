/** `npm run bench -- fleet [PART...]`: what polling many robots costs, against a loop of axios with the same schedule. */
import { cost } from './fleet/cost.ts';
import { memory } from './fleet/memory.ts';
import { most } from './fleet/most.ts';
import { exitCode } from './support/figures.ts';

const PARTS = { cost, most, memory };

const wanted = process.argv.slice(2);
for (const [name, measure] of Object.entries(PARTS)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure();
}
process.exit(exitCode());
