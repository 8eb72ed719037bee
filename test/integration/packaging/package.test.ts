import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { parseSync } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

/** What electron-builder looks for in Electron's program to flip its fuses: a mark, a version, a count, one byte each. */
const FUSES_IN_PROGRAM = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('1'.repeat(9)),
]);

let dir: string;
let unpacked: string;
let files: string[];

/** Packs the built project (`npm test` builds it first) around a stand-in for Electron, with the network out of reach. */
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'package-'));
  const electron = path.join(dir, 'electron');
  await mkdir(path.join(electron, 'resources'), { recursive: true });
  await mkdir(path.join(electron, 'locales'));
  await writeFile(path.join(electron, 'electron'), FUSES_IN_PROGRAM, { mode: 0o755 });
  await writeFile(path.join(electron, 'version'), '45.4.1');
  for (const notice of ['LICENSE', 'LICENSES.chromium.html']) await writeFile(path.join(electron, notice), '');

  const builder = path.join(ROOT, 'node_modules', 'electron-builder', 'cli.js');
  const overrides = [`-c.electronDist=${electron}`, `-c.directories.output=${path.join(dir, 'release')}`];
  const nowhere = 'http://127.0.0.1:9';
  const env = { ...process.env, HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, npm_config_registry: nowhere };
  await run(process.execPath, [builder, '--linux', '--dir', '--publish', 'never', ...overrides], { cwd: ROOT, env });

  unpacked = path.join(dir, 'release', 'linux-unpacked');
  const asar = path.join(unpacked, 'resources', 'app.asar');
  files = listPackage(asar, { isPack: false }).map((file) => file.split(path.sep).join('/'));
  extractAll(asar, path.join(dir, 'app'));
}, 120_000);
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('the package', () => {
  it('holds the programs, the page, the resources and the license', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        '/dist/main/cli.js',
        '/dist/main/electron.js',
        '/dist/main/password-worker.js',
        '/dist/main/preload.cjs',
        '/dist/renderer/index.html',
        '/resources/password-blocklist.txt',
        '/LICENSE',
        '/package.json',
      ]),
    );
  });

  it('holds no sources, no tests, no development dependencies and nothing of the workshop', () => {
    const rooms = new Set(files.map((file) => file.split('/')[1] ?? ''));
    expect([...rooms].toSorted()).toEqual(['LICENSE', 'dist', 'package.json', 'resources']);
    expect(files.filter((file) => /\.(ts|tsx|map)$|node_modules|\/\.|\.test\./.test(file))).toEqual([]);
  });

  it('names no development dependency and no script in its manifest', async () => {
    const manifest: Record<string, unknown> = JSON.parse(await readFile(path.join(dir, 'app', 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name: 'robot-control-console', type: 'module', main: 'dist/main/electron.js' });
    expect(manifest).not.toHaveProperty('devDependencies');
    expect(manifest).not.toHaveProperty('scripts');
  });

  it('imports nothing that it does not bring along', async () => {
    const programs = globSync('dist/main/*.{js,cjs}', { cwd: path.join(dir, 'app') });
    expect(programs.length).toBeGreaterThan(3);
    for (const program of programs) {
      const source = await readFile(path.join(dir, 'app', program), 'utf8');
      const imported = parseSync(program, source).module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
      const required = [...source.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name);
      const missing = [...imported, ...required].filter(
        (name) => name !== 'electron' && !isBuiltin(name) && !files.includes(path.posix.join('/dist/main', name)),
      );
      expect(missing, program).toEqual([]);
    }
  });

  it('runs: its command line answers, far from the project', async () => {
    const cli = path.join(dir, 'app', 'dist', 'main', 'cli.js');
    const { stdout } = await run(process.execPath, [cli, '--version'], { cwd: os.tmpdir() });
    const { version }: { version: string } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
    expect(stdout.trim()).toBe(version);
  });

  it('has its fuses set: it cannot be made to run other code, and checks its own', async () => {
    const fuses = await getCurrentFuseWire(path.join(unpacked, 'robot-control-console'));
    const set = (option: FuseV1Options) => fuses[option] === FuseState.ENABLE;
    expect({
      runAsNode: set(FuseV1Options.RunAsNode),
      cookieEncryption: set(FuseV1Options.EnableCookieEncryption),
      nodeOptions: set(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: set(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: set(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: set(FuseV1Options.OnlyLoadAppFromAsar),
      ownSnapshot: set(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      filePrivileges: set(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      inspect: false,
      asarIntegrity: true,
      onlyAsar: true,
      ownSnapshot: false,
      filePrivileges: false,
    });
  });
});
