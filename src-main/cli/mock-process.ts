import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ConsoleError } from '../errors.ts';
import type { MockFirmware } from '../console.ts';

/**
 * Starts mock firmware as a process of its own, by this same program, so that it can be killed and started again like
 * a real controller. It ends with us, even if we are killed: it watches its standard input.
 *
 * @param program the script that understands `mock-firmware`: ourselves.
 * @param onEnd called with a sentence when the process ends by itself.
 * @throws ConsoleError INTERNAL when it ends before it is ready.
 */
export async function startMockProcess(
  program: string,
  { robots, seed }: { robots: number; seed: number },
  onEnd: (sentence: string) => void,
): Promise<MockFirmware> {
  const argv = [
    'mock-firmware',
    '--port',
    '0',
    '--robots',
    String(robots),
    '--seed',
    String(seed),
    '--exit-with-stdin',
  ];
  const child = spawn(process.execPath, [program, ...argv], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let stopping = false;

  const lines = createInterface({ input: child.stdout });
  const ready = await Promise.race([once(lines, 'line'), ended.then(() => null)]);
  if (ready === null) throw new ConsoleError('INTERNAL', 'mock firmware ended before it was ready');
  const announced = JSON.parse(String(ready[0])) as Pick<MockFirmware, 'robots'>;

  const firstPort = new URL(announced.robots[0]?.url ?? 'http://127.0.0.1:0').port;
  void ended.then(([code, signal]: unknown[]) => {
    if (stopping) return;
    onEnd(
      `The mock firmware has ended (${String(signal ?? code)}). To start it again: npm run console -- ` +
        `mock-firmware --port ${firstPort} --robots ${robots} --seed ${seed}`,
    );
  });

  return {
    robots: announced.robots,
    async stop() {
      stopping = true;
      child.stdin.end();
      child.kill('SIGTERM');
      await ended;
    },
  };
}
