import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createDemoUsers, type DemoUser } from '../access/demo.ts';
import { contentPolicy } from '../bridge/loopback/security-headers.ts';
import { startLoopback, type Loopback } from '../bridge/loopback.ts';
import { systemClock } from '../clock.ts';
import { loadConfig, type Config, type ConfigurationEntry } from '../config.ts';
import { configError } from '../config/layers.ts';
import { startConsole, type Console } from '../console.ts';
import { ConsoleError } from '../errors.ts';
import { createFileLog } from '../file-log.ts';
import { lastResort } from '../last-resort.ts';
import type { Log } from '../log.ts';
import { VERSION } from '../version.ts';
import { errorLine } from './error-line.ts';
import type { CommandIo } from './io.ts';
import { nodeChild, startMockProcess } from './mock-process.ts';
import { openBrowser } from './open-browser.ts';
import { RENDERER_DIR, RESOURCES_DIR } from './root.ts';
import { settingsUsage } from './settings-usage.ts';

export interface ServeIo extends CommandIo {
  /** After `signal` the program is ended soon, however it stands: so long (ms) from now instead, for it has to wait. */
  endWithin(ms: number): void;
}

/** Robots in order have answered long before (ms). */
const TELL_AFTER_MS = 500;

/**
 * The loopback shell: runs the console and serves it to a browser on this machine, until the signal.
 * With `--no-open` the only line on standard output is one JSON object, printed when the console is ready.
 */
export async function serveCommand(argv: string[], io: ServeIo): Promise<number> {
  if (argv.includes('--version')) io.out(VERSION);
  else if (argv.includes('--help')) for (const line of settingsUsage()) io.out(line);
  else return serve(argv, io);
  return 0;
}

async function serve(argv: string[], io: ServeIo): Promise<number> {
  try {
    const { config: given, entries } = loadConfig({ argv, environment: io.env });
    await using scratch = scratchFolder(given, entries);
    const config = { ...given, dataDir: scratch.dir };
    const log = createFileLog({ dir: config.dataDir, level: config.logLevel });
    const failed = new AbortController();
    lastResort(process, log, () => failed.abort());
    await using running = await starting(config, entries, log, io);
    await announce(config, running, io);
    const over = AbortSignal.any([io.signal, failed.signal]);
    if (!over.aborted) await new Promise((resolve) => over.addEventListener('abort', resolve, { once: true }));
    return failed.signal.aborted ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ConsoleError)) throw error;
    io.err(errorLine(error));
    return error.code === 'CONFIG_INVALID' ? 2 : 1;
  }
}

interface Running extends AsyncDisposable {
  readonly console: Console;
  readonly loopback: Loopback;
  readonly demoUsers: readonly DemoUser[];
}

async function starting(
  config: Config,
  entries: readonly ConfigurationEntry[],
  log: Log,
  io: ServeIo,
): Promise<Running> {
  await using opened = new AsyncDisposableStack();
  let port = config.port;
  const console = opened.adopt(
    await startConsole(config, entries, {
      shell: 'loopback',
      version: VERSION,
      resourcesDir: RESOURCES_DIR,
      clock: systemClock,
      random: Math.random,
      log,
      contentPolicy: () => contentPolicy(port),
      fuses: async () => ({ kind: 'not-applicable' }),
      startMockFirmware: (options) =>
        startMockProcess(nodeChild(process.argv[1] ?? ''), options, (sentence) => io.err(sentence)),
    }),
    (started) => stopped(started, io),
  );
  const demoUsers = config.demo ? await createDemoUsers(console.accounts) : [];
  const loopback = opened.adopt(
    await startLoopback({
      bridge: console.bridge,
      rendererDir: RENDERER_DIR,
      port: config.port,
      clock: systemClock,
      log,
    }),
    (served) => served.stop(),
  );
  port = Number(new URL(loopback.origin).port);
  const all = opened.move();
  return { console, loopback, demoUsers, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** A robot that hangs keeps the program longer than anyone expects: so it says why. */
async function stopped(console: Console, io: ServeIo): Promise<void> {
  let cancel = () => {};
  await console.stop((withinMs) => {
    io.endWithin(withinMs);
    cancel = systemClock.after(TELL_AFTER_MS, () =>
      io.err(
        'Everything is saved. A robot still owes an answer, and its controller may not survive being left: ' +
          `waiting for it, ${Math.round(withinMs / 1000)} s at most.`,
      ),
    );
  });
  cancel();
}

/** Says where the console is: one JSON line for scripts, else sentences and the browser. */
async function announce(config: Config, running: Running, io: CommandIo): Promise<void> {
  const { loopback } = running;
  if (config.open) await announceToPerson(running, io);
  else io.out(JSON.stringify(readyFacts(config, running)));
  if (process.stdin.isTTY) {
    const tell = () =>
      io.out(config.open ? loopback.mintLaunchUrl() : JSON.stringify({ url: loopback.mintLaunchUrl() }));
    createInterface({ input: process.stdin }).on('line', tell);
  }
}

function readyFacts(config: Config, { console, loopback, demoUsers }: Running): Record<string, unknown> {
  const { url } = loopback;
  const robots = console.robots.map(({ id, url: address }) => ({ id, url: address }));
  const facts = { url, shell: 'loopback', pid: process.pid, dataDir: config.dataDir, simulated: console.simulatedOnly };
  return { ...facts, robots, ...(config.demo ? { demoUsers } : {}) };
}

async function announceToPerson({ console, loopback, demoUsers }: Running, io: CommandIo): Promise<void> {
  if (console.simulatedOnly) {
    io.out(`No robot is configured: showing ${console.robots.length} simulated ones (mock firmware).`);
  }
  for (const { username, role, password } of demoUsers) io.out(`Demo user ${username} (${role}): ${password}`);
  if (!(await openBrowser(loopback.url))) io.out('No browser could be opened here. Open this address on this machine:');
  io.out(loopback.url);
  io.out('The link works once. Press Enter here for a new one, Ctrl-C to end.');
}

/** A demo lives in a scratch folder that is gone afterwards; a folder named for it must be new, and stays. */
function scratchFolder(
  { demo, dataDir }: Config,
  entries: readonly ConfigurationEntry[],
): AsyncDisposable & { readonly dir: string } {
  const named = entries.some(({ key, from }) => key === 'dataDir' && from !== 'default');
  if (demo && named && existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw configError('dataDir', dataDir, 'a demo needs an empty folder: it never touches real data');
  }
  if (!demo || named) return { dir: dataDir, [Symbol.asyncDispose]: async () => {} };
  const dir = mkdtempSync(path.join(os.tmpdir(), 'robot-console-demo-'));
  return { dir, [Symbol.asyncDispose]: async () => rmSync(dir, { recursive: true, force: true }) };
}
