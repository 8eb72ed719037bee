import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = path.resolve(import.meta.dirname, '../../dist/main/cli.js');

/** The built program as a process of its own, which has printed its one line of JSON. */
export interface ProgramProcess<Ready> extends AsyncDisposable {
  readonly ready: Ready;
  readonly process: ChildProcess;
  /** Sends `signal` and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

export interface ConsoleReady {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  readonly simulated: boolean;
  readonly robots: readonly { readonly id: string; readonly url: string }[];
  readonly demoUsers?: readonly { readonly username: string; readonly role: string; readonly password: string }[];
}

export interface MockReady {
  readonly robots: readonly { readonly id: string; readonly name: string; readonly url: string }[];
}

/** `serve --no-open` in a data folder of its own, unless `args` name one. */
export async function startConsoleProcess(...args: string[]): Promise<ProgramProcess<ConsoleReady>> {
  const dir = args.includes('--data') ? null : mkdtempSync(path.join(os.tmpdir(), 'console-e2e-'));
  const data = dir === null ? [] : ['--data', dir];
  const program = await start<ConsoleReady>(['serve', '--no-open', '--port', '0', ...data, ...args]);
  return {
    ...program,
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      if (dir !== null) rmSync(dir, { recursive: true, force: true });
    },
  };
}

export function startMockFirmwareProcess(...args: string[]): Promise<ProgramProcess<MockReady>> {
  return start(['mock-firmware', ...args]);
}

async function start<Ready>(args: readonly string[]): Promise<ProgramProcess<Ready>> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    ended.then(() => null),
  ]);
  if (line === null) throw new Error(`the program ended before it was ready: ${complaints}`);
  const end = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    // a stopped process acts on no other signal
    child.kill('SIGCONT');
    await ended;
  };
  const ready: Ready = JSON.parse(line);
  return { ready, process: child, end, [Symbol.asyncDispose]: () => end() };
}
