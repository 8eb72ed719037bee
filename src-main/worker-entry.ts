import path from 'node:path';

/**
 * Where a worker thread's program lives. From source (tests, tools) it is the module itself, which Node 24 runs by
 * stripping its types; in a build every entry lies flat beside the bundle that asks.
 *
 * @param module path of the worker's module below src-main, without ending: `access/password-worker`
 */
export function workerEntry(module: string): URL {
  return import.meta.url.endsWith('/src-main/worker-entry.ts')
    ? new URL(`./${module}.ts`, import.meta.url)
    : new URL(`./${path.basename(module)}.js`, import.meta.url);
}
