import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/clock.ts';
import type { Fleet } from '../../../src-main/firmware/fleet.ts';
import type { RobotSnapshot } from '../../../src-main/firmware/link.ts';
import { startFleet } from '../../../src-main/firmware/polling-fleet.ts';
import { firmwareSettings, type RobotSettings } from '../../../src-main/firmware/settings.ts';
import { silentLog } from '../../../src-main/log.ts';
import {
  movingProgress,
  neverAnswers,
  resets,
  resetsHalfway,
  sends,
  sendsChanged,
  speaksGibberish,
  startScriptedFirmware,
  trickles,
  type Behaviour,
  type ScriptedFirmware,
} from '../../support/scripted-firmware.ts';

const INTERVAL_MS = 300;
const DEADLINE_MS = 300;
/** What the machine that runs the tests may add: it is shared. */
const SLACK_MS = 300;

const fleets: Fleet[] = [];
afterAll(() => Promise.all(fleets.map((fleet) => fleet.stop())));

const simulate = () => {
  throw new Error('no robot here falls back to a simulation');
};

function watch(url: string, over: Partial<RobotSettings> = {}): { fleet: Fleet; snapshot: () => RobotSnapshot } {
  const common = firmwareSettings.parse({ pollIntervalMs: INTERVAL_MS, attemptDeadlineMs: DEADLINE_MS });
  const robot: RobotSettings = {
    ...common,
    id: 'oht-01',
    name: 'Hoist 1',
    group: '',
    driver: 'reference',
    url,
    ...over,
  };
  const fleet = startFleet([robot], { clock: systemClock, random: Math.random, log: silentLog, simulate });
  fleets.push(fleet);
  return {
    fleet,
    snapshot() {
      const [only] = fleet.snapshots();
      if (!only) throw new Error('the fleet has lost its robot');
      return only;
    },
  };
}

const isLive = ({ link, reading }: RobotSnapshot) => link.state === 'live' && reading?.source === 'live';

/** Looks every few ms until `what` holds; answers how long that took (ms). */
async function until(what: () => boolean, limitMs = 5000): Promise<number> {
  const start = performance.now();
  while (!what()) {
    if (performance.now() - start > limitMs) throw new Error(`not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - start;
}

type Fault = (firmware: ScriptedFirmware) => void | Promise<void>;
const answers =
  (behaviour: Behaviour, path?: string): Fault =>
  (firmware) =>
    firmware.behave(behaviour, path);
const data = (change: Record<string, unknown>): Fault =>
  answers(
    sendsChanged((answer) => ({ ...answer, data: { ...answer.data, ...change } })),
    '/api/robot/status',
  );
const stands = (marker: 'sequence' | 'timestamp'): Fault => {
  const moving = movingProgress();
  return (firmware) => firmware.tick(() => ({ ...moving(), [marker]: 1_800_000_000_007 }));
};

describe.concurrent(
  'every fault is told in time, is never shown as live, and is over with the first good answer',
  () => {
    it.for<[string, Fault, string, bound?: 'three polls']>([
      ['killed', (firmware) => firmware.kill(), 'FIRMWARE_UNREACHABLE'],
      ['500', answers(sends(500, 'out of order')), 'FIRMWARE_STATUS'],
      ['invalid JSON', answers(sends(200, '{"success": tru')), 'FIRMWARE_NOT_JSON'],
      ['invalid JSON in the second answer only', answers(sends(200, '{'), '/api/robot/status'), 'FIRMWARE_NOT_JSON'],
      ['NaN text', answers(sends(200, '{"success":true,"data":{"speed":NaN}}')), 'FIRMWARE_NOT_JSON'],
      ['missing fields', data({ status: undefined }), 'FIRMWARE_SCHEMA'],
      ['a missing battery level', data({ battery_level: undefined }), 'FIRMWARE_SCHEMA'],
      ['wrong types', data({ battery_level: '76' }), 'FIRMWARE_SCHEMA'],
      ['an impossible battery', data({ battery_level: 1000 }), 'FIRMWARE_SCHEMA'],
      ['200 with an error body', answers(sends(200, '{"success":false,"message":"x"}')), 'FIRMWARE_REPORTED_FAILURE'],
      ['10 MB', answers(sends(200, JSON.stringify('x'.repeat(10 * 2 ** 20)))), 'FIRMWARE_TOO_LARGE'],
      ['one byte at a time', answers(trickles(100)), 'FIRMWARE_TIMEOUT'],
      ['a connection reset', answers(resets), 'FIRMWARE_CONNECTION_LOST'],
      ['a reset halfway', answers(resetsHalfway), 'FIRMWARE_CONNECTION_LOST'],
      ['not HTTP', answers(speaksGibberish), 'FIRMWARE_CONNECTION_LOST'],
      ['a redirect', answers(sends(301, '', { location: '/login' })), 'FIRMWARE_REDIRECT'],
      ['accepts and never answers', answers(neverAnswers), 'FIRMWARE_TIMEOUT'],
      ['a frozen clock', stands('timestamp'), 'FIRMWARE_FROZEN', 'three polls'],
      ['a frozen counter', stands('sequence'), 'FIRMWARE_FROZEN', 'three polls'],
    ])('%s', async ([, fault, code, bound]) => {
      await using firmware = await startScriptedFirmware();
      const { fleet, snapshot } = watch(firmware.url);
      await until(() => isLive(snapshot()));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * INTERVAL_MS));

      const good = snapshot().reading;
      await fault(firmware);
      const told = await until(() => !isLive(snapshot()));
      expect(told).toBeLessThan((bound ? 3 * INTERVAL_MS : INTERVAL_MS) + DEADLINE_MS + SLACK_MS);
      // on a busy machine the age limit may have spoken before the attempt has failed
      await until(() => snapshot().link.lastError !== null);
      expect(snapshot().link.lastError).toMatchObject({
        code,
        details: { address: firmware.url.slice('http://'.length) },
      });
      expect(snapshot().reading).toMatchObject({ source: 'last-known', simulated: false, values: good?.values });

      const claims = new Set<string>();
      let age = 0;
      const end = performance.now() + 4 * INTERVAL_MS;
      while (performance.now() < end) {
        const { link, reading } = snapshot();
        claims.add(`${link.state} ${reading?.source}`);
        expect(reading?.ageMs).toBeGreaterThan(age);
        age = reading?.ageMs ?? NaN;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      expect([...claims].filter((claim) => claim.includes('live'))).toEqual([]);
      expect(snapshot().link.state).toBe(code === 'FIRMWARE_FROZEN' ? 'silent' : 'offline');

      firmware.behave(null);
      firmware.tick(movingProgress());
      if (code === 'FIRMWARE_UNREACHABLE') await firmware.restart();
      expect(await until(() => isLive(snapshot()))).toBeLessThan(INTERVAL_MS + DEADLINE_MS + SLACK_MS);
      expect(firmware.mostInFlight()).toBe(1);
      await fleet.stop();
    });
  },
);

describe('a restart of the firmware', () => {
  it('between two polls is no outage', async () => {
    await using firmware = await startScriptedFirmware();
    const { fleet, snapshot } = watch(firmware.url, { attemptDeadlineMs: 2000 });
    const states = new Set<string>();
    fleet.onChange(() => states.add(snapshot().link.state));
    await until(() => isLive(snapshot()));
    await firmware.kill();
    await firmware.restart();
    const before = firmware.requests.length;
    await until(() => firmware.requests.length >= before + 4);
    await fleet.stop();
    expect([...states]).toEqual(['live']);
    expect(snapshot().link).toMatchObject({ successRate: 1, lastError: null });
  });
});

describe('stopping', () => {
  it('takes under half a second while the firmware hangs, and leaves no connection', async () => {
    await using firmware = await startScriptedFirmware();
    firmware.behave(neverAnswers);
    const { fleet } = watch(firmware.url, { attemptDeadlineMs: 60_000 });
    await until(() => firmware.requests.length === 1);
    const before = performance.now();
    await fleet.stop();
    expect(performance.now() - before).toBeLessThan(500);
    await until(() => firmware.openConnections() === 0);
  });
});
