import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src-main/clock.ts';
import type { LinkNotice } from '../../../src-main/firmware/history/link-observer.ts';
import { openLinkHistories } from '../../../src-main/firmware/history/link-history.ts';
import { createObservatory, type RobotLife } from '../../../src-main/firmware/history/observatory.ts';
import { silentLog } from '../../../src-main/log.ts';
import { startMockFleet } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { openTestStore, temporaryFolder } from '../../support/store.ts';
import { LAN, tellingStand } from '../../support/telling-stand.ts';

/** Longer than what counts as a whole second's coarseness, and far shorter than any real controller's. */
const RESTART_MS = 2000;

/** One simulated robot, polled and observed. */
async function observed(driver: 'reference' | 'oht50', before: readonly RobotLife[] = []) {
  const mock = await startMockFleet({ port: 0, robots: 1, seed: 3, kind: driver, clock: systemClock });
  onTestFinished(() => mock.stop());
  const [robot] = mock.robots;
  if (!robot) throw new Error('there is one');
  const observatory = createObservatory({ clock: systemClock, before });
  const notices: LinkNotice['kind'][] = [];
  observatory.onNotice(({ kind }) => notices.push(kind));
  const { observe } = observatory;
  const stand = tellingStand([{ id: 'a', url: robot.url, driver }], { observe });
  onTestFinished(observatory.follow(stand.stops));
  const state = () => stand.fleet.snapshot('a')?.reading?.values.state;
  const live = () => expect.poll(() => stand.fleet.snapshot('a')?.link.state, { timeout: 5000 }).toBe('live');
  await live();
  return { robot, observatory, notices, ...stand, state, live };
}

describe.each(['reference', 'oht50'] as const)('a controller of the kind %s', (driver) => {
  it('that is started again while its robot is in an emergency stop loses it, and that is told', async () => {
    const { robot, notices, observatory, fleet, state } = await observed(driver);
    await robot.setCondition({ kind: 'emergency-stop' });
    await robot.setCondition({ kind: 'emergency-stop', pressed: false });
    await expect.poll(state).toBe('estop');
    await robot.setCondition({ kind: 'restart', afterMs: RESTART_MS });
    await expect.poll(() => fleet.snapshot('a')?.link.state).toBe('offline');
    await expect.poll(() => notices, { timeout: 12_000 }).toEqual(['lost-emergency-stop']);
    expect(state()).not.toBe('estop');
    expect(observatory.take().reduce((sum, { figures }) => sum + figures.restarts, 0)).toBe(1);
  });

  it('that is started again in between is told as no more than that', async () => {
    const { robot, notices, fleet, live } = await observed(driver);
    await robot.setCondition({ kind: 'fault', name: 'Hoist belt tension low' });
    await expect.poll(() => fleet.snapshot('a')?.reading?.values.state).toBe('fault');
    await robot.setCondition({ kind: 'restart', afterMs: RESTART_MS });
    await expect.poll(() => fleet.snapshot('a')?.link.state).toBe('offline');
    await live();
    await expect.poll(() => notices, { timeout: 5000 }).toEqual(['robot-restart']);
  });
});

it('A restart right behind a software stop that was confirmed has lost it', async () => {
  const { robot, notices, stops } = await observed('oht50');
  // nothing but the stop's own look sees it stopped
  const over = stops.onChange(() => {
    if (stops.views()[0]?.outcome === null) return;
    over();
    void robot.setCondition({ kind: 'restart', afterMs: RESTART_MS });
  });
  stops.press('a', { by: LAN });
  await stops.settled();
  expect(stops.views()[0]?.outcome).toBe('observed');
  await expect.poll(() => notices, { timeout: 12_000 }).toEqual(['lost-emergency-stop']);
});

it('A clock that is far off is told once, and so is the skew in the figures', async () => {
  const { robot, notices, observatory } = await observed('reference');
  await robot.setCondition({ kind: 'clock-skew', ms: -3_600_000 });
  await expect.poll(() => notices, { timeout: 5000 }).toEqual(['robot-clock']);
  const skew = observatory.take().at(-1)?.figures.skew;
  expect(skew?.lastMs).toBeGreaterThan(-3_601_000);
  expect(skew?.lastMs).toBeLessThan(-3_599_000);
});

it('An emergency stop that a restart lost while no console ran is told by the next console', async () => {
  const store = await openTestStore(await temporaryFolder());
  const mock = await startMockFleet({ port: 0, robots: 1, seed: 3, clock: systemClock });
  onTestFinished(() => mock.stop());
  const [robot] = mock.robots;
  if (!robot) throw new Error('there is one');
  const aConsole = async () => {
    const histories = await openLinkHistories({ store, clock: systemClock, log: silentLog, newId: randomUUID });
    const notices: LinkNotice['kind'][] = [];
    histories.onNotice(({ kind }) => notices.push(kind));
    const { fleet } = tellingStand([{ id: 'a', url: robot.url, driver: 'reference' }], { observe: histories.observe });
    const state = () => fleet.snapshot('a')?.reading?.values.state;
    return { histories, notices, fleet, state };
  };
  const first = await aConsole();
  await robot.setCondition({ kind: 'emergency-stop' });
  await robot.setCondition({ kind: 'emergency-stop', pressed: false });
  await expect.poll(first.state).toBe('estop');
  await first.fleet.stop();
  await first.histories.close();
  await robot.setCondition({ kind: 'restart', afterMs: RESTART_MS });
  await new Promise((resolve) => setTimeout(resolve, RESTART_MS + 200));

  const second = await aConsole();
  await expect.poll(() => second.notices, { timeout: 12_000 }).toEqual(['lost-emergency-stop']);
  await second.fleet.stop();
  await second.histories.close();
  const { total, stretches } = await second.histories.of('a', 1);
  expect(total).toMatchObject({ restarts: 1, versions: ['1.0.0'] });
  expect(total.simulatedMs).toBe(total.liveMs);
  expect(stretches.length).toBeGreaterThan(0);
});
