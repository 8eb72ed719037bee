import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { runNode } from './child.mjs';
import { LaunchError } from './say.mjs';

/** `npm run bench -- NAME ...`: the measures in `test/bench/NAME.bench.ts`; one JSON line on standard output per figure. */
export const commandBench = oneOf('bench');

/** `npm run fuzz -- NAME --calls N --seed S`: the campaign in `test/fuzz/NAME.fuzz.ts`; JSON lines on standard output. */
export const commandFuzz = oneOf('fuzz');

/** The command that runs `test/KIND/NAME.KIND.ts` for the name that it is given. */
function oneOf(kind) {
  return ({ root, node }, [name = '', ...args]) => {
    const folder = path.join(root, 'test', kind);
    const ending = `.${kind}.ts`;
    const names = readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length));
    if (!names.includes(name)) throw new LaunchError(`npm run ${kind} -- NAME; there are: ${names.join(', ')}`, 2);
    return runNode(node, [path.join(folder, `${name}${ending}`), ...args], { cwd: root });
  };
}

/** `npm run crash -- --rounds N --seed S`: kills a working store at random moments and looks what is left of its promises. */
export const commandCrash = programIn('crash', 'campaign.ts');

/** `npm run faults -- --minutes M --seed S`: every fault on every endpoint of simulated robots, and a checker of all that happened. */
export const commandFaults = programIn('faults', 'faults.ts');

/** The command that runs one program of a folder in `test/`. */
function programIn(folder, file) {
  return ({ root, node }, args) => {
    const program = path.join(root, 'test', folder, file);
    if (!existsSync(program)) throw new LaunchError(`${program} is missing`, 2);
    return runNode(node, [program, ...args], { cwd: root });
  };
}
