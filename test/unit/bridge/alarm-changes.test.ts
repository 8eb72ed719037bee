import { expect, test } from 'vitest';
import type { Scope } from '../../../src-main/access/scope.ts';
import type { Alarm } from '../../../src-main/alarms/alarm.ts';
import { alarmChanges, alarmsSeen } from '../../../src-main/bridge/alarm-changes.ts';
import { createFakeAlarms } from '../../support/fake-alarms.ts';
import { createFakeFleet } from '../../support/fake-fleet.ts';

const EVERYTHING = { seesRobots: () => true, seesPeople: () => true };

const alarm = (id: string, more: Partial<Alarm> = {}): Alarm => ({
  id,
  kind: 'simulated-fallback',
  priority: 'medium',
  subject: id,
  by: null,
  at: 1,
  lastAt: 1,
  count: 1,
  ...more,
});

test('A reader of the alarms sees those that are about no robot or one in sight, and is told of no others', () => {
  const fleet = createFakeFleet(['hoist-1', 'hoist-2'], { 'hoist-1': 'Hall A' });
  const alarms = createFakeAlarms();
  let scope: Scope = { robots: [], groups: ['Hall A'] };
  let told = 0;
  const changes = alarmChanges(alarms, fleet, { scope: () => scope, ...EVERYTHING, onChange: () => () => {} });
  const unsubscribe = changes.subscribe(() => (told += 1));
  const look = () => changes.news()?.alarms.map(({ id }) => id);
  expect(look()).toEqual([]);
  const [near, far, gone] = ['hoist-1', 'hoist-2', 'hoist-9'].map((robot) => alarm(robot, { robot }));
  const burst = alarm('burst', { kind: 'refusal-burst', subject: null });
  if (!near || !far || !gone) throw new Error('there are three');
  alarms.show([near, burst]);
  expect(look()).toEqual(['hoist-1', 'burst']);
  alarms.show([near, far, burst, gone]);
  expect(told).toBe(2);
  expect(look()).toBeUndefined();
  expect(alarmsSeen(alarms, fleet, { scope: () => scope, ...EVERYTHING }).map(({ id }) => id)).toEqual([
    'hoist-1',
    'burst',
  ]);
  scope = null;
  expect(look()).toEqual(['hoist-1', 'hoist-2', 'burst', 'hoist-9']);
  unsubscribe();
  alarms.show([]);
  expect(told).toBe(2);
});

test('Who may only see robots sees nothing about people, and of an alarm about many those in sight', () => {
  const fleet = createFakeFleet(['hoist-1', 'hoist-2'], { 'hoist-1': 'Hall A' });
  const alarms = createFakeAlarms();
  const robots = ['hoist-1', 'hoist-2'].map((id) => ({ id, name: id }));
  alarms.show([
    alarm('people', { kind: 'outside-hours' }),
    alarm('one', { robot: 'hoist-1' }),
    alarm('many', { subject: null, robots, count: 7 }),
    alarm('elsewhere', { subject: null, robots: robots.slice(1) }),
  ]);
  const seen = (groups: string[] | null) =>
    alarmsSeen(alarms, fleet, {
      scope: () => groups && { robots: [], groups },
      ...EVERYTHING,
      seesPeople: () => false,
    });
  expect(seen(['Hall A'])).toMatchObject([{ id: 'one' }, { id: 'many', robots: [{ id: 'hoist-1' }], count: 1 }]);
  expect(seen(null).map(({ id, count }) => [id, count])).toEqual([
    ['one', 1],
    ['many', 7],
    ['elsewhere', 1],
  ]);
  const blind = { scope: () => null, seesRobots: () => false, seesPeople: () => false };
  expect(alarmsSeen(alarms, fleet, blind)).toEqual([]);
});
