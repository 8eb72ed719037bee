import { expect, test } from 'vitest';
import { metricsSeen, robotChanges } from '../../../src-main/bridge/robot-changes.ts';
import type { Scope } from '../../../src-main/access/scope.ts';
import { createFakeFleet } from '../../support/fake-fleet.ts';

test('A reader of the fleet sees all robots, then the newest of each that changed, each once', () => {
  const fleet = createFakeFleet(['a', 'b', 'c']);
  const changes = robotChanges(fleet, { scope: () => null, onChange: () => () => {} });
  const unsubscribe = changes.subscribe(() => {});
  const look = () => {
    const event = changes.news();
    return event && [event.kind, ...event.robots.map(({ id, reading }) => `${id}:${reading?.values.positionMm}`)];
  };
  expect(look()).toEqual(['all', 'a:0', 'b:0', 'c:0']);
  expect(look()).toBeUndefined();
  fleet.move('c', 1);
  fleet.move('a', 2);
  fleet.move('c', 3);
  expect(look()).toEqual(['changed', 'a:2', 'c:3']);
  expect(look()).toBeUndefined();
  unsubscribe();
  expect(fleet.listeners).toBe(0);
});

test('A reader whose scope changes gets all robots again that are in sight now, and is told of no others', () => {
  const fleet = createFakeFleet(['a', 'b', 'c'], { a: 'Hall A', b: 'Hall B' });
  let scope: Scope = { robots: [], groups: ['Hall A'] };
  let told = 0;
  const listeners = new Set<() => void>();
  const changes = robotChanges(fleet, {
    scope: () => scope,
    onChange(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  });
  const unsubscribe = changes.subscribe(() => (told += 1));
  const look = () => {
    const event = changes.news();
    return event && [event.kind, ...event.robots.map(({ id }) => id)];
  };
  expect(look()).toEqual(['all', 'a']);
  fleet.move('b', 1);
  expect(look()).toBeUndefined();
  fleet.move('a', 1);
  expect(look()).toEqual(['changed', 'a']);
  const before = told;
  scope = { robots: ['c'], groups: ['Hall B'] };
  for (const listener of listeners) listener();
  expect(told).toBe(before + 1);
  expect(look()).toEqual(['all', 'b', 'c']);
  scope = { robots: ['c', 'c'], groups: ['Hall B'] };
  expect(look()).toBeUndefined();
  scope = null;
  expect(look()).toEqual(['all', 'a', 'b', 'c']);
  scope = { robots: [], groups: [] };
  expect(look()).toEqual(['all']);
  unsubscribe();
  expect([fleet.listeners, listeners.size]).toEqual([0, 0]);
});

test('the figures of the connections are those of robots in sight', () => {
  const fleet = createFakeFleet(['hoist-1', 'hoist-2'], { 'hoist-2': 'Hall A' });
  const seen = (scope: Scope) => metricsSeen(fleet, { scope: () => scope }).robots.map(({ id }) => id);
  expect(seen(null)).toEqual(['hoist-1', 'hoist-2']);
  expect(seen({ robots: [], groups: ['Hall A'] })).toEqual(['hoist-2']);
  expect(seen({ robots: [], groups: [] })).toEqual([]);
});
