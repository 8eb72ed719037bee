import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/clock.ts';
import { startFleet } from '../../../src-main/firmware/polling-fleet.ts';
import { firmwareSettings } from '../../../src-main/firmware/settings.ts';
import { silentLog } from '../../../src-main/log.ts';
import { startMockFleet, type Fault } from '../../../src-main/mock-firmware/mock-fleet.ts';

const INTERVAL_MS = 300;
const DEADLINE_MS = 300;
/** What the machine that runs the tests may add: it is shared. */
const SLACK_MS = 300;

const simulate = () => {
  throw new Error('no robot here falls back to a simulation');
};

/** Looks every few ms until `what` holds; answers how long that took (ms). */
async function until(what: () => boolean, limitMs = 5000): Promise<number> {
  const start = performance.now();
  while (!what()) {
    if (performance.now() - start > limitMs) throw new Error(`not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - start;
}

describe.concurrent('an oht50 controller that is not well', () => {
  it.for<[string, Fault, string, bound?: 'three polls']>([
    ['killed', { kind: 'closed' }, 'FIRMWARE_UNREACHABLE'],
    ['500', { kind: 'status' }, 'FIRMWARE_STATUS'],
    ['invalid JSON', { kind: 'invalid-json' }, 'FIRMWARE_NOT_JSON'],
    ['no answer', { kind: 'hang' }, 'FIRMWARE_TIMEOUT'],
    ['a slow body', { kind: 'trickle', msPerByte: 4 }, 'FIRMWARE_TIMEOUT'],
    ['too much of an answer', { kind: 'huge-body', bytes: 1_000_000 }, 'FIRMWARE_TOO_LARGE'],
    ['a reset halfway', { kind: 'reset' }, 'FIRMWARE_CONNECTION_LOST'],
    ['a missing state', { kind: 'missing-field', field: 'current_state' }, 'FIRMWARE_SCHEMA'],
    ['a frozen clock', { kind: 'frozen', what: 'clock' }, 'FIRMWARE_FROZEN', 'three polls'],
  ])(
    'is told in time, never shown as well, never left early, and recovers by itself: %s',
    async ([, fault, code, bound]) => {
      const mock = await startMockFleet({ port: 0, robots: 1, seed: 2, kind: 'oht50', clock: systemClock });
      const [robot] = mock.robots;
      if (!robot) throw new Error('a fleet has a first robot');
      const common = firmwareSettings.parse({ pollIntervalMs: INTERVAL_MS, attemptDeadlineMs: DEADLINE_MS });
      const settings = {
        ...common,
        id: 'oht-01',
        name: 'Hoist 1',
        group: '',
        driver: 'oht50' as const,
        url: robot.url,
      };
      const fleet = startFleet([settings], { clock: systemClock, random: Math.random, log: silentLog, simulate });
      const link = () => fleet.snapshots()[0]?.link;
      const isLive = () => link()?.state === 'live';
      await until(isLive);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * INTERVAL_MS));

      const errors = new Set<string | undefined>();
      const stopListening = fleet.onChange(() => errors.add(link()?.lastError?.code));
      await robot.setFault(fault);
      const told = await until(() => !isLive());
      expect(told).toBeLessThan((bound ? 3 * INTERVAL_MS : INTERVAL_MS) + DEADLINE_MS + SLACK_MS);
      await until(() => errors.has(code));
      for (let look = 0; look < 100; look++) {
        expect(isLive()).toBe(false);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }

      await robot.setFault({ kind: 'none' });
      // what is owed comes first: of the slow body, as much as is left of it
      expect(await until(isLive)).toBeLessThan(
        2 * INTERVAL_MS + DEADLINE_MS + SLACK_MS + (fault.kind === 'trickle' ? 2000 : 0),
      );
      stopListening();
      await fleet.stop();
      expect({ crashes: robot.crashes, mostAtOnce: robot.counters.maxInFlight }).toEqual({ crashes: 0, mostAtOnce: 1 });
      await mock.stop();
    },
  );
});
