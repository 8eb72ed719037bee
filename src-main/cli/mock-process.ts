import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ConsoleError } from '../errors.ts';
import type { MockFirmware } from '../console.ts';

/** A process of our own program, whichever way the shell can start one. It ends with us, even if we are killed. */
export interface MockChild {
  readonly output: NodeJS.ReadableStream;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<string>;
  /** Asks it to end. */
  end(): void;
}

/** Runs `program` on our own Node; it watches its standard input, which closes when we die. */
export function nodeChild(program: string): (argv: readonly string[]) => MockChild {
  return (argv) => {
    const child = spawn(process.execPath, [program, ...argv, '--exit-with-stdin'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return {
      output: child.stdout,
      ended: once(child, 'exit').then(([code, signal]: unknown[]) => String(signal ?? code)),
      end() {
        child.stdin.end();
        child.kill('SIGTERM');
      },
    };
  };
}

/**
 * Starts mock firmware as a process of its own, so that it can be killed and started again like a real controller.
 *
 * @param run starts the program that understands `mock-firmware`: ourselves.
 * @param onEnd called with a sentence when the process ends by itself.
 * @throws ConsoleError INTERNAL when it ends before it is ready.
 */
export async function startMockProcess(
  run: (argv: readonly string[]) => MockChild,
  { robots, seed }: { robots: number; seed: number },
  onEnd: (sentence: string) => void,
): Promise<MockFirmware> {
  const child = run(['mock-firmware', '--port', '0', '--robots', String(robots), '--seed', String(seed)]);
  let stopping = false;

  const lines = createInterface({ input: child.output });
  const ready = await Promise.race([once(lines, 'line'), child.ended.then(() => null)]);
  if (ready === null) throw new ConsoleError('INTERNAL', 'mock firmware ended before it was ready');
  const announced = JSON.parse(String(ready[0])) as Pick<MockFirmware, 'robots'>;

  const firstPort = new URL(announced.robots[0]?.url ?? 'http://127.0.0.1:0').port;
  void child.ended.then((how) => {
    if (stopping) return;
    onEnd(
      `The mock firmware has ended (${how}). To start it again: npm run console -- ` +
        `mock-firmware --port ${firstPort} --robots ${robots} --seed ${seed}`,
    );
  });

  return {
    robots: announced.robots,
    async stop() {
      stopping = true;
      child.end();
      await child.ended;
    },
  };
}
