import { sleep, type Clock } from '../../clock.ts';
import { ConsoleError, type ErrorCode, type ErrorDetails } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { DriverId } from '../drivers/driver-ids.ts';
import { DRIVERS } from '../drivers/drivers.ts';
import type { Etiquette } from '../drivers/etiquette.ts';
import { OHT50_ETIQUETTE } from '../drivers/oht50/etiquette.ts';
import type { RobotState } from '../reading.ts';
import { startDeadline } from '../resilience/deadline.ts';
import { createTransport } from '../transport.ts';
import type { Places } from '../transport/places.ts';
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
/** For the question of another kind of robot: the whole test is over before a page gives its call up. */
const OTHER_ANSWER_MS = 2000;
/** Between two questions (ms). */
const PAUSE_MS = 100;

/** Nobody knows yet what is there: it is treated with the strictest manners that any firmware needs. */
const STRANGER: Etiquette = OHT50_ETIQUETTE;

export interface ConnectionTestDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Shared with the fleet: what was polled or tested there a moment ago may still owe an answer. */
  readonly places?: Places;
  /** Nothing more is asked from then on. */
  readonly stopped?: AbortSignal;
  /** Called when nothing of the test is on the wire any more, which may be some time after the report. */
  readonly closed?: () => void;
}

const never = new AbortController().signal;

/**
 * Asks the address whether the robot is there, and reads it once: one question at a time, each to its end. Changes nothing.
 */
export async function testConnection(
  { url, driver: id, certificate, maxBodyBytes = 65_536 }: RobotDraft,
  tokens: Tokens,
  { clock, log, places, stopped = never, closed = () => {} }: ConnectionTestDeps,
): Promise<ConnectionReport> {
  const trust = certificate === undefined ? {} : { certificate };
  const transport = createTransport({ url, etiquette: STRANGER, maxBodyBytes, tokens, ...trust, places, clock, log });
  try {
    const began = clock.monotonic();
    const { values, firmwareVersion, simulated } = await DRIVERS[id].read((path) => question(path, ANSWER_MS));
    const latencyMs = clock.monotonic() - began;
    const robot = { state: values.state, firmwareVersion, simulated, latencyMs };
    return { address: transport.address, robot, failure: null, looksLike: null };
  } catch (cause) {
    if (!(cause instanceof ConsoleError)) throw cause;
    const { code, details } = cause;
    const answered = ['FIRMWARE_STATUS', 'FIRMWARE_SCHEMA', 'FIRMWARE_NOT_JSON', 'FIRMWARE_REPORTED_FAILURE'].includes(
      code,
    );
    const looksLike = answered ? await otherKind() : null;
    return { address: transport.address, robot: null, failure: { code, details }, looksLike };
  } finally {
    // bounded by the etiquette; nobody who waits for the report need wait for it
    void transport.close().then(closed);
  }

  async function question(path: string, withinMs: number): Promise<unknown> {
    using deadline = startDeadline(withinMs, clock, stopped);
    // awaited here: the deadline is over with this block
    return await deadline.hold(transport.get(path, deadline.signal), () => path);
  }

  /** The first other driver whose question is answered as its firmware would. */
  async function otherKind(): Promise<DriverId | null> {
    for (const { id: other, presence } of Object.values(DRIVERS)) {
      if (other === id) continue;
      await sleep(clock, PAUSE_MS);
      try {
        presence.check(await question(presence.path, OTHER_ANSWER_MS));
        return other;
      } catch (cause) {
        if (!(cause instanceof ConsoleError)) throw cause;
      }
    }
    return null;
  }
}
