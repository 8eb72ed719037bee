import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { configError } from '../config/layers.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { FIRMWARE_KINDS, type FirmwareKind } from '../mock-firmware/firmware-kinds.ts';
import { HIGHEST_PORT, startMockFleet } from '../mock-firmware/mock-fleet.ts';
import { obey } from '../mock-firmware/orders.ts';
import { playScenario } from '../mock-firmware/scenario-player.ts';
import type { CommandIo } from './io.ts';
import { loadScenario } from './scenarios.ts';

const MOST_ROBOTS = 1000;
const HIGHEST_SEED = 2 ** 32 - 1;
const USAGE =
  `[--port 0..${HIGHEST_PORT}] [--robots 1..${MOST_ROBOTS}] [--seed 0..${HIGHEST_SEED}] ` +
  `[--firmware ${FIRMWARE_KINDS.join('|')}] [--scenario NAME|FILE] [--exit-with-stdin]`;

/**
 * Runs simulated robots until the signal. When all of them listen it prints one JSON line:
 * `{"mockFirmware":true,"seed":1,"robots":[{"id","name","url"}]}`.
 *
 * With `--exit-with-stdin` it serves whoever started it as a child: it ends with its standard input, because that parent
 * has died, and does what the lines there order (`mock-firmware/orders.ts`).
 */
export async function mockFirmwareCommand(argv: string[], io: CommandIo): Promise<number> {
  try {
    const { exitWithStdin, scenario, ...options } = readOptions(argv);
    const { seed } = options;
    const log = logTo(io);
    const fleet = await startMockFleet({ ...options, clock: systemClock, log });
    const announced = fleet.robots.map(({ id, name, url }) => ({ id, name, url }));
    io.out(JSON.stringify({ mockFirmware: true, seed, robots: announced }));
    const performance = scenario && playScenario(scenario, { robots: fleet.robots, clock: systemClock, log });
    await untilTheEnd(io, exitWithStdin ? (line) => void carryOut(line) : null);
    performance?.stop();
    await fleet.stop();
    return 0;

    async function carryOut(line: string): Promise<void> {
      const answer = await obey(line, fleet.robots);
      if (answer) io.out(JSON.stringify(answer));
      else log.warn('mock firmware: a line that is no order');
    }
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
        robots: { type: 'string' },
        seed: { type: 'string' },
        firmware: { type: 'string' },
        scenario: { type: 'string' },
        'exit-with-stdin': { type: 'boolean', default: false },
      },
    }));
  } catch (cause) {
    const slip = (cause instanceof Error ? cause.message : String(cause)).replaceAll('\n', ' ');
    const given = ['mock-firmware', ...argv].join(' ');
    throw new ConsoleError('CONFIG_INVALID', `${given}: ${slip}; usage: ${USAGE}`, { key: given, rule: slip }, cause);
  }
  const scenario = values.scenario === undefined ? null : loadScenario('--scenario', values.scenario);
  const robots = values.robots ?? String(Math.max(3, scenario?.robots ?? 0));
  const kind = firmwareKind(values.firmware ?? scenario?.firmware ?? 'reference');
  if (scenario?.firmware !== undefined && scenario.firmware !== kind) {
    throw configError('--firmware', kind, `the scenario is made for ${scenario.firmware}`);
  }
  return {
    scenario,
    kind,
    port: wholeNumber('--port', values.port, 0, HIGHEST_PORT),
    robots: wholeNumber('--robots', robots, scenario?.robots ?? 1, MOST_ROBOTS),
    seed: wholeNumber('--seed', values.seed ?? String(scenario?.seed ?? 1), 0, HIGHEST_SEED),
    exitWithStdin: values['exit-with-stdin'],
  };
}

function firmwareKind(text: string): FirmwareKind {
  const kind = FIRMWARE_KINDS.find((known) => known === text);
  if (kind === undefined) throw configError('--firmware', text, `must be one of ${FIRMWARE_KINDS.join(', ')}`);
  return kind;
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw configError(option, text, `must be a whole number from ${least} to ${most}`);
}

/** @param onLine for what comes on standard input, whose end is the end as well; null: that is nobody's business */
function untilTheEnd({ signal, stdin }: CommandIo, onLine: ((line: string) => void) | null): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (onLine === null) return;
    for (const ending of ['end', 'close', 'error']) stdin.once(ending, () => resolve());
    createInterface({ input: stdin }).on('line', onLine);
  });
}

/** What a person at the terminal must know; everything else is in the robots' answers. */
function logTo(io: CommandIo): Log {
  const tell = (message: string, facts?: Record<string, unknown>) =>
    io.err(`${message} ${JSON.stringify(facts ?? {})}`);
  return { info() {}, warn: tell, error: tell };
}
