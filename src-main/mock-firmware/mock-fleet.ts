import { randomInt } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import { silentLog, type Log } from '../log.ts';
import type { FirmwareKind } from './firmware-kinds.ts';
import { startFirmwareServer, type FirmwareServer } from './firmware-server.ts';
import { KINDS } from './kinds.ts';

export type { Counters } from './firmware-server.ts';
export type { Condition } from './conditions.ts';
export type { Fault } from './faults.ts';

/** One simulated robot behind its own HTTP server, as its tests and trainers see it. */
export type MockRobot = Omit<FirmwareServer, 'stop'>;

export interface MockFleet {
  readonly robots: readonly MockRobot[];
  /** Drops every connection and stops listening, at once. */
  stop(): Promise<void>;
}

export interface MockFleetOptions {
  /** The first robot's port, the others follow; 0: any free row of ports. */
  readonly port: number;
  /** How many, from 1. */
  readonly robots: number;
  /** 0 to 2^32 - 1. Same seed, same robots: adding one leaves the others as they were. */
  readonly seed: number;
  /** `reference` by default. */
  readonly kind?: FirmwareKind;
  readonly clock: Clock;
  readonly log?: Log;
}

export const HIGHEST_PORT = 65_535;
/**
 * Free rows are looked for below the ports that operating systems hand out to outgoing connections (Linux: from 32768,
 * others: from 49152), which come and go and would tear holes into any row.
 */
const FREE_ROWS = { from: 10_000, to: 32_768, attempts: 50 };

/**
 * Starts one mock firmware per robot on 127.0.0.1, all or none.
 *
 * @throws ConsoleError CONFIG_INVALID naming the port that is taken, or that does not exist.
 */
export async function startMockFleet({ port, log = silentLog, ...rest }: MockFleetOptions): Promise<MockFleet> {
  if (port > 0) return startRow(port, { log, ...rest });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startRow(randomInt(FREE_ROWS.from, FREE_ROWS.to - rest.robots), { log, ...rest });
    } catch (error) {
      if (attempt === FREE_ROWS.attempts) throw error;
    }
  }
}

type RowOptions = Omit<MockFleetOptions, 'port' | 'log'> & { readonly log: Log };

async function startRow(
  firstPort: number,
  { robots, seed, kind: family = 'reference', clock, log }: RowOptions,
): Promise<MockFleet> {
  const last = firstPort + robots - 1;
  if (last > HIGHEST_PORT) {
    const rule = `${robots} robots would need ports up to ${last}, and there is none above ${HIGHEST_PORT}`;
    throw new ConsoleError('CONFIG_INVALID', `port = ${firstPort}: ${rule}`, { key: 'port', value: firstPort, rule });
  }

  const kind = KINDS[family];
  const servers: FirmwareServer[] = [];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    for (let number = 1; number <= robots; number += 1) {
      const identity = { id: `OHT-SIM-${String(number).padStart(2, '0')}`, name: `Hoist ${number}` };
      servers.push(await startFirmwareServer({ ...identity, port: firstPort + number - 1, seed, kind, clock, log }));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { robots: servers, stop };
}
