import { expect, it } from 'vitest';
import { systemClock } from '../../../src-main/clock.ts';
import { startFleet } from '../../../src-main/firmware/polling-fleet.ts';
import { firmwareSettings } from '../../../src-main/firmware/settings.ts';
import { silentLog } from '../../../src-main/log.ts';
import { startMockFleet } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { simulatedFallback } from '../../../src-main/mock-firmware/simulated-fallback.ts';

it('reads the mock firmware as often as allowed: always fresh, always marked, and replaced by a stand-in when lost', async () => {
  const mock = await startMockFleet({ port: 0, robots: 1, seed: 7, clock: systemClock });
  const common = firmwareSettings.parse({ pollIntervalMs: 50, fallback: 'simulated' });
  const robots = mock.robots.map(({ id, name, url }) => ({
    ...common,
    id,
    name,
    group: '',
    driver: 'reference' as const,
    url,
  }));
  const fleet = startFleet(robots, {
    clock: systemClock,
    random: Math.random,
    log: silentLog,
    simulate: simulatedFallback,
  });
  const claims = new Set<string>();
  const stopListening = fleet.onChange(() => {
    for (const { link, reading } of fleet.snapshots()) claims.add(`${link.state} ${reading?.source}`);
  });
  try {
    await new Promise((resolve) => setTimeout(resolve, 1200));
    stopListening();
    expect([...claims]).toEqual(['live simulated']);
    expect(fleet.snapshots()[0]).toMatchObject({
      link: { successRate: 1, lastError: null },
      reading: { simulated: true, firmwareVersion: '1.0.0', values: { mode: 'auto', trackLengthMm: 60_000 } },
    });

    await mock.robots[0]?.setFault({ kind: 'frozen', what: 'sequence' });
    await expect.poll(() => fleet.snapshots()[0]?.link.state).toBe('silent');
    await mock.stop();
    await expect.poll(() => fleet.snapshots()[0]?.link.state).toBe('offline');
    await expect.poll(() => fleet.snapshots()[0]?.standIn).not.toBeNull();
    expect(fleet.snapshots()[0]?.reading).toMatchObject({
      source: 'simulated',
      simulated: true,
      firmwareVersion: null,
    });
  } finally {
    await fleet.stop();
    await mock.stop();
  }
});
