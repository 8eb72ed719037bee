import { expect, test } from 'vitest';
import { ConsoleError } from '../../../../src-main/errors.ts';
import type { Observation } from '../../../../src-main/firmware/attempt.ts';
import { createObservatory, type RobotLife } from '../../../../src-main/firmware/history/observatory.ts';
import type { RobotState } from '../../../../src-main/firmware/reading.ts';
import { firmwareSettings, type RobotSettings } from '../../../../src-main/firmware/settings.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const UNREACHABLE = new ConsoleError('FIRMWARE_UNREACHABLE', 'nothing answers');
const HOIST: RobotSettings = {
  ...firmwareSettings.parse({}),
  id: 'hoist-1',
  name: 'Hoist 1',
  group: '',
  driver: 'reference',
  url: 'http://192.168.0.20:8080',
};

function observing(before: readonly RobotLife[] = []) {
  const clock = createVirtualClock();
  const observatory = createObservatory({ clock, before });
  const told: string[] = [];
  observatory.onNotice(({ kind, name }) => told.push(`${kind} ${name}`));
  const heard = (state: RobotState, uptimeS: number): Observation => ({
    at: clock.monotonic(),
    observedAt: clock.now(),
    latencyMs: 4,
    simulated: false,
    firmwareVersion: null,
    sources: {},
    facts: [],
    contradictions: [],
    progress: [],
    values: {
      state,
      stateText: state,
      fault: null,
      mode: null,
      positionMm: null,
      trackLengthMm: null,
      speedMmPerS: null,
      batteryPercent: null,
      temperatureC: null,
      uptimeS,
    },
  });
  return { clock, observatory, told, heard };
}

test('a robot whose settings are edited keeps its life, and is told of by its new name', async () => {
  const { clock, observatory, told, heard } = observing();
  const first = observatory.observe(HOIST);
  first.heard(heard('estop', 900));
  first.left();
  const second = observatory.observe({ ...HOIST, name: 'North hoist', pollIntervalMs: 500 });
  await clock.advance(20_000);
  second.heard(heard('idle', 3));
  expect(told).toEqual(['lost-emergency-stop North hoist']);
});

test('another machine under the same id was never started again', async () => {
  const { clock, observatory, told, heard } = observing();
  const first = observatory.observe(HOIST);
  first.heard(heard('estop', 900));
  first.left();
  await clock.advance(20_000);
  observatory.observe({ ...HOIST, url: 'http://192.168.0.21:8080' }).heard(heard('idle', 3));
  expect(told).toEqual([]);
});

test('of a former console’s robots only the same machine goes on, by the wall clock', async () => {
  const { clock, observatory } = observing();
  const before = observatory.observe(HOIST);
  const estop = { state: 'estop', seenAt: clock.now() - 60_000, transitions: null } as const;
  const uptime = { uptimeMs: 900_000, uptimeAt: clock.now() - 60_000 };
  expect(observatory.lives()).toEqual([]);
  before.left();
  for (const [machine, wanted] of [
    ['reference http://192.168.0.20:8080', ['lost-emergency-stop Hoist 1']],
    ['reference http://192.168.0.99:8080', []],
  ] as const) {
    const next = observing([{ robot: 'hoist-1', machine, ...estop, ...uptime }]);
    next.observatory.observe(HOIST).heard(next.heard('idle', 20));
    expect(next.told).toEqual(wanted);
    expect(next.observatory.lives()).toMatchObject([{ robot: 'hoist-1', state: 'idle', uptimeMs: 20_000 }]);
  }
});

test('a robot that does not answer is told of, and one that is disabled before that is not', async () => {
  const { clock, observatory, told } = observing();
  const [on, off] = [observatory.observe(HOIST), observatory.observe({ ...HOIST, id: 'hoist-2', name: 'Hoist 2' })];
  for (const one of [on, off]) one.failed(UNREACHABLE, true);
  await clock.advance(5000);
  off.left();
  await clock.advance(6000);
  expect(told).toEqual(['link-down Hoist 1']);
  const [hour] = observatory.take();
  expect(hour).toMatchObject({ robot: 'hoist-1', figures: { polls: 1, errors: { FIRMWARE_UNREACHABLE: 1 } } });
});

test('whoever keeps the lives is told when an emergency stop comes or goes', () => {
  const { observatory, heard } = observing();
  let changes = 0;
  observatory.onStopChange(() => (changes += 1));
  const robot = observatory.observe(HOIST);
  for (const state of ['idle', 'estop', 'estop', 'idle', 'moving'] as const) robot.heard(heard(state, 10));
  expect(changes).toBe(2);
});

test('how a robot was seen last is kept while it is not polled', () => {
  const life = { robot: 'hoist-2', machine: 'oht50 http://192.168.0.30:8080', state: 'estop', seenAt: 1 } as const;
  const kept = { ...life, transitions: 4, uptimeMs: null, uptimeAt: null };
  const { observatory } = observing([kept]);
  observatory.observe(HOIST);
  expect(observatory.lives()).toEqual([kept]);
});
