import { globSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type EnvironmentOptions } from 'vite';

const FOLDER = import.meta.dirname;
const OUT_DIR = path.resolve(FOLDER, '../dist/main');

/** Every program of the main process: the two shells, and each worker thread wherever its room is. */
const entries = ['cli.ts', 'shell/electron.ts', ...globSync('**/*-worker.ts', { cwd: FOLDER })];

/** Everything is bundled but Node's own modules and Electron: the package carries no node_modules. */
const bundled: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external: ['electron'] },
};

/**
 * `vite build` makes dist/main: ES modules, all in one folder, because a bundle finds its workers beside itself
 * (worker-entry.ts); and the preload, one CommonJS file, because a sandboxed preload can be nothing else.
 */
export default defineConfig({
  root: FOLDER,
  logLevel: 'warn',
  publicDir: false,
  environments: {
    main: {
      ...bundled,
      build: {
        outDir: OUT_DIR,
        emptyOutDir: true,
        target: 'node24',
        sourcemap: true,
        minify: false,
        rolldownOptions: {
          input: Object.fromEntries(entries.map((entry) => [path.basename(entry, '.ts'), path.join(FOLDER, entry)])),
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
    preload: {
      ...bundled,
      build: {
        outDir: OUT_DIR,
        emptyOutDir: false,
        target: 'node24',
        sourcemap: false,
        minify: false,
        rolldownOptions: {
          input: path.join(FOLDER, 'shell/preload.ts'),
          output: { format: 'cjs', entryFileNames: 'preload.cjs' },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'preload']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});
