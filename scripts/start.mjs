import path from 'node:path';
import { run, runNode } from './child.mjs';
import { electronBinary } from './electron.mjs';
import { LaunchError, say } from './say.mjs';

/** Flags that only the loopback shell understands: who gives one has chosen it. */
const LOOPBACK_FLAGS = ['--no-open', '--open', '--port', '--demo', '--help', '--version'];

/** The desktop program has no way to ask for time: it keeps its own limits, and waits for what robots still owe it. */
const DESKTOP_GOODBYE_MS = 14_000;

/** `npm start`: the desktop window where Electron can run, else the loopback shell after one line that says why. */
export async function commandStart({ root, node }, given) {
  const { wish, args } = takeShell(given);
  const electron = wish === 'loopback' ? { missing: null } : await electronBinary(root, node);
  if (electron.binary !== undefined) return run(electron.binary, [root, ...args], { goodbyeMs: DESKTOP_GOODBYE_MS });

  if (wish === 'electron') throw new LaunchError(`The desktop window cannot be opened: ${electron.missing}`);
  if (electron.missing !== null) say(`Opening in a browser, not in a desktop window: ${electron.missing}`);
  return runNode(node, [path.join(root, 'dist/main/cli.js'), 'serve', ...args]);
}

/** Splits off `--shell loopback|electron`; the rest belongs to the console. */
function takeShell(given) {
  const args = [...given];
  const at = args.findIndex((arg) => arg === '--shell' || arg.startsWith('--shell='));
  if (at === -1) {
    const loopback = args.some((arg) => LOOPBACK_FLAGS.includes(arg.split('=')[0]));
    return { wish: loopback ? 'loopback' : 'any', args };
  }
  const [flag] = args.splice(at, 1);
  const wish = flag === '--shell' ? args.splice(at, 1)[0] : flag.slice('--shell='.length);
  if (wish === 'loopback' || wish === 'electron') return { wish, args };
  throw new LaunchError(`--shell ${wish ?? ''}: must be loopback or electron`, 2);
}
