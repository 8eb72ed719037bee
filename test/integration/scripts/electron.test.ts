import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const DAY_MS = 24 * 60 * 60 * 1000;

interface World {
  readonly env: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly uid?: number;
  readonly now?: number;
  readonly stallMs?: number;
}
type Answer = { readonly binary: string } | { readonly missing: string };
const scripts: { electronBinary(root: string, node: string, world: World): Promise<Answer> } = await import(
  path.join(ROOT, 'scripts', 'electron.mjs')
);

/** Electron's real npm package in a folder of its own, and a server that stands in for where its binary lies. */
async function withMirror(answer: RequestListener) {
  const root = await mkdtemp(path.join(os.tmpdir(), 'electron-'));
  const modules = path.join(root, 'node_modules');
  await mkdir(modules);
  for (const scope of ['@electron', '@electron-internal']) {
    await symlink(path.join(ROOT, 'node_modules', scope), path.join(modules, scope));
  }
  const home = path.join(modules, 'electron');
  const shipped = ['install.js', 'package.json', 'checksums.json'];
  for (const file of shipped) await cp(path.join(ROOT, 'node_modules', 'electron', file), path.join(home, file));

  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    return answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const env = {
    PATH: process.env['PATH'],
    DISPLAY: ':0',
    ELECTRON_MIRROR: `http://127.0.0.1:${port}/`,
    electron_config_cache: path.join(root, 'cache'),
  };
  return {
    home,
    env,
    requests: () => requests,
    ask: (world: Partial<World> = {}) =>
      scripts.electronBinary(root, process.execPath, { env, platform: 'linux', uid: 1000, stallMs: 1_500, ...world }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(root, { recursive: true, force: true });
    },
  };
}

const refuse: RequestListener = (_request, response) => void response.writeHead(404).end();

describe('the Electron binary', () => {
  it('is used where it is', async () => {
    await using mirror = await withMirror(refuse);
    await mkdir(path.join(mirror.home, 'dist'));
    await writeFile(path.join(mirror.home, 'dist', 'electron'), '');
    await writeFile(path.join(mirror.home, 'path.txt'), 'electron');
    expect(await mirror.ask()).toEqual({ binary: path.join(mirror.home, 'dist', 'electron') });
    expect(mirror.requests()).toBe(0);
  });

  it('may lie where ELECTRON_OVERRIDE_DIST_PATH says', async () => {
    await using mirror = await withMirror(refuse);
    await writeFile(path.join(mirror.home, 'electron'), '');
    const env = { ...mirror.env, ELECTRON_OVERRIDE_DIST_PATH: mirror.home };
    expect(await mirror.ask({ env })).toEqual({ binary: path.join(mirror.home, 'electron') });
  });

  it('is not even tried without a display, nor for root', async () => {
    await using mirror = await withMirror(refuse);
    expect(await mirror.ask({ env: { ...mirror.env, DISPLAY: '' } })).toEqual({
      missing: expect.stringContaining('no display') as string,
    });
    expect(await mirror.ask({ uid: 0 })).toEqual({ missing: expect.stringContaining('root') as string });
    expect(mirror.requests()).toBe(0);
  });

  it('that cannot be fetched is not tried again for a day', async () => {
    await using mirror = await withMirror(refuse);
    const now = Date.now();
    expect(await mirror.ask({ now })).toEqual({
      missing: expect.stringMatching(/could not be fetched: .*404/) as string,
    });
    const tried = mirror.requests();
    expect(tried).toBeGreaterThan(0);

    expect(await mirror.ask({ now: now + DAY_MS - 1 })).toEqual({
      missing: expect.stringMatching(/404.*tried/) as string,
    });
    expect(mirror.requests()).toBe(tried);

    await mirror.ask({ now: now + DAY_MS });
    expect(mirror.requests()).toBeGreaterThan(tried);
  });

  it('is given up when nothing arrives any more', async () => {
    await using mirror = await withMirror((_request, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 });
      response.write('PK');
    });
    const begun = performance.now();
    expect(await mirror.ask()).toEqual({ missing: expect.stringContaining('no progress for 1.5 s') as string });
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('is waited for, however slowly it arrives, and refused when it is not the right one', async () => {
    await using mirror = await withMirror((_request, response) => {
      void (async () => {
        for (let part = 0; part < 10; part += 1) {
          response.write('x'.repeat(10_000));
          await sleep(250);
        }
        response.end();
      })();
    });
    expect(await mirror.ask()).toEqual({ missing: expect.stringContaining('hecksum') as string });
  });
});
