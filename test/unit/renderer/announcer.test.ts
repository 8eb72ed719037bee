import { expect, it } from 'vitest';
import type { LinkState } from '../../../src-main/bridge/contract.ts';
import { createI18n } from '../../../src-renderer/i18n/i18n.ts';
import { useConnection } from '../../../src-renderer/stores/connection.ts';
import { useNow } from '../../../src-renderer/stores/now.ts';
import { disownRobots, showRobots } from '../../../src-renderer/stores/robots.ts';
import { forgetStoreHealth, showStoreHealth } from '../../../src-renderer/stores/store-health.ts';
import { announcement, sceneNow, watchKept } from '../../../src-renderer/widgets/announcer.tsx';
import { worstLinkState } from '../../../src-renderer/widgets/robots-summary.tsx';
import { snapshotWith } from './support/snapshot.ts';

const { t } = createI18n('en');
const scene = (robots: Record<string, string>) =>
  new Map(Object.entries(robots).map(([name, words]) => [name, { name, words }]));

it('a change is told with the name of the robot', () => {
  expect(announcement(scene({ A: 'LIVE', B: 'LIVE' }), scene({ A: 'LAST KNOWN', B: 'LIVE' }), t)).toBe('A: LAST KNOWN');
});

it('nothing is told when nothing changed, or when a robot is seen for the first time', () => {
  expect(announcement(scene({ A: 'LIVE' }), scene({ A: 'LIVE' }), t)).toBeNull();
  expect(announcement(scene({}), scene({ A: 'LIVE' }), t)).toBeNull();
});

it('many changes at once are told as one sentence', () => {
  const names = ['A', 'B', 'C', 'D'];
  const all = (words: string) => scene(Object.fromEntries(names.map((name) => [name, words])));
  expect(announcement(all('LIVE'), all('LAST KNOWN'), t)).toBe('4 robots changed: A, B, C, D');
});

it('a link that is lost, frozen, slow, unstable or left alone is told as what it is, and a passing retry as nothing', () => {
  useConnection.setState({ phase: 'alive' });
  const words = (state: LinkState) => {
    showRobots({ kind: 'all', robots: [snapshotWith({ link: { state }, reading: { source: 'last-known' } })] });
    return sceneNow(t).get('r1')?.words;
  };
  const told = (['retrying', 'unstable', 'silent', 'breaker-open', 'offline'] as const).map(words);
  expect(told).toEqual([
    'LAST KNOWN',
    'LAST KNOWN, Unstable',
    'LAST KNOWN, Frozen',
    'LAST KNOWN, Contact paused',
    'LAST KNOWN, Offline',
  ]);
  showRobots({ kind: 'all', robots: [snapshotWith({ link: { state: 'slow' } })] });
  useNow.setState({ monotonic: performance.now() });
  expect(sceneNow(t).get('r1')?.words).toBe('LIVE, Slow');
  disownRobots();
  expect(sceneNow(t).get('r1')?.words).toBe('NOT CURRENT');
});

it('a robot that is gone is told once, not at every pause between two looks after it', () => {
  useConnection.setState({ phase: 'alive' });
  const sceneWith = (state: LinkState) => {
    showRobots({ kind: 'all', robots: [snapshotWith({ link: { state }, reading: { source: 'last-known' } })] });
    return sceneNow(t);
  };
  const [live, offline, paused] = [sceneWith('live'), sceneWith('offline'), sceneWith('breaker-open')];
  expect(announcement(live, paused, t)).toMatch(/LAST KNOWN, Contact paused$/);
  expect(announcement(offline, paused, t)).toBeNull();
  expect(announcement(paused, offline, t)).toBeNull();
  expect(announcement(paused, live, t)).not.toBeNull();
});

it('the worst link of the fleet is the one that the status bar names', () => {
  const robots = (['live', 'slow', 'retrying', 'unstable', 'offline', 'silent', 'breaker-open'] as const).map(
    (state) => ({
      snapshot: snapshotWith({ link: { state } }),
      receivedAt: 0,
    }),
  );
  expect(worstLinkState(robots)).toBe('offline');
  expect(worstLinkState(robots.slice(0, 2))).toBe('slow');
  expect(worstLinkState(robots.slice(0, 4))).toBe('unstable');
  expect(worstLinkState([])).toBe('live');
});

it('that changes are kept again is told once, after a time in which they were not, however the console was heard', () => {
  const full = { state: 'refusing', reason: 'ENOSPC', since: 1 } as const;
  let told = 0;
  showStoreHealth(full);
  const stop = watchKept(() => (told += 1));
  showStoreHealth({ ...full, reason: 'EIO' });
  forgetStoreHealth();
  expect(told).toBe(0);
  showStoreHealth({ state: 'accepting' });
  showStoreHealth({ state: 'accepting' });
  expect(told).toBe(1);
  stop();
  showStoreHealth(full);
  showStoreHealth({ state: 'accepting' });
  expect(told).toBe(1);
});
