import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { deliver } from './deliver.ts';
import { faultSchema, type Fault, type FaultInForce } from './faults.ts';
import { answerTo, type Identity } from './reference-api.ts';
import { createSimulatedFirmware } from './simulated-firmware.ts';

/** Loopback only, always: nobody else on the network may take a simulated robot for a real one. */
const HOST = '127.0.0.1';

/** What the server itself has seen, for tests of a client's manners. */
export interface Counters {
  /** Since the start. */
  readonly requests: number;
  /** Requests whose answer is not complete and whose client is still there: now, and the most there ever were. */
  readonly inFlight: number;
  readonly maxInFlight: number;
  readonly openSockets: number;
}

/** One simulated robot's running firmware. */
export interface FirmwareServer extends Identity {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly counters: Counters;
  /**
   * Puts a fault in force, in place of the one before, for every request that comes after; resolves when it is so.
   * Does nothing once the server is stopped.
   *
   * @throws ConsoleError INPUT_INVALID for a fault that is none; CONFIG_INVALID when another process has taken the
   * port while this server was closed.
   */
  setFault(fault: Fault): Promise<void>;
  /** Drops every connection and stops listening, at once. */
  stop(): Promise<void>;
}

export interface FirmwareServerOptions extends Identity {
  readonly port: number;
  readonly seed: number;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Serves the `reference` firmware API for one simulated robot on 127.0.0.1:`port`. The robot is stepped when somebody
 * asks: without requests it costs nothing.
 *
 * @throws ConsoleError CONFIG_INVALID when it cannot listen there.
 */
export async function startFirmwareServer({
  id,
  name,
  port,
  seed,
  clock,
  log,
}: FirmwareServerOptions): Promise<FirmwareServer> {
  const firmware = createSimulatedFirmware({ seed, id, clock });
  let fault: FaultInForce = { kind: 'none' };
  let stopped = false;
  let lastChange: Promise<void> = Promise.resolve();

  const sockets = new Set<Socket>();
  let requests = 0;
  let inFlight = 0;
  let maxInFlight = 0;

  const server = createServer((request, response) => {
    requests += 1;
    inFlight += 1;
    maxInFlight = Math.max(maxInFlight, inFlight);
    response.once('close', () => {
      inFlight -= 1;
    });
    deliver(answerTo(request.method ?? '', request.url ?? '', { id, name }, firmware.tell()), fault, response, clock);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await listen();
  server.on('error', (cause) => log.error('mock firmware: its server failed', { id, cause: cause.message }));

  return {
    id,
    name,
    port,
    url: `http://${HOST}:${port}`,
    get counters() {
      return { requests, inFlight, maxInFlight, openSockets: sockets.size };
    },
    setFault: (next) => inTurn(() => applyFault(next)),
    stop: () =>
      inTurn(async () => {
        stopped = true;
        await close();
      }),
  };

  async function applyFault(next: Fault): Promise<void> {
    if (stopped) return;
    const checked = faultSchema.safeParse(next);
    if (!checked.success) throw new ConsoleError('INPUT_INVALID', `not a fault: ${z.prettifyError(checked.error)}`);
    if (checked.data.kind === 'closed') await close();
    else if (!server.listening) await listen();
    fault = checked.data;
    firmware.freeze(fault.kind === 'frozen' ? fault.what : 'nothing');
    log.info('mock firmware: fault in force', { id, ...fault });
  }

  /** Changes wait for each other: listening and closing take a moment. */
  function inTurn(change: () => Promise<void>): Promise<void> {
    lastChange = lastChange.then(change, change);
    return lastChange;
  }

  async function listen(): Promise<void> {
    try {
      server.listen(port, HOST);
      await once(server, 'listening');
    } catch (cause) {
      const rule = cannotListen(cause);
      throw new ConsoleError('CONFIG_INVALID', `port = ${port}: ${rule}`, { key: 'port', value: port, rule }, cause);
    }
  }

  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }
}

function cannotListen(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : cause;
  return code === 'EADDRINUSE' ? 'in use by another program' : `cannot be listened on (${String(code)})`;
}
