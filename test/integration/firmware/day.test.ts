import { expect, it } from 'vitest';
import { sleep } from '../../../src-main/clock.ts';
import type { Fleet } from '../../../src-main/firmware/fleet.ts';
import { isCurrentLink } from '../../../src-main/firmware/link.ts';
import { startFleet } from '../../../src-main/firmware/polling-fleet.ts';
import { firmwareSettings, type RobotSettings } from '../../../src-main/firmware/settings.ts';
import { seededRandom } from '../../../src-main/random.ts';
import { createAcceleratedClock } from '../../support/accelerated-clock.ts';
import { startBrittleFirmware } from '../../support/brittle-firmware.ts';
import { createRecordingLog } from '../../support/recording-log.ts';

/** `FIRMWARE_DAY_MINUTES=1440 FIRMWARE_DAY_SEED=7` lives through a whole day, which takes an hour. */
const MINUTES = Number(process.env['FIRMWARE_DAY_MINUTES'] ?? 4);
const SEED = Number(process.env['FIRMWARE_DAY_SEED'] ?? 1);
/** A machine that stands still for a moment stands still for so many times as long. */
const FACTOR = Number(process.env['FIRMWARE_DAY_FACTOR'] ?? 25);
const REAL_MS = (MINUTES * 60_000) / FACTOR;

it(
  `a controller that dies of bad manners survives ${MINUTES} minutes of the console's life (seed ${SEED})`,
  { timeout: REAL_MS * 2 + 60_000 },
  async () => {
    const clock = createAcceleratedClock(FACTOR);
    const random = seededRandom(SEED);
    const between = (least: number, most: number) => Math.round(least + (most - least) * random());
    const wait = (least: number, most: number) => sleep(clock, between(least, most));
    const log = createRecordingLog();
    await using robot = await startBrittleFirmware({
      clock: clock.now,
      restartMs: () => between(7000, 24_000) / FACTOR,
    });
    const lies: string[] = [];
    const happened: Record<string, number> = {};
    const fleets: Fleet[] = [];
    let fleet: Fleet = configure();

    /** A new configuration each time: other intervals, other deadlines. */
    function configure(): Fleet {
      const pollIntervalMs = between(500, 2000);
      const settings = firmwareSettings.parse({ pollIntervalMs, attemptDeadlineMs: between(500, 2000) });
      const robots: RobotSettings[] = [
        { ...settings, id: 'oht-01', name: 'Hoist 1', group: '', driver: 'oht50', url: robot.url },
      ];
      const started = startFleet(robots, { clock, random, log, simulate: () => expect.unreachable() });
      fleets.push(started);
      started.onChange(() => {
        const [snapshot] = started.snapshots();
        const { reading, link, staleAfterMs = 0 } = snapshot ?? {};
        if (reading?.source !== 'live') return;
        if (!isCurrentLink(link?.state) || reading.ageMs > staleAfterMs)
          lies.push(`${link?.state}, ${reading.ageMs} ms`);
      });
      return started;
    }

    const events: Readonly<Record<string, () => Promise<void>>> = {
      async 'nothing happens'() {
        await wait(5000, 20_000);
      },
      async 'answers are slow, as during register writes'() {
        robot.takes(() => between(0, 4000) / FACTOR);
        await wait(5000, 20_000);
      },
      async 'it crashes'() {
        robot.die('a crash of its own');
        await wait(1000, 5000);
      },
      async 'it hangs until its watchdog notices'() {
        robot.takes(() => null);
        await wait(5000, 40_000);
        robot.die('the watchdog');
      },
      async 'it says something that is no answer'() {
        robot.writes(['\u0001\u0002 boot', 'loader ', '> '], 500 / FACTOR);
        await wait(3000, 10_000);
      },
      async 'it says too much'() {
        robot.writes(['HTTP/1.1 200 OK\r\n\r\n', ...Array.from({ length: 5 }, () => 'x'.repeat(20_000))], 300 / FACTOR);
        await wait(3000, 10_000);
      },
      async 'the console is configured anew'() {
        robot.takes(() => between(0, 3000) / FACTOR);
        await fleet.stop();
        fleet = configure();
        await wait(2000, 6000);
      },
      async 'the console quits and is started again'() {
        robot.takes(() => between(500, 3000) / FACTOR);
        await wait(1000, 4000);
        await fleet.stop();
        await expect.poll(() => robot.openConnections()).toBe(0);
        await wait(1000, 5000);
        fleet = configure();
      },
    };

    const names = Object.keys(events);
    for (let round = 0; clock.monotonic() < MINUTES * 60_000; round++) {
      // each event once, then by chance
      const name = names[round] ?? names[between(0, names.length - 1)] ?? '';
      happened[name] = (happened[name] ?? 0) + 1;
      await events[name]?.();
      robot.takes(() => 0);
      robot.writes(null);
      await robot.restarted();
      await expect.poll(() => fleet.snapshots()[0]?.link.state, { timeout: 10_000, interval: 2 }).toBe('live');
      const deaths = robot.deaths.filter((why) => why.includes('peer'));
      const givenUp = log.lines.filter(({ message }) => message.includes('given up'));
      expect({ name, deaths, givenUp }).toEqual({ name, deaths: [], givenUp: [] });
    }
    await fleet.stop();

    expect(Object.keys(happened).toSorted()).toEqual(names.toSorted());
    expect(lies).toEqual([]);
    expect(robot.mostAtOnce()).toBe(1);
    const left = fleets.flatMap((each) => each.metrics().robots).map(({ transport }) => transport);
    for (const transport of left) {
      expect(transport).toMatchObject({ open: 0, inFlight: 0, draining: 0, waiting: 0, givenUp: 0 });
    }
    await expect.poll(() => robot.openConnections()).toBe(0);
  },
);
