import { expect, test } from 'vitest';
import { leaseChanges } from '../../../src-main/bridge/control.ts';
import { createLeases } from '../../../src-main/firmware/commands/leases.ts';
import { createFakeFleet } from '../../support/fake-fleet.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

test('a reader of the leases learns of a robot that is added, and is not told of every poll', () => {
  const fleet = createFakeFleet(['a']);
  const leases = createLeases({
    robots: () => fleet.snapshots(),
    store: { write: () => Promise.reject(new Error('nobody asks for a lease here')) },
    clock: createVirtualClock(),
    record: () => {},
  });
  const changes = leaseChanges(leases, fleet, () => true, { onChange: () => () => {} });
  let told = 0;
  const unsubscribe = changes.subscribe(() => (told += 1));
  const look = () => changes.news()?.leases.map(({ robot }) => robot);
  expect(look()).toEqual(['a']);
  fleet.move('a', 1);
  expect(told).toBe(0);
  fleet.move('b', 1);
  expect([told, look()]).toEqual([1, ['a', 'b']]);
  fleet.move('b', 2);
  expect(told).toBe(1);
  unsubscribe();
  expect(fleet.listeners).toBe(0);
});
