import path from 'node:path';
import { runNode } from './child.mjs';

/** `npm run console -- COMMAND ...`: the console's own command line. */
export function commandConsole({ root, node }, args) {
  return runNode(node, [path.join(root, 'dist/main/cli.js'), ...args]);
}
