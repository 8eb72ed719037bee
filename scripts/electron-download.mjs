import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { start, unlessInterrupted } from './child.mjs';

/** A download whose files have not grown for this long (ms) has failed. */
const STALL_MS = 10_000;
const LOOK_EVERY_MS = 250;

/**
 * Runs the installer of Electron's package while it makes progress, and answers with why it failed, or null.
 * Progress is read off the disk: the installer itself shows none for half a minute.
 */
export async function download(root, node, { env, stallMs = STALL_MS }) {
  const home = path.join(root, 'node_modules', 'electron');
  const scratch = path.join(root, '.cache', 'electron-download');
  mkdirSync(scratch, { recursive: true });
  const child = start(node, [path.join(home, 'install.js')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
  });

  let stalled = false;
  let grownAt = Date.now();
  let size = 0;
  const watch = setInterval(() => {
    const grown = sizeOf(scratch) + sizeOf(path.join(home, 'dist'));
    if (grown !== size) grownAt = Date.now();
    size = grown;
    if (Date.now() - grownAt < stallMs) return;
    stalled = true;
    child.end();
  }, LOOK_EVERY_MS);
  try {
    const { code, output } = await unlessInterrupted(child.ended);
    if (stalled) return `no progress for ${stallMs / 1000} s.`;
    return code === 0 ? null : lastWords(output);
  } finally {
    clearInterval(watch);
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Bytes in the files at or below a path, which may change while we look. */
function sizeOf(place) {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.size;
  return readdirSync(place).reduce((total, name) => total + sizeOf(path.join(place, name)), 0);
}

/** The line of an installer's complaint that says what happened. */
function lastWords(output) {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.find((line) => line.includes('Error')) ?? lines.find((line) => line !== '') ?? 'it failed silently.';
}
