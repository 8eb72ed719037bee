import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { seededRandom } from '../random.ts';
import type { Identity } from './answer.ts';
import { applyCondition } from './apply-condition.ts';
import { conditionSchema, type Condition } from './conditions.ts';
import { deliver } from './deliver.ts';
import { faultSchema, isOfController, type Fault, type FaultInForce } from './faults.ts';
import { bodyOf, cameInOnePiece } from './incoming.ts';
import type { Kind, Manners } from './kinds.ts';
import { createListener, HOST } from './listener.ts';
import { createSimulatedFirmware } from './simulated-firmware.ts';

/** A supervisor takes so long (ms) to start a crashed controller again. */
const RESTART_MS = { least: 7000, most: 24_000 };

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
  /** How often its process died of a client that left early. */
  readonly crashes: number;
  /**
   * Puts a fault in force, in place of the one before, for every request that comes after, or for those of some `paths`
   * alone; resolves when it is so. Does nothing once the server is stopped.
   *
   * @throws ConsoleError INPUT_INVALID for a fault that is none, or that no single path can have; CONFIG_INVALID when
   * another process has taken the port while this server was closed.
   */
  setFault(fault: Fault, paths?: readonly string[]): Promise<void>;
  /** Changes what is the matter with the robot or its controller, beside the fault in force; otherwise the same. */
  setCondition(condition: Condition): Promise<void>;
  /** Drops every connection and stops listening, at once. */
  stop(): Promise<void>;
}

export interface FirmwareServerOptions extends Identity {
  readonly port: number;
  readonly seed: number;
  readonly kind: Kind;
  readonly clock: Clock;
  readonly log: Log;
}

const NO_FAULT: FaultInForce = { kind: 'none' };

/**
 * Serves one firmware family's API for one simulated robot on 127.0.0.1:`port`. The robot is stepped when somebody
 * asks: without requests it costs nothing.
 *
 * @throws ConsoleError CONFIG_INVALID when it cannot listen there.
 */
export async function startFirmwareServer(options: FirmwareServerOptions): Promise<FirmwareServer> {
  const { id, name, port, seed, kind, clock, log } = options;
  const random = seededRandom(createHash('sha256').update(`${seed} ${id} link`).digest().readUInt32LE());
  let { manners } = kind;
  let firmware = createSimulatedFirmware({ seed, id, clock });
  let fault = NO_FAULT;
  let faultyPaths: readonly string[] | null = null;
  let faultChange = Promise.withResolvers<void>();
  /** Cancels the supervisor, while the process is dead. */
  let cancelRestart: (() => void) | null = null;
  let stopped = false;
  let lastChange: Promise<void> = Promise.resolve();
  let lastTurn: Promise<void> = Promise.resolve();
  const cutOff = new WeakSet<ServerResponse>();
  const counters = { requests: 0, inFlight: 0, maxInFlight: 0 };
  let crashes = 0;

  const listener = createListener(port, serve, (cause) =>
    log.error('mock firmware: its server failed', { id, cause: cause.message }),
  );
  await listener.open();

  return {
    id,
    name,
    port,
    url: `http://${HOST}:${port}`,
    get counters() {
      return { ...counters, openSockets: listener.openSockets };
    },
    get crashes() {
      return crashes;
    },
    setFault: (next, paths) => inTurn(() => applyFault(checked(faultSchema, 'a fault', next), paths ?? null)),
    setCondition: (next) =>
      inTurn(async () => {
        const condition = checked(conditionSchema, 'a condition', next);
        await applyCondition(condition, { firmware, behave, restart });
        log.info('mock firmware: condition in force', { id, ...condition });
      }),
    stop: () =>
      inTurn(async () => {
        stopped = true;
        cancelRestart?.();
        await listener.close();
      }),
  };

  function serve(request: IncomingMessage, response: ServerResponse): void {
    counters.requests += 1;
    counters.inFlight += 1;
    counters.maxInFlight = Math.max(counters.maxInFlight, counters.inFlight);
    const { longestRequest, closes, alwaysOk, oneRequestAtATime, crashOnEarlyClose } = manners;
    const whole = longestRequest === null || cameInOnePiece(request, longestRequest);
    if (closes) response.shouldKeepAlive = false;
    if (alwaysOk) response.statusMessage = 'OK';
    const over = closing(response);
    response.once('close', () => {
      counters.inFlight -= 1;
      if (crashOnEarlyClose && !response.writableFinished && !cutOff.has(response)) crash();
    });
    const before = oneRequestAtATime ? lastTurn : Promise.resolve();
    const turn = async () => {
      await before;
      if (response.closed) return;
      await handle(request, response, whole);
      await over;
    };
    lastTurn = turn().catch((cause: unknown) => log.error('mock firmware: no answer', { id, cause: String(cause) }));
  }

  async function handle(request: IncomingMessage, response: ServerResponse, whole: boolean): Promise<void> {
    const { method = '', url: target = '' } = request;
    const body = method === 'GET' ? '' : await bodyOf(request).catch(() => '');
    // firmware that hung and goes on answers what it owes
    while (faultOf(target).kind === 'hang') {
      await Promise.race([faultChange.promise, closing(response)]);
      if (response.closed) return;
    }
    const said = kind.answer({ method, target, body: whole ? body : '' }, { id, name }, firmware);
    deliver(said, faultOf(target), response, { clock, random, cut });
  }

  function faultOf(target: string): FaultInForce {
    return faultyPaths === null || faultyPaths.includes(target) ? fault : NO_FAULT;
  }

  function cut(response: ServerResponse): void {
    cutOff.add(response);
    response.socket?.resetAndDestroy();
  }

  async function applyFault(next: FaultInForce, paths: readonly string[] | null): Promise<void> {
    if (paths && isOfController(next)) {
      throw new ConsoleError('INPUT_INVALID', `not a fault of single paths: ${next.kind}`);
    }
    if (stopped) return;
    if (next.kind === 'closed') await listener.close();
    else if (!listener.listening && !cancelRestart) await listener.open();
    fault = next;
    faultyPaths = paths;
    faultChange.resolve();
    faultChange = Promise.withResolvers();
    firmware.freeze(fault.kind === 'frozen' ? fault.what : 'nothing');
    log.info('mock firmware: fault in force', { id, ...fault, ...(paths && { paths }) });
  }

  function behave(change: Partial<Manners>): void {
    manners = { ...manners, ...change };
  }

  /** As a process that ends: whoever was being served is cut off, and what it knew is forgotten. */
  async function restart(afterMs: number): Promise<void> {
    cancelRestart?.();
    await listener.close();
    cancelRestart = clock.after(afterMs, () => void inTurn(boot));
  }

  async function boot(): Promise<void> {
    if (stopped) return;
    cancelRestart = null;
    lastTurn = Promise.resolve();
    firmware = createSimulatedFirmware({ seed, id, clock });
    firmware.freeze(fault.kind === 'frozen' ? fault.what : 'nothing');
    if (fault.kind !== 'closed') await listener.open();
  }

  function crash(): void {
    if (stopped || cancelRestart || !listener.listening) return;
    crashes += 1;
    log.warn('mock firmware: died of a client that left early', { id });
    const afterMs = RESTART_MS.least + (RESTART_MS.most - RESTART_MS.least) * random();
    void inTurn(() => restart(afterMs));
  }

  /** Changes wait for each other: listening and closing take a moment. */
  function inTurn(change: () => Promise<void>): Promise<void> {
    lastChange = lastChange.then(change, change);
    return lastChange;
  }
}

function closing(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once('close', resolve));
}

function checked<T>(schema: z.ZodType<T>, what: string, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ConsoleError('INPUT_INVALID', `not ${what}: ${z.prettifyError(parsed.error)}`);
}
