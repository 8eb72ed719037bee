import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../../src-main/clock.ts';
import { DRIVERS } from '../../../src-main/firmware/drivers/drivers.ts';
import { DRIVER_IDS, type DriverId } from '../../../src-main/firmware/drivers/driver-ids.ts';
import { startMockFleet, type MockFleet } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { createAcceleratedClock } from '../../support/accelerated-clock.ts';
import { startBrittleFirmware } from '../../support/brittle-firmware.ts';
import { startHangingRobot } from '../../support/hanging-robot.ts';
import { LAN, tellingStand } from '../../support/telling-stand.ts';

const by = { by: LAN };

let mock: MockFleet | null = null;
afterEach(async () => {
  await mock?.stop();
  mock = null;
});

/** For what waits out the whole time in which a robot may show that it has stopped. */
const hurried = () => createAcceleratedClock(4);

async function mockRobots(kind: DriverId, robots: number, clock: Clock = systemClock) {
  const started = (mock = await startMockFleet({ port: 0, robots, seed: 1, kind, clock: systemClock }));
  const stand = tellingStand(
    started.robots.map(({ id, url }) => ({ id, url, driver: kind })),
    { clock },
  );
  const live = () => stand.fleet.snapshots().every(({ link }) => link.state === 'live');
  await expect.poll(live).toBe(true);
  return { ...stand, robots: started.robots };
}

describe.each(DRIVER_IDS)('the software stop of %s', (kind) => {
  it('is answered, and then seen at the robot: told apart, with the record of both', async () => {
    const { stops, events, robots, fleet } = await mockRobots(kind, 2);
    const [first = { id: '' }] = robots;
    const seen: string[] = [];
    stops.onChange(() => {
      for (const { answer, confirmed, outcome } of stops.views())
        seen.push(`${answer.kind}/${confirmed.kind}/${outcome}`);
    });
    expect(stops.press(first.id, by)).toMatchObject([{ robot: first.id, answer: { kind: 'pending' }, outcome: null }]);
    await stops.settled();
    expect([...new Set(seen)]).toEqual(['pending/pending/null', 'accepted/pending/null', 'accepted/wanted/observed']);
    expect(stops.views()).toMatchObject([{ robot: first.id, confirmed: { state: 'estop' }, outcome: 'observed' }]);
    await expect.poll(() => fleet.snapshot(first.id)?.reading?.values.state).toBe('estop');
    expect(fleet.snapshots()[1]?.reading?.values.state).not.toBe('estop');
    expect(events).toMatchObject([
      { action: 'stop.requested', robot: first.id, actor: LAN, outcome: 'succeeded' },
      { action: 'stop.outcome', robot: first.id, outcome: 'succeeded', source: 'simulated', details: { presses: 1 } },
    ]);
  });

  it('reaches all robots by one press', async () => {
    const { stops, events } = await mockRobots(kind, 3);
    expect(stops.press(null, by)).toHaveLength(3);
    await stops.settled();
    expect(stops.views().map(({ outcome }) => outcome)).toEqual(['observed', 'observed', 'observed']);
    expect(events.map(({ action }) => action).toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => 'stop.outcome'),
      ...Array.from({ length: 3 }, () => 'stop.requested'),
    ]);
  });

  it('that the robot says yes to and does not do is contradicted, never a success', async () => {
    const { stops, events, robots } = await mockRobots(kind, 1, hurried());
    await robots[0]?.setCondition({ kind: 'commands', does: 'ignores' });
    stops.press(null, by);
    await stops.settled();
    expect(stops.views()).toMatchObject([
      { answer: { kind: 'accepted' }, confirmed: { kind: 'other' }, outcome: 'contradicted' },
    ]);
    expect(events.at(-1)).toMatchObject({ action: 'stop.outcome', outcome: 'failed' });
  });

  it('of a robot that is not there is told so at once; a press after its return is another stop', async () => {
    const { stops, robots, fleet } = await mockRobots(kind, 1, hurried());
    await robots[0]?.setFault({ kind: 'closed' });
    await expect.poll(() => fleet.snapshots()[0]?.link.state).toBe('offline');
    const [begun] = stops.press(null, by);
    await expect
      .poll(() => stops.views()[0]?.answer)
      .toMatchObject({
        kind: 'not-reached',
        failure: { code: 'FIRMWARE_UNREACHABLE' },
      });
    await stops.settled();
    expect(stops.views()).toMatchObject([{ confirmed: { kind: 'unknown' }, outcome: 'unknown' }]);
    await robots[0]?.setFault({ kind: 'none' });
    const [again] = stops.press(null, by);
    expect(again?.id).not.toBe(begun?.id);
    await stops.settled();
    expect(stops.views()).toMatchObject([{ outcome: 'observed' }]);
  });

  it('that the robot refuses says so, with its words', async () => {
    const { stops, robots } = await mockRobots(kind, 1, hurried());
    await robots[0]?.setFault({ kind: 'error-body', message: 'not today' });
    stops.press(null, by);
    await stops.settled();
    expect(stops.views()).toMatchObject([
      { answer: { kind: 'refused', failure: { details: { message: 'not today' } } }, outcome: 'refused' },
    ]);
  });

  it('starts its write within 100 ms, whatever hangs in every lane, and is one request however often it is pressed', async () => {
    await using robot = await startHangingRobot();
    const { path } = DRIVERS[kind].softwareStop.request;
    const { stops, fleet } = tellingStand([{ id: 'one', url: robot.url, driver: kind }]);
    await expect.poll(() => robot.requests.length).toBeGreaterThan(0);
    const never = new AbortController();
    for (let number = 0; number < 20; number++) {
      void fleet
        .ways()[0]
        ?.transport.get('/waiting', never.signal)
        .catch(() => {});
    }
    // the read that is to confirm the first stop hangs as well
    for (let round = 0; round < 3; round++) {
      const before = robot.requests.length;
      const pressedAt = performance.now();
      for (let press = 0; press < 5; press++) stops.press(null, by);
      await expect.poll(() => robot.requests.slice(before).map(({ line }) => line)).toContain(`POST ${path}`);
      const stop = robot.requests.slice(before).find(({ line }) => line.startsWith('POST'));
      expect((stop?.at ?? Infinity) - pressedAt).toBeLessThan(100);
      expect(stops.views()).toMatchObject([{ presses: 5 }]);
      await expect.poll(() => stops.views()[0]?.answer.kind).toBe('accepted');
    }
    expect(robot.requests.filter(({ line }) => line.startsWith('POST'))).toHaveLength(3);
    never.abort();
    await robot[Symbol.asyncDispose]();
    await stops.settled();
    expect(stops.views()).toMatchObject([{ confirmed: { kind: 'unknown' }, outcome: 'accepted' }]);
  });
});

it('an OHT-50 that hangs is asked once, is never left, and is not called stopped', async () => {
  await using firmware = await startBrittleFirmware();
  const { stops } = tellingStand([{ id: 'one', url: firmware.url, driver: 'oht50' }], {
    clock: createAcceleratedClock(10),
  });
  await expect.poll(() => firmware.requests.length).toBeGreaterThan(2);
  firmware.takes((path) => (path.endsWith('/emergency') ? 1100 : 0));
  stops.press(null, by);
  await stops.settled();
  expect(stops.views()).toMatchObject([{ answer: { kind: 'unclear' }, outcome: 'unknown' }]);
  // the answer is still owed: a press now waits for it, and then tells the robot again
  stops.press(null, by);
  stops.press(null, by);
  const stopsAsked = () => firmware.requests.filter(({ method }) => method === 'POST');
  expect(stopsAsked()).toHaveLength(1);
  firmware.takes(() => 0);
  await stops.settled();
  expect(stops.views()).toMatchObject([{ presses: 2, outcome: 'observed' }]);
  expect(stopsAsked()).toHaveLength(2);
  expect(stopsAsked().map(({ path }) => path)).toEqual(Array.from({ length: 2 }, () => '/api/v1/state/emergency'));
  expect(firmware.deaths).toEqual([]);
});

it('nobody signed in, or a locked session, is the person at the workstation on record', async () => {
  const { stops, events } = await mockRobots('reference', 1);
  const nobody = { userId: null, username: null, role: null, sessionId: null, origin: 'loopback' } as const;
  stops.press(null, { by: nobody, lockedSessionOf: 'lan' });
  await stops.settled();
  expect(events).toMatchObject([
    { actor: { userId: null, username: 'person at the workstation' }, details: { lockedSessionOf: 'lan' } },
    { actor: { username: 'person at the workstation' } },
  ]);
});

it('what was read before a stop is not shown as live after it', async () => {
  const { stops, fleet } = await mockRobots('reference', 1);
  await expect.poll(() => fleet.snapshots()[0]?.reading?.source).toBe('simulated');
  const sources = new Set<string | undefined>();
  stops.onChange(() => sources.add(fleet.snapshots()[0]?.reading?.source));
  stops.press(null, by);
  await stops.settled();
  expect(sources).toContain('last-known');
  await expect
    .poll(() => fleet.snapshots()[0]?.reading)
    .toMatchObject({ source: 'simulated', values: { state: 'estop' } });
});

it('a robot that no fleet has is refused', async () => {
  const { stops } = await mockRobots('reference', 1);
  expect(() => stops.press('nobody', by)).toThrow(expect.objectContaining({ code: 'ROBOT_UNKNOWN' }));
});
