import { readFileSync } from 'node:fs';
import path from 'node:path';
import { step } from './child.mjs';
import { findNode } from './runtime.mjs';
import { LaunchError, say } from './say.mjs';

const TICK_MS = 5_000;

/**
 * Installs what package-lock.json says, unless node_modules is exactly that already.
 *
 * @throws LaunchError when npm fails; the next start then tries again.
 */
export async function ensureInstalled(root) {
  if (isInstalled(root)) return;
  say('Installing what the console needs, as package-lock.json says (about a minute)...');
  const ticking = process.stderr.isTTY ? undefined : tick();
  try {
    const [program, ...args] = npm();
    // At its usual level npm prints a page of warnings about a Node that none of these packages will run on.
    const { code } = await step(program, [...args, 'ci', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
    if (code !== 0) throw new LaunchError(`npm ci failed (exit code ${code}): nothing was started.`);
  } finally {
    clearInterval(ticking);
  }
}

/**
 * npm writes node_modules/.package-lock.json, its record of what lies there, as the last act of a successful install.
 * So an interrupted install is never taken for one, and an install that a person did with npm is.
 */
function isInstalled(root) {
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const present = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  if (wanted === null) throw new LaunchError('package-lock.json is missing or unreadable.');
  if (present === null) return false;
  for (const [name, { integrity, version, optional = false }] of Object.entries(wanted)) {
    if (name === '') continue;
    const there = present[name];
    if (there === undefined ? !optional : there.version !== version || there.integrity !== integrity) return false;
  }
  // npm leaves out, without a word, an optional package that it could not fetch; the pinned Node we cannot do without.
  return Object.keys(present).every((name) => name in wanted) && findNode(root) !== null;
}

/** The packages that a lock file lists, or null when there is no such file. */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** npm as the person called it: its own script on its own Node when we run inside it, else from the PATH. */
function npm() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script?.endsWith('.js') && node) return [node, script];
  return process.platform === 'win32' ? ['cmd', '/c', 'npm'] : ['npm'];
}

/** npm shows a spinner on a terminal, and nothing elsewhere: there, a line now and then proves that it works. */
function tick() {
  const started = Date.now();
  return setInterval(() => say(`  ... still installing, ${Math.round((Date.now() - started) / 1000)} s`), TICK_MS);
}
