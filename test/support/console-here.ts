import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createDemoUsers, type DemoUser } from '../../src-main/access/demo.ts';
import { startLoopback } from '../../src-main/bridge/loopback.ts';
import { systemClock } from '../../src-main/clock.ts';
import { loadConfig } from '../../src-main/config.ts';
import { startConsole } from '../../src-main/console.ts';
import { createRecordingLog } from './recording-log.ts';
import { surroundingsOf } from './console-surroundings.ts';

const RENDERER_DIR = path.resolve(import.meta.dirname, '../../dist/renderer');

/** A whole console in this process, with the built page: what takes several browsers, each with a launch link of its own. */
export interface ConsoleHere extends AsyncDisposable {
  /** A launch link that works once. */
  launchUrl(): string;
  /** One per role, named like it. */
  readonly users: readonly DemoUser[];
}

interface PlacedRobot {
  readonly id: string;
  readonly name: string;
  readonly group?: string;
}

/** With robots that nobody answers for: nothing listens on the discard port, at whatever loopback address. */
export async function startConsoleHere(robots: readonly PlacedRobot[]): Promise<ConsoleHere> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'console-here-'));
  const settings = robots.map((robot, index) => ({ ...robot, url: `http://127.0.0.${index + 1}:9` }));
  const { config, entries } = loadConfig({
    argv: ['--data', dir, '--config', 'robots.json'],
    environment: {},
    readFile: () => JSON.stringify({ robots: settings }),
  });
  const log = createRecordingLog();
  const console = await startConsole(config, entries, surroundingsOf(log));
  const users = await createDemoUsers(console.accounts);
  const { bridge } = console;
  const loopback = await startLoopback({ bridge, rendererDir: RENDERER_DIR, port: 0, clock: systemClock, log });
  return {
    users,
    launchUrl: () => loopback.mintLaunchUrl(),
    async [Symbol.asyncDispose]() {
      await loopback.stop();
      await console.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
