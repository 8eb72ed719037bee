import { expect, test } from 'vitest';
import type { Finding } from '../../../src-main/alarms/alarm.ts';
import { watchFallback } from '../../../src-main/alarms/fallback-watch.ts';
import type { RobotSnapshot } from '../../../src-main/firmware/link.ts';
import { createFakeFleet } from '../../support/fake-fleet.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

test('a simulation that stands in for a robot is told once each time it begins, with who began it', () => {
  const fleet = createFakeFleet(['hoist-1']);
  const [snapshot] = fleet.snapshots();
  if (!snapshot) throw new Error('there is a robot');
  let shown: RobotSnapshot = snapshot;
  const become = (since: number | null, state: RobotSnapshot['link']['state'], by: string | null = null) => {
    const standIn = since === null ? null : { since, forMs: 1, by, reason: by && 'because' };
    shown = { ...snapshot, link: { ...snapshot.link, state }, standIn };
    fleet.move('hoist-1', 1);
  };
  const told: Finding[] = [];
  const end = watchFallback({ onChange: fleet.onChange, snapshot: () => shown }, createVirtualClock(), (one) =>
    told.push(one),
  );
  become(null, 'offline');
  expect(told).toEqual([]);
  become(10, 'offline');
  become(10, 'live');
  become(10, 'offline');
  expect(told).toMatchObject([{ kind: 'simulated-fallback', subject: 'hoist-1', robot: 'hoist-1', by: null }]);
  become(null, 'live');
  become(20, 'silent', 'lan');
  expect(told.slice(1)).toMatchObject([{ by: 'lan' }]);
  end();
  become(null, 'live');
  become(30, 'offline');
  expect(told).toHaveLength(2);
});
