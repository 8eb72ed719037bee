import { expect, test } from 'vitest';
import { robotChanges } from '../../../src-main/bridge/robot-changes.ts';
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
