import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { download } from './electron-download.mjs';
import { say } from './say.mjs';

/** A failed try to get the binary is not repeated for this long (ms): every start would wait for it. */
const REMEMBER_FAILURE_MS = 24 * 60 * 60 * 1000;

/**
 * The Electron to open the window with: `{ binary }`, or `{ missing }`, a sentence that says why there is none.
 * Electron's npm package brings no binary, it downloads one from outside the registry: that is tried here, once a day.
 *
 * @param {string} root
 * @param {string} node the Node that runs Electron's installer
 * @param {{ env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, uid?: number, now?: number, stallMs?: number }} [world]
 */
export async function electronBinary(
  root,
  node,
  { env = process.env, platform = process.platform, uid = process.getuid?.(), now = Date.now(), stallMs } = {},
) {
  const hindrance = cannotShow(env, platform, uid);
  if (hindrance !== null) return { missing: hindrance };

  const present = installedBinary(root, env);
  if (present !== null) return { binary: present };

  const memory = path.join(root, '.cache', 'electron-failure.json');
  const earlier = recall(memory);
  if (earlier !== null && now - earlier.at >= 0 && now - earlier.at < REMEMBER_FAILURE_MS) {
    return { missing: `${earlier.reason} (tried ${new Date(earlier.at).toISOString()}; delete ${memory} to retry)` };
  }

  say('Fetching the desktop shell (Electron), once...');
  const failure = await download(root, node, { env, stallMs });
  const fetched = failure === null ? installedBinary(root, env) : null;
  if (fetched !== null) {
    rmSync(memory, { force: true });
    return { binary: fetched };
  }
  const reason = `Electron could not be fetched: ${failure ?? 'its installer left no program.'}`;
  mkdirSync(path.dirname(memory), { recursive: true });
  writeFileSync(memory, JSON.stringify({ at: now, reason }));
  return { missing: reason };
}

/** Why no Electron could open a window here, however it was got; null when nothing speaks against it. */
function cannotShow(env, platform, uid) {
  if (platform !== 'linux') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display here (neither DISPLAY nor WAYLAND_DISPLAY).';
  if (uid === 0) return 'Electron keeps its sandbox, which the root user cannot have.';
  return null;
}

/** Where Electron's package says its program is, if it is there. */
function installedBinary(root, env) {
  const home = path.join(root, 'node_modules', 'electron');
  const pointer = path.join(home, 'path.txt');
  const name = existsSync(pointer) ? readFileSync(pointer, 'utf8') : null;
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!override && name === null) return null;
  const binary = path.join(override || path.join(home, 'dist'), name ?? 'electron');
  return existsSync(binary) ? binary : null;
}

/** The remembered failure, or null. */
function recall(memory) {
  try {
    return JSON.parse(readFileSync(memory, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}
