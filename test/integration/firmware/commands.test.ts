import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../../src-main/clock.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import { DRIVERS } from '../../../src-main/firmware/drivers/drivers.ts';
import { DRIVER_IDS, type DriverId } from '../../../src-main/firmware/drivers/driver-ids.ts';
import { startMockFleet, type MockFleet, type MockRobot } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { createAcceleratedClock } from '../../support/accelerated-clock.ts';
import { startBrittleFirmware } from '../../support/brittle-firmware.ts';
import { LAN, tellingStand, type TellingOptions } from '../../support/telling-stand.ts';

let mock: MockFleet | null = null;
afterEach(async () => {
  await mock?.stop();
  mock = null;
});

/** For what waits out the whole time in which a robot may show what it does. */
const hurried = () => createAcceleratedClock(4);

async function oneRobot(kind: DriverId, options: TellingOptions & { clock?: Clock } = {}) {
  const started = (mock = await startMockFleet({ port: 0, robots: 1, seed: 1, kind, clock: systemClock }));
  const [robot] = started.robots as [MockRobot];
  const stand = tellingStand([{ id: 'one', url: robot.url, driver: kind }], options);
  const state = () => stand.fleet.snapshots()[0]?.reading?.values.state;
  /** Brings the robot into a state that nothing but a command ends, and waits until the console has seen it. */
  const bring = async (to: 'estop' | 'idle') => {
    stand.stops.press(null, { by: LAN });
    await stand.stops.settled();
    const seen = () => stand.fleet.snapshots()[0]?.reading;
    await expect.poll(seen).toMatchObject({ source: 'simulated', values: { state: 'estop' } });
    if (to === 'estop') return;
    await stand.commands.run(wish('reset', 'confirmed'), LAN);
    await expect.poll(seen).toMatchObject({ source: 'simulated', values: { state: 'idle' } });
    stand.events.length = 0;
  };
  return { ...stand, robot, state, bring };
}

const wish = (command: string, confirmation: string | null = null, values: Record<string, number> = {}) => ({
  robot: 'one',
  command,
  arguments: values,
  confirmation,
});

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof ConsoleError ? error.code : String(error)),
  );

describe.each(DRIVER_IDS)('a command to %s', (kind) => {
  it('is done when the robot’s own state shows it, with exactly one pair on record', async () => {
    const { commands, events, bring, state } = await oneRobot(kind);
    await bring('idle');
    expect(await commands.run(wish('move', 'held'), LAN)).toMatchObject({
      answer: { kind: 'accepted' },
      confirmed: { kind: 'wanted', state: 'moving' },
      outcome: 'observed',
    });
    await expect.poll(state).toBe('moving');
    expect(await commands.run(wish('stop'), LAN)).toMatchObject({ outcome: 'observed', confirmed: { state: 'idle' } });
    expect(events).toMatchObject([
      { action: 'command.requested', robot: 'one', actor: LAN, source: 'simulated', details: { command: 'move' } },
      { action: 'command.outcome', outcome: 'succeeded', details: { command: 'move', outcome: 'observed' } },
      { action: 'command.requested', details: { command: 'stop' } },
      { action: 'command.outcome', details: { command: 'stop', outcome: 'observed' } },
    ]);
  });

  it('that the robot says yes to and does not do is contradicted', async () => {
    const { commands, bring, robot, events } = await oneRobot(kind, { clock: hurried() });
    await bring('idle');
    await robot.setCondition({ kind: 'commands', does: 'ignores' });
    expect(await commands.run(wish('move', 'held'), LAN)).toMatchObject({
      answer: { kind: 'accepted' },
      confirmed: { kind: 'other', state: 'idle' },
      outcome: 'contradicted',
    });
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', details: { outcome: 'contradicted' } });
  });

  it('that ends in another state than it says is contradicted', async () => {
    const { commands, bring, robot } = await oneRobot(kind, { clock: hurried() });
    await bring('idle');
    await robot.setCondition({ kind: 'commands', does: 'faults' });
    expect(await commands.run(wish('move', 'held'), LAN)).toMatchObject({
      confirmed: { state: 'fault' },
      outcome: 'contradicted',
    });
  });

  it('whose answer does not come in time is unknown, unless the robot shows that it was done', async () => {
    const { commands, bring, robot } = await oneRobot(kind, { clock: hurried() });
    await bring('idle');
    await robot.setCondition({ kind: 'commands', does: 'ignores', afterMs: 900 });
    expect(await commands.run(wish('move', 'held'), LAN)).toMatchObject({
      answer: { kind: 'unclear' },
      outcome: 'unknown',
    });
  });

  it('is refused by the console, with nothing sent or recorded, unless everything about it is in order', async () => {
    const { commands, bring, robot, events, fleet } = await oneRobot(kind);
    await bring('idle');
    expect(await codeOf(commands.run({ ...wish('move', 'held'), robot: 'two' }, LAN))).toBe('ROBOT_UNKNOWN');
    expect(await codeOf(commands.run(wish('fly', 'held'), LAN))).toBe('COMMAND_UNKNOWN');
    expect(await codeOf(commands.run(wish('move'), LAN))).toBe('COMMAND_NOT_CONFIRMED');
    expect(await codeOf(commands.run(wish('move', 'confirmed'), LAN))).toBe('COMMAND_NOT_CONFIRMED');
    expect(await codeOf(commands.run(wish('move', 'held', { speed: 1 }), LAN))).toBe('INPUT_INVALID');
    expect(await codeOf(commands.run(wish('stop'), LAN))).toBe('COMMAND_STATE');
    await robot.setFault({ kind: 'closed' });
    await expect.poll(() => fleet.snapshots()[0]?.link.state).not.toBe('live');
    expect(await codeOf(commands.run(wish('move', 'held'), LAN))).toBe('COMMAND_STALE');
    expect(events).toEqual([]);
  });

  it('is refused while another is in hand', async () => {
    const { commands, bring } = await oneRobot(kind);
    await bring('idle');
    const first = commands.run(wish('move', 'held'), LAN);
    expect(await codeOf(commands.run(wish('move', 'held'), LAN))).toBe('COMMAND_BUSY');
    expect(await first).toMatchObject({ outcome: 'observed' });
  });

  it('is not sent when the log does not take it first', async () => {
    let full = false;
    const refuse = () => (full ? new ConsoleError('STORE_UNAVAILABLE', 'the disk is full') : null);
    const { commands, bring, events, state } = await oneRobot(kind, { refuse });
    await bring('idle');
    full = true;
    expect(await codeOf(commands.run(wish('move', 'held'), LAN))).toBe('STORE_UNAVAILABLE');
    expect(events).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(state()).toBe('idle');
  });

  it('makes what was known of the robot stale at once, and is refused until the robot is heard again', async () => {
    const { commands, fleet, bring } = await oneRobot(kind);
    await bring('idle');
    const running = commands.run(wish('move', 'held'), LAN);
    await expect.poll(() => fleet.snapshots()[0]?.reading?.source, { interval: 1 }).toBe('last-known');
    await running;
    await expect.poll(() => fleet.snapshots()[0]?.reading?.source).toBe('simulated');
  });

  it('that a software stop overtakes is not sent any more', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const { commands, stops, bring, events, fleet } = await oneRobot(kind);
    await bring('idle');
    const way = fleet.ways()[0];
    if (!way) throw new Error('no robot');
    const { makeWay } = way;
    Object.assign(way, { makeWay: () => held.then(makeWay) });
    const running = commands.run(wish('move', 'held'), LAN);
    stops.press(null, { by: LAN });
    await stops.settled();
    release();
    expect(await running).toMatchObject({ answer: { kind: 'refused' }, outcome: 'refused' });
    expect(events.filter(({ action }) => action.startsWith('command.'))).toMatchObject([
      { action: 'command.requested' },
      { action: 'command.outcome', outcome: 'refused' },
    ]);
  });
});

it('motion goes out once, whatever becomes of it', async () => {
  await using firmware = await startBrittleFirmware();
  const { commands, fleet, events } = tellingStand([{ id: 'one', url: firmware.url, driver: 'oht50' }], {
    clock: hurried(),
  });
  await expect.poll(() => fleet.snapshots()[0]?.link.state).toBe('live');
  firmware.takes((path) => (path.endsWith('/move') ? null : 0));
  const running = commands.run(wish('move', 'held'), LAN);
  await expect.poll(() => firmware.requests.at(-1)?.path).toBe('/api/v1/state/move');
  firmware.die('a crash of its own');
  expect(await running).toMatchObject({ answer: { kind: 'unclear' }, outcome: 'unknown' });
  expect(firmware.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  expect(events.map(({ action }) => action)).toEqual(['command.requested', 'command.outcome']);
});

it('a register of an OHT-50 takes seconds to write: the robot is left alone meanwhile, and its name has to be typed', async () => {
  await using firmware = await startBrittleFirmware();
  const { commands, fleet, stops } = tellingStand([{ id: 'one', url: firmware.url, driver: 'oht50' }], {
    clock: createAcceleratedClock(10),
  });
  await expect.poll(() => fleet.snapshots()[0]?.link.state).toBe('live');
  const values = { module: 4, register: 7, value: -12 };
  expect(await codeOf(commands.run(wish('write-register', 'Hoist two', values), LAN))).toBe('COMMAND_NOT_CONFIRMED');
  expect(await codeOf(commands.run(wish('write-register', 'Hoist one', { ...values, module: 9 }), LAN))).toBe(
    'INPUT_INVALID',
  );
  firmware.takes((path) => (path.includes('/registers/') ? 600 : 0));
  const running = commands.run(wish('write-register', 'Hoist one', values), LAN);
  await expect.poll(() => firmware.requests.at(-1)?.path).toBe('/api/v1/modules/4/registers/7');
  const [asked] = firmware.requests.slice(-1);
  expect(asked).toMatchObject({ method: 'POST', body: '{"value":-12}' });
  const before = firmware.requests.length;
  expect(await running).toMatchObject({
    answer: { kind: 'accepted' },
    confirmed: { kind: 'pending' },
    outcome: 'accepted',
  });
  expect(firmware.requests.slice(before).filter(({ at }) => at < (asked?.at ?? 0) + 500)).toEqual([]);
  await expect.poll(() => fleet.snapshots()[0]?.reading?.source).toBe('live');
  expect(firmware.mostAtOnce()).toBe(1);
  expect(firmware.deaths).toEqual([]);
  await stops.settled();
});

describe('the catalogues', () => {
  it.each(DRIVER_IDS)(
    'of %s never send motion, or what is not the same twice, again, and ask more for more',
    (kind) => {
      const { commands, softwareStop, etiquette } = DRIVERS[kind];
      expect(etiquette.methods).toContain(softwareStop.request.method);
      expect(softwareStop.request.path).not.toContain('safety');
      for (const { motion, idempotent, confirmation, observed, answerWithinMs } of commands) {
        if (motion) expect([idempotent, confirmation]).not.toContain('none');
        if (motion) expect(idempotent).toBe(false);
        // a page waits ten seconds for an answer
        expect(answerWithinMs + (observed?.withinMs ?? 0)).toBeLessThan(9000);
      }
      expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    },
  );
});

it('a command whose outcome nobody can wait for is on record as unknown, and its robot is not left', async () => {
  await using robot = await startBrittleFirmware();
  const stand = tellingStand([{ id: 'one', url: robot.url, driver: 'oht50' }], {
    settings: { attemptDeadlineMs: 1000, pollIntervalMs: 200 },
  });
  await expect.poll(() => stand.fleet.snapshots()[0]?.link.state).toBe('live');
  robot.takes((path) => (path.endsWith('/state/emergency') ? 1500 : 0));
  stand.stops.press(null, { by: LAN });
  await expect.poll(() => robot.requests.map(({ method }) => method)).toContain('POST');
  stand.outOfTime.abort();
  await stand.stops.settled();
  expect(stand.events.map(({ action, details }) => [action, details['outcome']])).toEqual([
    ['stop.requested', undefined],
    ['stop.outcome', 'unknown'],
  ]);
  await stand.fleet.stop();
  expect(robot.deaths).toEqual([]);
});

it('a command that still waits for its turn when the console ends is not sent', async () => {
  await using robot = await startBrittleFirmware();
  const stand = tellingStand([{ id: 'one', url: robot.url, driver: 'oht50' }], {
    settings: { attemptDeadlineMs: 1500, pollIntervalMs: 100 },
  });
  await expect.poll(() => stand.fleet.snapshots()[0]?.reading?.values.state).toBe('idle');
  robot.takes(() => 1000);
  const asked = robot.requests.length;
  await expect.poll(() => robot.requests.length).toBeGreaterThan(asked);
  const running = stand.commands.run(wish('move', 'held'), LAN);
  await expect.poll(() => stand.events.map(({ action }) => action)).toContain('command.requested');
  stand.outOfTime.abort();
  expect(await running).toMatchObject({ outcome: 'refused', answer: { failure: { code: 'FIRMWARE_BUSY' } } });
  expect(robot.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  // its turn comes all the same, and is given back: nobody who ends or changes the robot waits for it
  await stand.fleet.become([]);
  expect(robot.deaths).toEqual([]);
});
