import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { configError } from '../config/layers.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { HIGHEST_PORT, startMockFleet } from '../mock-firmware/mock-fleet.ts';
import type { CommandIo } from './io.ts';

const MOST_ROBOTS = 1000;
const HIGHEST_SEED = 2 ** 32 - 1;
const USAGE = `[--port 0..${HIGHEST_PORT}] [--robots 1..${MOST_ROBOTS}] [--seed 0..${HIGHEST_SEED}] [--exit-with-stdin]`;

/**
 * Runs simulated robots until the signal (or, with `--exit-with-stdin`, until standard input ends: whoever started
 * this as a child has died). When all of them listen it prints one JSON line:
 * `{"mockFirmware":true,"seed":1,"robots":[{"id","name","url"}]}`.
 */
export async function mockFirmwareCommand(argv: string[], io: CommandIo): Promise<number> {
  try {
    const { port, robots, seed, exitWithStdin } = readOptions(argv);
    const fleet = await startMockFleet({ port, robots, seed, clock: systemClock, log: logTo(io) });
    const announced = fleet.robots.map(({ id, name, url }) => ({ id, name, url }));
    io.out(JSON.stringify({ mockFirmware: true, seed, robots: announced }));
    await untilTheEnd(io, exitWithStdin);
    await fleet.stop();
    return 0;
  } catch (error) {
    if (!(error instanceof ConsoleError)) throw error;
    io.err(`${error.code}: ${error.message}`);
    return error.code === 'CONFIG_INVALID' ? 2 : 1;
  }
}

function readOptions(argv: string[]) {
  let values;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        port: { type: 'string', default: '9080' },
        robots: { type: 'string', default: '3' },
        seed: { type: 'string', default: '1' },
        'exit-with-stdin': { type: 'boolean', default: false },
      },
    }));
  } catch (cause) {
    const slip = (cause instanceof Error ? cause.message : String(cause)).replaceAll('\n', ' ');
    const given = ['mock-firmware', ...argv].join(' ');
    throw new ConsoleError('CONFIG_INVALID', `${given}: ${slip}; usage: ${USAGE}`, { key: given, rule: slip }, cause);
  }
  return {
    port: wholeNumber('--port', values.port, 0, HIGHEST_PORT),
    robots: wholeNumber('--robots', values.robots, 1, MOST_ROBOTS),
    seed: wholeNumber('--seed', values.seed, 0, HIGHEST_SEED),
    exitWithStdin: values['exit-with-stdin'],
  };
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw configError(option, text, `must be a whole number from ${least} to ${most}`);
}

function untilTheEnd({ signal, stdin }: CommandIo, exitWithStdin: boolean): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (!exitWithStdin) return;
    for (const ending of ['end', 'close', 'error']) stdin.once(ending, () => resolve());
    // only a stream that is read notices its end
    stdin.resume();
  });
}

/** What a person at the terminal must know; everything else is in the robots' answers. */
function logTo(io: CommandIo): Log {
  const tell = (message: string, facts?: Record<string, unknown>) =>
    io.err(`${message} ${JSON.stringify(facts ?? {})}`);
  return { info() {}, warn: tell, error: tell };
}
