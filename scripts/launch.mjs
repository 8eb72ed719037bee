/**
 * What `npm start`, `npm test` and their sisters run: brings the project up to date (install, build), then does the
 * named thing on the pinned Node. Plain JavaScript without dependencies: it must run on any Node from 20.12 on, before
 * anything has been installed.
 */
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { commandBench, commandCrash, commandFaults, commandFuzz } from './campaign.mjs';
import { commandConsole } from './console.mjs';
import { ensureInstalled } from './install.mjs';
import { alone } from './one-at-a-time.mjs';
import { commandPackage } from './package.mjs';
import { requireNode } from './runtime.mjs';
import { LaunchError, say } from './say.mjs';
import { commandStart } from './start.mjs';
import { commandTest } from './test.mjs';

/** Each command gets `{ root, node }` and its own arguments, and answers with its exit code. */
const COMMANDS = {
  start: commandStart,
  test: commandTest,
  console: commandConsole,
  build: async () => 0,
  package: commandPackage,
  bench: commandBench,
  crash: commandCrash,
  fuzz: commandFuzz,
  faults: commandFaults,
};

const [name = '', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
try {
  if (!command) throw new LaunchError(`unknown command '${name}'; there are: ${Object.keys(COMMANDS).join(', ')}`, 2);
  const root = path.resolve(import.meta.dirname, '..');
  const node = await alone(root, async () => {
    await ensureInstalled(root);
    const found = requireNode(root);
    await ensureBuilt(root, found);
    return found;
  });
  process.exitCode = await command({ root, node }, args);
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  say(error.message);
  process.exitCode = error.exitCode;
}
