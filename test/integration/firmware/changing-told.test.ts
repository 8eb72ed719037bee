import { expect, test } from 'vitest';
import { DRIVER_IDS } from '../../../src-main/firmware/drivers/driver-ids.ts';
import { completed, firmwareSettings, type RobotSettings } from '../../../src-main/firmware/settings.ts';
import { createAcceleratedClock } from '../../support/accelerated-clock.ts';
import { startBrittleFirmware } from '../../support/brittle-firmware.ts';
import { startHangingRobot } from '../../support/hanging-robot.ts';
import { startMockFleet } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { systemClock } from '../../../src-main/clock.ts';
import { LAN, tellingStand } from '../../support/telling-stand.ts';

const by = { by: LAN };
const common = firmwareSettings.parse({ pollIntervalMs: 100, attemptDeadlineMs: 300 });
const robot = (url: string, more: Partial<RobotSettings> = {}): RobotSettings => ({
  ...completed(common, { id: 'one', name: 'Hoist one', group: '', driver: 'oht50', url }),
  ...more,
});

test.each(
  DRIVER_IDS.flatMap((kind) => [
    [kind, 'edited'],
    [kind, 'removed'],
  ]),
)('a software stop of %s that is in hand when the robot is %s comes to its outcome', async (kind, how) => {
  const mock = await startMockFleet({ port: 0, robots: 1, seed: 1, kind, clock: systemClock });
  const url = mock.robots[0]?.url ?? '';
  const { fleet, stops, events } = tellingStand([{ id: 'one', url, driver: kind }]);
  await expect.poll(() => fleet.snapshot('one')?.link.state).toBe('live');
  stops.press('one', by);
  await fleet.become(how === 'removed' ? [] : [robot(url, { driver: kind, name: 'Another name' })]);
  await stops.settled();
  expect(events).toMatchObject([
    { action: 'stop.requested' },
    { action: 'stop.outcome', outcome: 'succeeded', details: { outcome: 'observed' } },
  ]);
  await fleet.stop();
  await mock.stop();
});

test('a press after the address was changed is another stop, though the old address still owes its answer', async () => {
  await using old = await startBrittleFirmware();
  await using next = await startBrittleFirmware();
  old.takes((path) => (path.endsWith('emergency') ? 1500 : 0));
  const { fleet, stops } = tellingStand([{ id: 'one', url: old.url, driver: 'oht50' }]);
  await expect.poll(() => fleet.snapshot('one')?.link.state).toBe('live');
  stops.press('one', by);
  const became = fleet.become([robot(next.url)]);
  await expect.poll(() => fleet.ways()[0]?.transport.address).toBe(new URL(next.url).host);
  expect(stops.views()).toEqual([]);
  expect(stops.press('one', by)).toMatchObject([{ presses: 1 }]);
  await expect.poll(() => next.state()).toBe('ESTOP');
  await became;
  await stops.settled();
  expect([old.state(), old.deaths, next.deaths]).toEqual(['ESTOP', [], []]);
});

test('a command that is in hand when the robot is edited is seen through, and one that comes meanwhile waits', async () => {
  await using brittle = await startBrittleFirmware();
  const { fleet, commands, events } = tellingStand([{ id: 'one', url: brittle.url, driver: 'oht50' }]);
  const live = () => fleet.snapshot('one')?.link.state === 'live';
  await expect.poll(live).toBe(true);
  brittle.takes((path) => (path.includes('registers') ? 700 : 0));
  const wish = { robot: 'one', command: 'write-register', arguments: { module: 2, register: 1, value: 5 } };
  const first = commands.run({ ...wish, confirmation: 'Hoist one' }, LAN);
  await expect.poll(() => brittle.requests.some(({ method }) => method === 'POST')).toBe(true);
  const became = fleet.become([robot(brittle.url, { name: 'Hoist two' })]);
  expect(await first).toMatchObject({ outcome: 'accepted', answer: { kind: 'accepted' } });
  await became;
  await expect.poll(live).toBe(true);

  // it owes the answer to a poll when it is edited again
  brittle.takes((path) => (path.startsWith('/api/v1/system') ? 600 : 0));
  const polls = () => brittle.requests.filter(({ method }) => method === 'GET').length;
  const before = polls();
  await expect.poll(polls).toBeGreaterThan(before);
  const again = fleet.become([robot(brittle.url)]);
  await expect.poll(() => fleet.snapshot('one')?.name, { interval: 5 }).toBe('Hoist one');
  const second = await commands.run({ ...wish, confirmation: 'Hoist one' }, LAN).catch((error: unknown) => error);
  expect(second).toMatchObject({ outcome: 'refused', answer: { failure: { code: 'COMMAND_STALE' } } });
  await again;
  expect([brittle.mostAtOnce(), brittle.deaths]).toEqual([1, []]);
  expect(events.map(({ action }) => action)).toEqual([
    'command.requested',
    'command.outcome',
    'command.requested',
    'command.outcome',
  ]);
});

test('a change that cannot be made is not the last one', async () => {
  const { fleet } = tellingStand([{ id: 'one', url: 'http://127.0.0.1:9', driver: 'oht50' }]);
  await expect(fleet.become([robot('no address at all')])).rejects.toThrow();
  await fleet.become([robot('http://127.0.0.1:9', { id: 'two' })]);
  expect(fleet.snapshots().map(({ id }) => id)).toEqual(['two']);
});

test('quitting while a changed robot still owes an answer waits for all that is owed at once, and polls nobody anew', async () => {
  const clock = createAcceleratedClock(20);
  await using hanging = await startHangingRobot();
  await using other = await startHangingRobot();
  const { fleet } = tellingStand([{ id: 'one', url: hanging.url, driver: 'oht50' }], { clock });
  const two = robot(other.url, { id: 'two' });
  await expect.poll(() => hanging.requests.length).toBe(1);
  await fleet.become([robot(hanging.url, { pollIntervalMs: 100 }), two]);
  await expect.poll(() => other.requests.length).toBe(1);
  const changes = [1, 2, 3].map((n) => fleet.become([robot(hanging.url, { pollIntervalMs: 100 + n }), two]));
  const began = clock.monotonic();
  await fleet.stop();
  await Promise.all(changes);
  expect(clock.monotonic() - began).toBeLessThan(14_000);
  expect(other.requests.length).toBe(1);
  await expect.poll(() => hanging.open + other.open).toBe(0);
});
