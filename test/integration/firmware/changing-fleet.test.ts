import { expect, test } from 'vitest';
import { systemClock } from '../../../src-main/clock.ts';
import { createConnectionTests } from '../../../src-main/firmware/registry/connection-tests.ts';
import { testConnection } from '../../../src-main/firmware/registry/connection-test.ts';
import { createPlaces } from '../../../src-main/firmware/transport/places.ts';
import { startFleet } from '../../../src-main/firmware/polling-fleet.ts';
import { completed, firmwareSettings, type RobotSettings } from '../../../src-main/firmware/settings.ts';
import { silentLog } from '../../../src-main/log.ts';
import { startMockFleet } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { createAcceleratedClock } from '../../support/accelerated-clock.ts';
import { startBrittleFirmware } from '../../support/brittle-firmware.ts';
import { startHangingRobot } from '../../support/hanging-robot.ts';
import { startScriptedFirmware } from '../../support/scripted-firmware.ts';

const common = firmwareSettings.parse({ pollIntervalMs: 100, attemptDeadlineMs: 300 });
const robot = (id: string, url: string, more: Partial<RobotSettings> = {}): RobotSettings => ({
  ...completed(common, { id, name: id, group: '', driver: 'reference', url }),
  ...more,
});
const deps = {
  clock: systemClock,
  random: Math.random,
  log: silentLog,
  simulate: () => {
    throw new Error('no robot here falls back to a simulation');
  },
};
const live = { timeout: 3000 };

test('robots come, change and go while the others are polled on as if nothing had happened', async () => {
  await using first = await startScriptedFirmware();
  await using second = await startScriptedFirmware();
  const fleet = startFleet([robot('a', first.url)], deps);
  const state = (id: string) => fleet.snapshot(id)?.link.state;
  await expect.poll(() => state('a'), live).toBe('live');
  const connections = fleet.metrics().robots[0]?.transport.opened;

  await fleet.become([robot('a', first.url), robot('b', second.url)]);
  await expect.poll(() => state('b'), live).toBe('live');
  await fleet.become([robot('a', first.url), robot('b', second.url, { name: 'Bee', pollIntervalMs: 50 })]);
  expect(fleet.snapshot('b')?.name).toBe('Bee');
  await expect.poll(() => state('b'), live).toBe('live');
  expect(second.mostInFlight()).toBe(1);

  await fleet.become([robot('a', first.url)]);
  expect(fleet.snapshots().map(({ id }) => id)).toEqual(['a']);
  await expect.poll(() => second.openConnections(), live).toBe(0);
  const asked = second.requests.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(second.requests.length).toBe(asked);
  expect(state('a')).toBe('live');
  expect(fleet.metrics().robots[0]?.transport.opened).toBe(connections);
  await fleet.stop();
});

test('a robot whose settings change while it owes an answer can be stopped by software all the time', async () => {
  await using hanging = await startHangingRobot();
  const settings = robot('hoist', hanging.url, { driver: 'oht50' });
  const fleet = startFleet([settings], deps);
  await expect.poll(() => hanging.requests.length, live).toBe(1);
  const became = fleet.become([{ ...settings, pollIntervalMs: 200 }]);
  const way = fleet.ways()[0];
  const outgoing = way?.driver.softwareStop.request;
  if (!way || !outgoing) throw new Error('the robot has no way to it');
  await way.transport.send(outgoing, 'stop', AbortSignal.timeout(1000));
  expect(hanging.requests.map(({ line }) => line.split(' ')[0])).toEqual(['GET', 'POST']);
  await hanging[Symbol.asyncDispose]();
  await became;
  await fleet.stop();
});

test('a test of a connection tells what is there, what is not, and what is of another kind', async () => {
  await using scripted = await startScriptedFirmware();
  const oht50 = await startMockFleet({ port: 0, robots: 1, seed: 7, clock: systemClock, kind: 'oht50' });
  const draft = (url: string, driver: 'reference' | 'oht50') => ({ id: 'x', name: 'x', group: '', driver, url });
  const mock = oht50.robots[0]?.url ?? '';
  try {
    const well = await testConnection(draft(mock, 'oht50'), {}, deps);
    expect(well).toMatchObject({ failure: null, looksLike: null, robot: { simulated: true } });
    const other = await testConnection(draft(mock, 'reference'), {}, deps);
    expect(other).toMatchObject({
      robot: null,
      looksLike: 'oht50',
      failure: { code: expect.stringMatching(/^FIRMWARE_/) },
    });
    expect(await testConnection(draft(scripted.url, 'oht50'), {}, deps)).toMatchObject({ looksLike: 'reference' });
    await scripted.kill();
    const nothing = await testConnection(draft(scripted.url, 'reference'), {}, deps);
    expect(nothing).toMatchObject({ robot: null, looksLike: null, failure: { code: 'FIRMWARE_UNREACHABLE' } });
  } finally {
    await oht50.stop();
  }
});

test('a robot that hangs is asked one thing, by one test at a time, which ends before its page gives up', async () => {
  await using brittle = await startBrittleFirmware();
  brittle.takes(() => null);
  const clock = createAcceleratedClock(20);
  const tests = createConnectionTests({ clock, log: silentLog });
  const draft = { id: 'x', name: 'x', group: '', driver: 'oht50', url: brittle.url } as const;
  const began = clock.monotonic();
  const [first, second] = await Promise.all([tests.run(draft, {}), tests.run(draft, {})]);
  expect(clock.monotonic() - began).toBeLessThan(9000);
  expect([first.failure?.code, second.failure?.code]).toEqual(['FIRMWARE_TIMEOUT', 'FIRMWARE_BUSY']);
  // it still owes its answer
  expect((await tests.run(draft, {})).failure?.code).toBe('FIRMWARE_BUSY');
  expect([brittle.mostAtOnce(), brittle.requests.length, brittle.openConnections()]).toEqual([1, 1, 1]);
  await tests.end();
  await expect.poll(() => brittle.openConnections()).toBe(0);
});

test('quitting in the middle of a test waits for the answer that is owed, and asks nothing more', async () => {
  await using brittle = await startBrittleFirmware();
  brittle.takes(() => 400);
  const tests = createConnectionTests({ clock: systemClock, log: silentLog });
  const testing = tests.run({ id: 'x', name: 'x', group: '', driver: 'reference', url: brittle.url }, {});
  await expect.poll(() => brittle.requests.length).toBe(1);
  await tests.end();
  expect(await testing).toMatchObject({ robot: null });
  expect([brittle.deaths, brittle.requests.length, brittle.openConnections()]).toEqual([[], 1, 0]);
});

test('whoever asks at an address waits until what was asked there before has been answered, whoever asked it', async () => {
  await using brittle = await startBrittleFirmware();
  const places = createPlaces();
  const tests = createConnectionTests({ clock: systemClock, log: silentLog, places });
  const fleet = startFleet([], { ...deps, places });
  const hoist = (id: string) => robot(id, brittle.url, { driver: 'oht50' });
  brittle.takes(() => 600);

  // saved while its test is under way
  const testing = tests.run({ id: 'a', name: 'a', group: '', driver: 'oht50', url: brittle.url }, {});
  await expect.poll(() => brittle.requests.length, live).toBe(1);
  await fleet.become([hoist('a')]);
  expect(fleet.snapshot('a')?.reading).toBeNull();
  await testing;
  await expect.poll(() => brittle.requests.length, live).toBeGreaterThan(2);

  // another robot in the place of one that still owes an answer, and a test after both
  const began = performance.now();
  const became = fleet.become([hoist('b')]);
  const again = tests.run({ id: 'c', name: 'c', group: '', driver: 'oht50', url: brittle.url }, {});
  await became;
  await fleet.become([]);
  brittle.takes(() => 0);
  expect((await again).failure).toBeNull();
  expect(performance.now() - began).toBeLessThan(4000);
  await fleet.stop();
  await tests.end();
  expect([brittle.mostAtOnce(), brittle.deaths]).toEqual([1, []]);
});
