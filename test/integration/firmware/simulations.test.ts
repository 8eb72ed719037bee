import { expect, test } from 'vitest';
import { ConsoleError } from '../../../src-main/errors.ts';
import { createSimulations } from '../../../src-main/firmware/simulations.ts';
import { completed, firmwareSettings, type RobotSettings } from '../../../src-main/firmware/settings.ts';
import { systemClock } from '../../../src-main/clock.ts';
import { startMockFleet } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { LAN, tellingStand } from '../../support/telling-stand.ts';

const common = firmwareSettings.parse({ pollIntervalMs: 100, attemptDeadlineMs: 300 });
/** Nobody listens on the discard port. */
const lost = (id: string, more: Partial<RobotSettings> = {}): RobotSettings => ({
  ...completed(common, { id, name: id, group: '', driver: 'reference', url: 'http://127.0.0.1:9' }),
  ...more,
});
const soon = { timeout: 5000 };

/** Robots that nobody hears, with everything by which they are simulated; the store may refuse. */
async function stand(refuse: () => Promise<void> = async () => {}) {
  const told = tellingStand([{ id: 'one', url: 'http://127.0.0.1:9', driver: 'reference' }]);
  const { fleet, events } = told;
  const write = async (_name: string, _args: unknown, event: (typeof events)[number]) => {
    await refuse();
    events.push(event);
  };
  const record = (event: (typeof events)[number]) => void events.push(event);
  const simulations = createSimulations({ fleet, store: { write: write as never }, record });
  const robot = (id = 'one') => fleet.snapshot(id);
  await expect.poll(() => robot()?.link.state, soon).toBe('offline');
  return { ...told, simulations, robot };
}

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof ConsoleError ? error.code : String(error)),
  );

test('a simulation outlives an edit of its robot, and ends on record when another machine takes the name', async () => {
  const { fleet, simulations, robot, events } = await stand();
  await simulations.simulate('one', 'because', LAN);
  const since = robot()?.standIn?.since;
  await fleet.become([lost('one', { name: 'Hoist', fallback: 'none', pollIntervalMs: 50 })]);
  await expect.poll(() => robot()?.link.state, soon).toBe('offline');
  expect(robot()).toMatchObject({ name: 'Hoist', standIn: { since, by: 'lan' }, reading: { source: 'simulated' } });
  await fleet.become([lost('one', { name: 'Hoist', url: 'http://127.0.0.3:9' })]);
  expect(robot()?.standIn).toBeNull();
  expect(events.map(({ action, details }) => [action, details['why'] ?? null])).toEqual([
    ['fallback.enter', null],
    ['fallback.leave', 'another machine'],
  ]);
});

test('a simulation of a robot that is polled no more ends on record', async () => {
  const { fleet, simulations, events } = await stand();
  await simulations.simulate('one', 'because', LAN);
  await fleet.become([lost('two')]);
  expect(events.at(-1)).toMatchObject({
    action: 'fallback.leave',
    robot: 'one',
    actor: { username: null, origin: 'console' },
    details: { why: 'polled no more', startedBy: 'lan' },
  });
  await expect.poll(() => fleet.snapshot('two')?.link.state, soon).toBe('offline');
  await fleet.become([lost('two'), lost('one')]);
  expect(fleet.snapshot('one')?.standIn).toBeNull();
});

test('what cannot be put on record is not simulated, and can be tried again', async () => {
  let full = true;
  const { simulations, robot } = await stand(async () => {
    if (full) throw new ConsoleError('STORE_UNAVAILABLE', 'the disk is full', {});
  });
  expect(await codeOf(simulations.simulate('one', 'because', LAN))).toBe('STORE_UNAVAILABLE');
  expect(robot()?.standIn).toBeNull();
  full = false;
  expect(await simulations.simulate('one', 'because', LAN)).toMatchObject({ by: 'lan' });
});

test('while it is put on record no command begins, and nobody else enters', async () => {
  const { promise: kept, resolve: keep } = Promise.withResolvers<void>();
  const { simulations, commands, robot } = await stand(() => kept);
  const entering = simulations.simulate('one', 'because', LAN);
  const pause = { robot: 'one', command: 'pause', arguments: {}, confirmation: null };
  expect(await codeOf(commands.run(pause, LAN))).toBe('COMMAND_SIMULATED');
  expect(await codeOf(simulations.simulate('one', 'too', LAN))).toBe('FALLBACK_ACTIVE');
  expect(robot()?.standIn).toBeNull();
  keep();
  await entering;
  expect(robot()?.standIn).toMatchObject({ reason: 'because' });
});

test('a robot that is told to stop while it is put on record is not simulated', async () => {
  const { promise: kept, resolve: keep } = Promise.withResolvers<void>();
  const { simulations, stops, robot, events } = await stand(() => kept);
  const entering = codeOf(simulations.simulate('one', 'because', LAN));
  stops.press('one', { by: LAN });
  keep();
  expect(await entering).toBe('FALLBACK_BUSY');
  expect(robot()?.standIn).toBeNull();
  const own = events.filter(({ action }) => action.startsWith('fallback'));
  expect(own.map(({ action, details }) => [action, details['why'] ?? null])).toEqual([
    ['fallback.enter', null],
    ['fallback.leave', 'overtaken'],
  ]);
  await stops.settled();
});

test('a robot that goes while it is put on record is not simulated, and the record says how that ended', async () => {
  const { promise: kept, resolve: keep } = Promise.withResolvers<void>();
  const { fleet, simulations, events } = await stand(() => kept);
  const entering = codeOf(simulations.simulate('one', 'because', LAN));
  await fleet.become([]);
  keep();
  expect(await entering).toBe('ROBOT_UNKNOWN');
  expect(events.map(({ action }) => action)).toEqual(['fallback.enter', 'fallback.leave']);
});

test('nothing is simulated while a software stop has not come to its outcome, and then it is as configured', async () => {
  const { fleet, stops, simulations, robot, events } = await stand();
  stops.press('one', { by: LAN });
  expect(await codeOf(simulations.simulate('one', 'because', LAN))).toBe('FALLBACK_BUSY');
  await fleet.become([lost('one', { fallback: 'simulated' })]);
  await stops.settled();
  await expect.poll(() => robot()?.standIn, soon).toMatchObject({ by: null });
  const actions = events.map(({ action }) => action);
  expect(actions.indexOf('fallback.enter')).toBeGreaterThan(actions.indexOf('stop.outcome'));
});

test('a command in hand keeps the console from simulating until its outcome', async () => {
  const mock = await startMockFleet({ port: 0, robots: 1, seed: 1, kind: 'oht50', clock: systemClock });
  const url = mock.robots[0]?.url ?? '';
  // a machine that is starved for a moment must not lose the robot before its time
  const settings = { fallback: 'simulated', attemptDeadlineMs: 3000 } as const;
  const { fleet, stops, commands, events } = tellingStand([{ id: 'one', url, driver: 'oht50' }], { settings });
  const record = (event: (typeof events)[number]) => void events.push(event);
  createSimulations({ fleet, store: { write: (async () => {}) as never }, record });
  await expect.poll(() => fleet.snapshot('one')?.link.state, soon).toBe('live');
  stops.press('one', { by: LAN });
  await stops.settled();
  const heard = { source: 'simulated', values: { state: 'estop' } };
  await expect.poll(() => fleet.snapshot('one')?.reading, soon).toMatchObject(heard);
  const running = commands.run({ robot: 'one', command: 'reset', arguments: {}, confirmation: 'confirmed' }, LAN);
  await mock.stop();
  await running;
  await expect.poll(() => fleet.snapshot('one')?.standIn, soon).toMatchObject({ by: null });
  expect(events.map(({ action }) => action).slice(-3)).toEqual([
    'command.requested',
    'command.outcome',
    'fallback.enter',
  ]);
});
