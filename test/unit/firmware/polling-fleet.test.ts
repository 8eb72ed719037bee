import { expect, it } from 'vitest';
import { startFleet } from '../../../src-main/firmware/polling-fleet.ts';
import { firmwareSettings, type RobotSettings } from '../../../src-main/firmware/settings.ts';
import { silentLog } from '../../../src-main/log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const simulate = () => {
  throw new Error('no robot here falls back to a simulation');
};

/** When a fleet of `count` robots would make its first polls (ms from the start); none is made. */
async function firstPolls(count: number, pollIntervalMs: number): Promise<number[]> {
  const planned: number[] = [];
  const clock = {
    ...createVirtualClock(),
    after(ms: number) {
      planned.push(ms);
      return () => {};
    },
  };
  const common = firmwareSettings.parse({ pollIntervalMs });
  const robots = Array.from({ length: count }, (_, index): RobotSettings => ({
    ...common,
    id: `oht-${index}`,
    group: '',
    name: `Hoist ${index}`,
    driver: 'reference',
    url: 'http://127.0.0.1:9',
  }));
  await startFleet(robots, { clock, random: () => 0.5, log: silentLog, simulate }).stop();
  return planned;
}

it('spreads its robots evenly over their interval in place of asking all at once', async () => {
  expect(await firstPolls(4, 1000)).toEqual([0, 250, 500, 750]);
  const many = await firstPolls(500, 500);
  expect(new Set(many.map(Math.floor)).size).toBe(500);
});

it('asks every robot soon after the start, however long the intervals are', async () => {
  expect(Math.max(...(await firstPolls(10, 600_000)))).toBeLessThan(5000);
});
