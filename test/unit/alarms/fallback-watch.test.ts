import { expect, test } from 'vitest';
import type { Finding } from '../../../src-main/alarms/alarm.ts';
import { watchFallback } from '../../../src-main/alarms/fallback-watch.ts';
import type { RobotSnapshot } from '../../../src-main/firmware/link.ts';
import { createFakeFleet } from '../../support/fake-fleet.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

test('a simulation that stands in for a robot is told once each time it begins', () => {
  const fleet = createFakeFleet(['hoist-1']);
  const [snapshot] = fleet.snapshots();
  if (!snapshot?.reading) throw new Error('the fake robot reads nothing');
  let shown: RobotSnapshot = snapshot;
  const become = (source: 'live' | 'simulated' | 'last-known', state: RobotSnapshot['link']['state']) => {
    shown = { ...snapshot, link: { ...snapshot.link, state }, reading: { ...snapshot.reading!, source } };
    fleet.move('hoist-1', 1);
  };
  const told: Finding[] = [];
  const end = watchFallback({ onChange: fleet.onChange, snapshot: () => shown }, createVirtualClock(), (one) =>
    told.push(one),
  );
  become('last-known', 'offline');
  expect(told).toEqual([]);
  become('simulated', 'offline');
  become('simulated', 'offline');
  expect(told).toMatchObject([{ kind: 'simulated-fallback', subject: 'hoist-1', robot: 'hoist-1' }]);
  become('live', 'live');
  become('simulated', 'offline');
  expect(told).toHaveLength(2);
  end();
  become('live', 'live');
  become('simulated', 'offline');
  expect(told).toHaveLength(2);
});
