import { sleep, type Clock } from '../../clock.ts';
import { ConsoleError, type ErrorCode, type ErrorDetails } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { DriverId } from '../drivers/driver-ids.ts';
import { DRIVERS } from '../drivers/drivers.ts';
import type { Etiquette } from '../drivers/etiquette.ts';
import { OHT50_ETIQUETTE } from '../drivers/oht50/etiquette.ts';
import type { RobotState } from '../reading.ts';
import { startDeadline } from '../resilience/deadline.ts';
import { createTransport, type Transport } from '../transport.ts';
import type { Tokens } from '../transport/outgoing.ts';
import type { RobotDraft } from './robot-draft.ts';

/** What came of asking an address once. */
export interface ConnectionReport {
  readonly address: string;
  /** Of the answer to the one reading; null: there was none. */
  readonly robot: {
    readonly state: RobotState;
    readonly firmwareVersion: string | null;
    readonly simulated: boolean;
    readonly latencyMs: number;
  } | null;
  readonly failure: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
  /** What answers there is of another kind than the robot was said to be. */
  readonly looksLike: DriverId | null;
}

/** Longest wait (ms) for one answer: a robot that has just been switched on may be slow. */
const ANSWER_MS = 5000;
/** Between two questions (ms). */
const PAUSE_MS = 100;

/** Nobody knows yet what is there: it is treated with the strictest manners that any firmware needs. */
const STRANGER: Etiquette = OHT50_ETIQUETTE;

/**
 * Asks the address whether the robot is there, and reads it once: one question at a time, each to its end. Changes nothing.
 */
export async function testConnection(
  { url, driver: id, certificate, maxBodyBytes = 65_536 }: RobotDraft,
  tokens: Tokens,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<ConnectionReport> {
  const trust = certificate === undefined ? {} : { certificate };
  const transport = createTransport({ url, etiquette: STRANGER, maxBodyBytes, tokens, ...trust, clock, log });
  try {
    const began = clock.monotonic();
    const { values, firmwareVersion, simulated } = await within(clock, (fetch) => DRIVERS[id].read(fetch), transport);
    const latencyMs = clock.monotonic() - began;
    const robot = { state: values.state, firmwareVersion, simulated, latencyMs };
    return { address: transport.address, robot, failure: null, looksLike: null };
  } catch (cause) {
    if (!(cause instanceof ConsoleError)) throw cause;
    const { code, details } = cause;
    const answered = ['FIRMWARE_STATUS', 'FIRMWARE_SCHEMA', 'FIRMWARE_NOT_JSON', 'FIRMWARE_REPORTED_FAILURE'].includes(
      code,
    );
    const looksLike = answered ? await otherKind(id, transport, clock) : null;
    return { address: transport.address, robot: null, failure: { code, details }, looksLike };
  } finally {
    // bounded by the etiquette; nobody who waits for the report need wait for it
    void transport.close();
  }
}

async function within<T>(
  clock: Clock,
  read: (fetch: (path: string) => Promise<unknown>) => Promise<T>,
  transport: Transport,
): Promise<T> {
  return read(async (path) => {
    using deadline = startDeadline(ANSWER_MS, clock, new AbortController().signal);
    return deadline.hold(transport.get(path, deadline.signal), () => path);
  });
}

/** The first other driver whose question is answered as its firmware would. */
async function otherKind(id: DriverId, transport: Transport, clock: Clock): Promise<DriverId | null> {
  for (const other of Object.values(DRIVERS)) {
    if (other.id === id) continue;
    await sleep(clock, PAUSE_MS);
    try {
      await within(clock, async (fetch) => other.presence.check(await fetch(other.presence.path)), transport);
      return other.id;
    } catch (cause) {
      if (!(cause instanceof ConsoleError)) throw cause;
    }
  }
  return null;
}
