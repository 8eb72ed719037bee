import path from 'node:path';
import { runNode } from './child.mjs';

/** `npm run package -- ...`: the desktop application as a folder, or what electron-builder's arguments say. */
export function commandPackage({ root, node }, args) {
  const builder = path.join(root, 'node_modules/electron-builder/cli.js');
  return runNode(node, [builder, '--publish', 'never', ...(args.length > 0 ? args : ['--dir'])], { cwd: root });
}
