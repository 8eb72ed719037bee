import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../../src-main/clock.ts';
import { DRIVER_IDS, type DriverId } from '../../../src-main/firmware/drivers/driver-ids.ts';
import { DRIVERS } from '../../../src-main/firmware/drivers/drivers.ts';
import { isCurrentLink, type RobotSnapshot } from '../../../src-main/firmware/link.ts';
import { startFleet } from '../../../src-main/firmware/polling-fleet.ts';
import { firmwareSettings, staleAfterMs, type RobotSettings } from '../../../src-main/firmware/settings.ts';
import { silentLog } from '../../../src-main/log.ts';
import type { Fault } from '../../../src-main/mock-firmware/faults.ts';
import { simulatedFallback } from '../../../src-main/mock-firmware/simulated-fallback.ts';
import { seededRandom } from '../../../src-main/random.ts';
import { machineMs, startChild, type Child } from '../support/child.ts';
import { figure, progress } from '../support/figures.ts';
import { median, quantile } from '../support/samples.ts';
import { openDoor, watchThrough } from '../support/watching.ts';

const ROBOTS = 40;
const ROUNDS = 4;
const RECOVERED_WITHIN_MS = 30_000;

/** The default settings: what a plant gets that changes nothing; but good news waits for nothing, or each round would. */
const COMMON = firmwareSettings.parse({ flap: { halfLifeMs: 0 } });

/** `null`: the process itself is killed. */
const FAULTS: Readonly<Record<string, Fault | null>> = {
  killed: null,
  'status 500': { kind: 'status', status: 500 },
  'invalid JSON': { kind: 'invalid-json' },
  'no answer': { kind: 'hang' },
  'frozen values': { kind: 'frozen', what: 'both' },
};

/**
 * When (ms after the fault) a client of the bridge must have been told at the latest. Whatever is wrong with an answer is
 * seen by the next poll, at the end of its first attempt. A freeze is seen in three polls (`progress.ts`), the first of
 * which may still show something new; clocks of both kinds of mock firmware tick in ms, and need no more time for that.
 */
function boundMs(fault: string, settings: RobotSettings): number {
  return staleAfterMs(settings) + (fault === 'frozen values' ? 2 * settings.pollIntervalMs : 0);
}

/** The robots of one driver in a process of their own, which can be killed and comes back at the same ports. */
async function startRobots(driver: DriverId): Promise<{ readonly ports: readonly number[]; child: Child }> {
  const program = new URL('robots.ts', import.meta.url);
  const child = startChild(program, [driver, String(ROBOTS), '0']);
  return { ports: (await child.ask('ports')) as number[], child };
}

/**
 * From a fault of the firmware to the news of a state that is not live, at a client of the bridge: all robots of both
 * drivers at once, each somewhere between two of its polls.
 */
export async function truth(): Promise<void> {
  progress(`truth: ${Object.keys(FAULTS).length} faults, ${ROUNDS} rounds of ${ROBOTS} robots of each driver...`);
  const groups = new Map<DriverId, Awaited<ReturnType<typeof startRobots>>>();
  for (const driver of DRIVER_IDS) groups.set(driver, await startRobots(driver));
  const robots = [...groups].flatMap(([driver, { ports }]) =>
    ports.map((port, number): RobotSettings => {
      const id = `${driver}-${number}`;
      return { ...COMMON, id, name: id, group: '', driver, url: `http://127.0.0.1:${port}` };
    }),
  );
  const deps = { clock: systemClock, random: seededRandom(1), log: silentLog, simulate: simulatedFallback };
  const fleet = startFleet(robots, deps);
  const door = await openDoor(fleet);
  /** Of each robot: since when (ms, the machine's clock) it has been shown as it is. */
  const shown = new Map<string, { readonly live: boolean; readonly since: number }>();
  const leave = await watchThrough(door, ({ id, link, reading }: RobotSnapshot) => {
    // mock firmware says of itself that it is simulated: the state of the link is what tells its life
    const live = isCurrentLink(link.state) && reading?.source !== 'last-known';
    if (shown.get(id)?.live !== live) shown.set(id, { live, since: machineMs() });
  });
  const all = async (live: boolean, withinMs: number) => {
    const until = performance.now() + withinMs;
    while (robots.some(({ id }) => shown.get(id)?.live !== live)) {
      if (performance.now() > until) throw new Error(`not every robot is ${live ? 'live' : 'lost'} in ${withinMs} ms`);
      await pause(20);
    }
  };

  const delays = new Map<string, Map<DriverId, number[]>>();
  const mostOpen = new Map<string, Map<DriverId, number>>();
  const random = seededRandom(2);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, fault] of Object.entries(FAULTS)) {
      await all(true, RECOVERED_WITHIN_MS);
      await pause(random() * COMMON.pollIntervalMs);
      const began = new Map<DriverId, number>();
      for (const [driver, { child }] of groups) {
        began.set(driver, machineMs());
        if (fault) began.set(driver, (await child.ask(fault)) as number);
        else await child.kill();
      }
      await all(false, 3 * Math.max(...robots.map((settings) => boundMs(name, settings))));
      // one more poll of each robot finds it as it is
      await pause(COMMON.pollIntervalMs);
      for (const [driver, group] of groups) {
        const ofFault = delays.get(name) ?? new Map<DriverId, number[]>();
        delays.set(name, ofFault);
        const from = began.get(driver) ?? NaN;
        const ids = robots.filter((robot) => robot.driver === driver).map(({ id }) => id);
        ofFault.set(driver, [...(ofFault.get(driver) ?? []), ...ids.map((id) => (shown.get(id)?.since ?? NaN) - from)]);
        if (!fault) {
          const args = [driver, String(ROBOTS), String(group.ports[0])];
          group.child = startChild(new URL('robots.ts', import.meta.url), args);
        }
        const open = (await group.child.ask('mostInFlight')) as number;
        const opens = mostOpen.get(name) ?? new Map<DriverId, number>();
        mostOpen.set(name, opens.set(driver, Math.max(open, opens.get(driver) ?? 0)));
        if (fault) await group.child.ask({ kind: 'none' });
      }
    }
  }
  leave();
  await fleet.stop();
  await door.close();
  for (const { child } of groups.values()) await child.kill();

  for (const [name, ofFault] of delays) {
    for (const [driver, samples] of ofFault) {
      const bound = boundMs(name, { ...COMMON, id: '', name: '', group: '', driver, url: '' });
      const p99 = quantile(samples, 0.99);
      const made = { p50Ms: median(samples), p99Ms: p99, boundMs: bound, samples: samples.length };
      figure(`truth delay, ${name}, ${driver}: p99 over its bound`, p99 / bound, 'ratio', { atMost: 1.05 }, made);
      if (name === 'killed') continue;
      const allowed = DRIVERS[driver].etiquette.concurrency;
      const open = mostOpen.get(name)?.get(driver) ?? NaN;
      figure(`requests open at one robot, ${name}, ${driver}`, open, 'requests', { atMost: allowed });
    }
  }
}
