import { onTestFinished } from 'vitest';
import type { Actor, AuditEvent } from '../../src-main/audit/record.ts';
import { systemClock, type Clock } from '../../src-main/clock.ts';
import { createCommands } from '../../src-main/firmware/commands/commands.ts';
import { createSoftwareStop } from '../../src-main/firmware/commands/software-stop.ts';
import type { DriverId } from '../../src-main/firmware/drivers/driver-ids.ts';
import type { Observe } from '../../src-main/firmware/history/link-observer.ts';
import { startFleet } from '../../src-main/firmware/polling-fleet.ts';
import { firmwareSettings, type RobotSettings } from '../../src-main/firmware/settings.ts';
import { simulatedFallback } from '../../src-main/mock-firmware/simulated-fallback.ts';
import { seededRandom } from '../../src-main/random.ts';
import { createRecordingLog } from './recording-log.ts';

/** Whoever is signed in. */
export const LAN: Actor = { userId: 'u-1', username: 'lan', role: 'operator', sessionId: 's-1', origin: 'loopback' };

export interface TellingOptions {
  readonly clock?: Clock;
  readonly settings?: Partial<RobotSettings>;
  /** What the store's refusal of a record is, if it refuses. */
  readonly refuse?: () => Error | null;
  readonly observe?: Observe;
}

/** A polling fleet over running firmware, with everything by which its robots are told something; ends with the test. */
export function tellingStand(
  robots: readonly { readonly id: string; readonly url: string; readonly driver: DriverId }[],
  { clock = systemClock, settings = {}, refuse = () => null, observe }: TellingOptions = {},
) {
  const log = createRecordingLog();
  const complete = robots.map((robot): RobotSettings => ({
    ...firmwareSettings.parse({ pollIntervalMs: 100, attemptDeadlineMs: 300 }),
    name: `Hoist ${robot.id}`,
    group: '',
    ...robot,
    ...settings,
  }));
  const surroundings = { clock, random: seededRandom(1), log, simulate: simulatedFallback };
  const fleet = startFleet(complete, { ...surroundings, ...(observe && { observe }) });
  const events: AuditEvent[] = [];
  let ids = 0;
  const newId = () => `order-${++ids}`;
  const record = (event: AuditEvent) => void events.push(event);
  const outOfTime = new AbortController();
  const deps = { ways: fleet.ways, clock, log, newId, record, outOfTime: outOfTime.signal };
  const stops = createSoftwareStop(deps);
  const store = {
    write: async (_name: string, _args: unknown, event: AuditEvent) => {
      const refusal = refuse();
      if (refusal) throw refusal;
      events.push(event);
    },
  };
  const commands = createCommands({ ...deps, store: store as never });
  onTestFinished(async () => {
    await stops.settled();
    await commands.settled();
    await fleet.stop();
  });
  return { fleet, stops, commands, events, log, outOfTime };
}
