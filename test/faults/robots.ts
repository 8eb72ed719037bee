import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { randomInt } from 'node:crypto';
import { systemClock } from '../../src-main/clock.ts';
import { DRIVERS } from '../../src-main/firmware/drivers/drivers.ts';
import type { DriverId } from '../../src-main/firmware/drivers/driver-ids.ts';
import { silentLog } from '../../src-main/log.ts';
import type { Answer } from '../../src-main/mock-firmware/answer.ts';
import { startFirmwareServer, type FirmwareServer } from '../../src-main/mock-firmware/firmware-server.ts';
import { KINDS, type Kind } from '../../src-main/mock-firmware/kinds.ts';
import type { Cast, Request, ToldValues, TrueAnswer } from './history.ts';

export const POLL_MS = { least: 250, most: 300 };
export const DEADLINE_MS = 400;

/** One simulated robot that keeps a history of its own, and which is asked whether it stands still. */
export interface TrueRobot {
  readonly cast: Cast;
  readonly server: FirmwareServer;
  /** Since when its values stand still; null: they do not. */
  frozenSince: number | null;
}

interface Books {
  readonly answers: TrueAnswer[];
  readonly requests: Request[];
}

/** The one answer of each firmware that the values come from. */
const TRUSTED: Readonly<Record<DriverId, string>> = {
  reference: '/api/robot/status',
  oht50: '/api/v1/system/state',
};

/** @param owned it says that it is simulated, as mock firmware does; else it passes for a real one */
export async function startTrueRobot(
  { id, driver, owned, seed }: { id: string; driver: DriverId; owned: boolean; seed: number },
  books: Books,
): Promise<TrueRobot> {
  const { etiquette, softwareStop } = DRIVERS[driver];
  const cast: Cast = {
    id,
    driver,
    owned,
    pollMs: POLL_MS.most,
    deadlineMs: DEADLINE_MS,
    concurrency: etiquette.concurrency,
    stopPath: softwareStop.request.path,
  };
  const kind: Kind = {
    ...KINDS[driver],
    answer(asked, identity, firmware) {
      const answer = KINDS[driver].answer(asked, identity, firmware);
      if (asked.method === 'GET' && asked.target === TRUSTED[driver]) {
        const at = performance.now();
        books.answers.push({ at, robot: id, trueAt: robot.frozenSince ?? at, values: valuesOf(driver, answer) });
      }
      return owned ? answer : passingForReal(answer);
    },
  };
  const server = await listening((port) =>
    startFirmwareServer({ id, name: id, port, seed, kind, clock: systemClock, log: silentLog }),
  );
  const robot: TrueRobot = { cast, server, frozenSince: null };
  return robot;
}

/** Below the ports of outgoing connections: a client could be given the one at which nobody listens for the moment. */
async function listening(start: (port: number) => Promise<FirmwareServer>): Promise<FirmwareServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(randomInt(10_000, 32_768));
    } catch (error) {
      if (attempt === 20) throw error;
    }
  }
}

function passingForReal(answer: Answer): Answer {
  const { simulated: _simulated, ...body } = answer.body;
  return { ...answer, body: body as Answer['body'] };
}

function valuesOf(driver: DriverId, { body: { data = {} } }: Answer): ToldValues {
  if (driver === 'oht50') {
    const fault = data['current_fault'];
    return {
      stateText: data['current_state'],
      fault: fault === 'NONE' ? null : fault,
      positionMm: null,
      batteryPercent: null,
      uptimeS: null,
      stateForMs: data['state_duration_ms'],
    } as ToldValues;
  }
  const position = data['position'] as { x: number };
  return {
    stateText: data['status'],
    fault: data['fault'],
    positionMm: position.x,
    batteryPercent: data['battery_level'],
    uptimeS: data['uptime'],
    stateForMs: null,
  } as ToldValues;
}

/** Keeps every request to the robots from its head to its end, as their servers see it; the answer ends that. */
export function keepRequests(robots: readonly TrueRobot[], { requests }: Books): () => void {
  const begun = channel('http.server.request.start');
  const note = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const robot = robots.find(({ server }) => server.port === request.socket.localPort);
    if (!robot) return;
    const { method = '', url: path = '' } = request;
    const kept: Request = { at: performance.now(), robot: robot.cast.id, method, path, overAt: null };
    requests.push(kept);
    response.once('close', () => (kept.overAt = performance.now()));
  };
  begun.subscribe(note);
  return () => {
    begun.unsubscribe(note);
  };
}
