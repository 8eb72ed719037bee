import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { systemClock, type Clock } from '../clock.ts';
import type { MockFirmware } from '../console.ts';
import { ConsoleError } from '../errors.ts';
import { jsonOf, orderAnswerSchema, type Order } from '../mock-firmware/orders.ts';
import type { SimulationWish } from '../training/training.ts';

/** A process of our own program, whichever way the shell can start one. It ends with us, even if we are killed. */
export interface MockChild {
  readonly output: NodeJS.ReadableStream;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<string>;
  /** Sends it a line; what comes after its end goes nowhere. */
  send(line: string): void;
  /** Asks it to end. */
  end(): void;
}

/** Runs `program` on our own Node; it watches its standard input, which closes when we die. */
export function nodeChild(program: string): (argv: readonly string[]) => MockChild {
  return (argv) => {
    const child = spawn(process.execPath, [program, ...argv], { stdio: ['pipe', 'pipe', 'inherit'] });
    // a process that has ended reads nothing more; `ended` is what tells that
    child.stdin.on('error', () => {});
    return {
      output: child.stdout,
      ended: once(child, 'exit').then(([code, signal]: unknown[]) => String(signal ?? code)),
      send: (line) => void child.stdin.write(`${line}\n`),
      end() {
        child.stdin.end();
        child.kill('SIGTERM');
      },
    };
  };
}

const announcement = z.object({
  robots: z.array(z.object({ id: z.string(), name: z.string(), url: z.url() })).min(1),
});

/** Robots that are set up wait for it meanwhile (ms): a thousand simulated ones take a few seconds on a slow machine. */
const READY_WITHIN_MS = 20_000;

/**
 * Starts mock firmware as a process of its own, so that it can be killed and started again like a real controller.
 *
 * @param run starts the program that understands `mock-firmware`: ourselves.
 * @param onEnd called with a sentence when the process ends by itself.
 * @throws ConsoleError INTERNAL when it ends before it is ready, or does not become so in time.
 */
export async function startMockProcess(
  run: (argv: readonly string[]) => MockChild,
  { robots, seed, firmware }: SimulationWish,
  onEnd: (sentence: string) => void,
  clock: Clock = systemClock,
): Promise<MockFirmware> {
  const options = ['--robots', String(robots), '--seed', String(seed), '--firmware', firmware];
  const child = run(['mock-firmware', '--port', '0', ...options, '--exit-with-stdin']);
  const waiting = new Map<number, PromiseWithResolvers<void>>();
  let orders = 0;
  let over = false;
  let stopping = false;

  const lines = createInterface({ input: child.output });
  const late = Promise.withResolvers<null>();
  const cancel = clock.after(READY_WITHIN_MS, () => late.resolve(null));
  const ready = await Promise.race([once(lines, 'line'), child.ended.then(() => null), late.promise]);
  cancel();
  if (ready === null) {
    child.end();
    throw new ConsoleError('INTERNAL', 'mock firmware ended, or hung, before it was ready');
  }
  const announced = announcement.parse(jsonOf(String(ready[0])));
  lines.on('line', answered);

  const firstPort = new URL(announced.robots[0]?.url ?? '').port;
  const ended = child.ended.then((how) => {
    over = true;
    for (const { reject } of waiting.values()) reject(gone());
    waiting.clear();
    if (!stopping) {
      const command = `npm run console -- mock-firmware --port ${firstPort} ${options.join(' ')}`;
      onEnd(`The mock firmware has ended (${how}). To start it again: ${command}`);
    }
    return how;
  });

  return {
    firmware,
    seed,
    robots: announced.robots,
    ended,
    async tell(robot, deed) {
      if (over) throw gone();
      orders += 1;
      const order: Order = { order: orders, robot, deed };
      const answer = Promise.withResolvers<void>();
      waiting.set(orders, answer);
      child.send(JSON.stringify(order));
      await answer.promise;
    },
    async stop() {
      stopping = true;
      child.end();
      await ended;
    },
  };

  function answered(line: string): void {
    const parsed = orderAnswerSchema.safeParse(jsonOf(line));
    if (!parsed.success) return;
    const { answers, failed } = parsed.data;
    const answer = waiting.get(answers);
    waiting.delete(answers);
    if (failed === null) answer?.resolve();
    else answer?.reject(new ConsoleError(failed.code, failed.message));
  }
}

function gone(): ConsoleError {
  return new ConsoleError('SIMULATION_ENDED', 'the process of the simulated robots has ended');
}
