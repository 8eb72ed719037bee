import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { step } from './child.mjs';
import { fingerprint } from './fingerprint.mjs';
import { LaunchError, say } from './say.mjs';

const COMMON = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/build.mjs'];

/** What is built, from which inputs. The renderer shares the contract, and what it names, with the main process. */
const PARTS = [
  { name: 'main', inputs: ['src-main', ...COMMON] },
  { name: 'renderer', inputs: ['src-renderer', 'src-main', ...COMMON] },
];

/**
 * Builds the parts of `dist` whose inputs have changed since they were built.
 *
 * @throws LaunchError with the bundler's own words when a build fails.
 */
export async function ensureBuilt(root, node) {
  const stale = PARTS.map(({ name, inputs }) => ({
    name,
    built: path.join(root, 'dist', name),
    // The fingerprint of the inputs, written when the build has succeeded, and beside what was built: not part of it.
    stamp: path.join(root, 'dist', `.${name}-built-from`),
    print: fingerprint(root, inputs),
  })).filter(
    ({ built, stamp, print }) => !existsSync(built) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== print,
  );
  if (stale.length === 0) return;

  say(`Building ${stale.map(({ name }) => name).join(' and ')}...`);
  await Promise.all(
    stale.map(async ({ name, stamp, print }) => {
      rmSync(stamp, { force: true });
      const vite = ['node_modules/vite/bin/vite.js', 'build', '-c', `src-${name}/vite.config.ts`];
      const { code, output } = await step(node, vite, { cwd: root, env: { ...process.env, NODE_ENV: 'production' } });
      if (code !== 0) throw new LaunchError(`${output}\nBuilding ${name} failed: nothing was started.`);
      writeFileSync(stamp, print);
    }),
  );
}
