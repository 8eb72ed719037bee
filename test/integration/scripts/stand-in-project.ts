import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const SCRIPTS = path.resolve(import.meta.dirname, '../../../scripts');

/** Stands in for npm: notes the call, takes its time, then leaves node_modules as `npm ci` does, its record last. */
const NPM = `
const { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
appendFileSync('calls', 'npm ' + process.argv.slice(2).join(' ') + '\\n');
console.log('added 1 package');
if (process.env.NPM === 'fails') process.exit(7);
rmSync('node_modules', { recursive: true, force: true });
cpSync('packages', 'node_modules', { recursive: true });
const finish = () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  delete packages[''];
  writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
};
setTimeout(finish, process.env.NPM === 'hangs' ? 60_000 : 300);
`;

/** Stands in for Vite: "builds" a part by copying its program. */
const VITE = `
const { appendFileSync, cpSync, mkdirSync, readFileSync } = require('node:fs');
const part = /src-(\\w+)/.exec(process.argv.at(-1))[1];
appendFileSync('calls', 'vite ' + part + '\\n');
mkdirSync('dist/' + part, { recursive: true });
if (readFileSync('src-' + part + '/cli.js', 'utf8').includes('SYNTAX SLIP')) {
  console.error('vite: what a slip');
  process.exit(1);
}
cpSync('src-' + part + '/cli.js', 'dist/' + part + '/cli.js');
`;

/** Stands in for the console: prints its one line, and a child of its own; ends at a signal unless told to be stubborn. */
const CLI = `
const { spawn } = require('node:child_process');
if (process.argv[2] === 'exit') process.exit(Number(process.argv[3]));
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (process.argv.includes('--stubborn')) return;
    if (process.argv.includes('--slow')) {
      process.send({ endsWithinMs: 5000 });
      return setTimeout(() => process.exit(0), 2500);
    }
    child.kill();
    process.exit(0);
  });
}
console.log(JSON.stringify({ args: process.argv.slice(2), pid: process.pid, child: child.pid, node: process.execPath }));
setInterval(() => {}, 1000);
`;

export interface StandInProject extends AsyncDisposable {
  readonly root: string;
  /** What npm and Vite were called for since the last look. */
  calls(): Promise<string[]>;
  write(file: string, text: string): Promise<void>;
  launch(args: readonly string[], env?: NodeJS.ProcessEnv): Launcher;
  /** Starts the launcher and waits for the console's line. */
  start(...args: string[]): Promise<Started>;
}

export interface Launcher {
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

export interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started extends Launcher {
  readonly ready: { readonly args: string[]; readonly pid: number; readonly child: number };
}

/** A project with the real launcher, in a temporary folder, around programs that only note that they were called. */
export async function standInProject(): Promise<StandInProject> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'launcher-'));
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  await cp(SCRIPTS, path.join(root, 'scripts'), { recursive: true });
  await write('package.json', '{}');
  await write('package-lock.json', lock('1.0.0'));
  await write('npm.js', NPM);
  await write('packages/vite/bin/vite.js', VITE);
  await write('src-main/cli.js', CLI);
  await write('src-renderer/cli.js', '');
  let looked = 0;

  const launch = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const { npm_lifecycle_event: _underNpm, DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...own } = process.env;
    const npm = { npm_execpath: path.join(root, 'npm.js'), npm_node_execpath: process.execPath };
    const program = [path.join(root, 'scripts', 'launch.mjs'), ...args];
    const child = spawn(process.execPath, program, { cwd: os.tmpdir(), env: { ...own, ...npm, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
    child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
    const ended = once(child, 'close').then(([code]: unknown[]): Ended => ({ code, stdout, stderr }));
    return { ended, kill: (signal: NodeJS.Signals) => void child.kill(signal), child };
  };

  return {
    root,
    write,
    async calls() {
      // not by deleting the notes: what is noted between the look and the deletion would be lost
      const noted = await readFile(path.join(root, 'calls'), 'utf8').catch(() => '');
      const lines = noted
        .slice(0, noted.lastIndexOf('\n') + 1)
        .split('\n')
        .filter(Boolean);
      const fresh = lines.slice(looked);
      looked = lines.length;
      return fresh;
    },
    launch,
    async start(...args) {
      const launcher = launch(args);
      const [line]: unknown[] = await once(launcher.child.stdout, 'data');
      const ready: Started['ready'] = JSON.parse(String(line));
      return { ...launcher, ready };
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** A lock file that asks for this version of the one package there is. */
export function lock(version: string): string {
  return JSON.stringify({ packages: { '': {}, 'node_modules/vite': { version, integrity: `sha512-${version}` } } });
}
