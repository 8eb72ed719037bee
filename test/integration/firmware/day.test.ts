import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Actor } from '../../../src-main/audit/record.ts';
import { sleep } from '../../../src-main/clock.ts';
import { createCommands } from '../../../src-main/firmware/commands/commands.ts';
import { createLeases } from '../../../src-main/firmware/commands/leases.ts';
import { createSoftwareStop } from '../../../src-main/firmware/commands/software-stop.ts';
import { isCurrentLink } from '../../../src-main/firmware/link.ts';
import { startFleet, type PollingFleet } from '../../../src-main/firmware/polling-fleet.ts';
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
    const fleets: PollingFleet[] = [];
    let fleet = configure();
    let atOnceBeforeStops: number | null = null;

    const recorded: string[] = [];
    const record = ({ action }: { readonly action: string }) => void recorded.push(action);
    const store = { write: async (_: string, __: unknown, event: { readonly action: string }) => record(event) };
    const telling = {
      ways: () => fleet.ways(),
      clock,
      log,
      newId: randomUUID,
      record,
      outOfTime: new AbortController().signal,
    };
    const stops = createSoftwareStop(telling);
    const commands = createCommands({ ...telling, store: store as never });
    const leases = createLeases({ robots: () => fleet.ways(), store: store as never, clock, record });
    const operator: Actor = { userId: 'u', username: 'operator', role: 'operator', sessionId: 's', origin: 'loopback' };
    const codes: string[] = [];
    const told = { robot: 'oht-01', arguments: {} };
    const give = (command: string, confirmation: string) =>
      commands
        .run({ ...told, command, confirmation }, operator)
        .catch((error: { readonly code?: string }) => void codes.push(error.code ?? 'no code'));

    function settings(): RobotSettings[] {
      const times = { pollIntervalMs: between(500, 2000), attemptDeadlineMs: between(500, 2000) };
      const common = firmwareSettings.parse({ ...times, flap: { halfLifeMs: 0 } });
      return [{ ...common, id: 'oht-01', name: 'Hoist 1', group: '', driver: 'oht50', url: robot.url }];
    }

    /** A new configuration each time: other intervals, other deadlines. */
    function configure(): PollingFleet {
      const started = startFleet(settings(), { clock, random, log, simulate: () => expect.unreachable() });
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
      async 'somebody signs out with a command in hand'() {
        robot.takes(() => between(0, 2500) / FACTOR);
        await leases.request('oht-01', operator);
        const moving = give('move', 'held');
        await wait(0, 500);
        leases.sessionEnded('s');
        expect(leases.views()[0]?.holder).toBe(null);
        await moving;
      },
      async 'it is set up anew while it is stopped'() {
        atOnceBeforeStops ??= robot.mostAtOnce();
        robot.takes(() => between(0, 2500) / FACTOR);
        stops.press(null, { by: operator });
        await fleet.become(settings());
        await stops.settled();
        await give('reset', 'confirmed');
      },
      async 'the console quits with a stop and a command in hand'() {
        atOnceBeforeStops ??= robot.mostAtOnce();
        // several answers may be owed when it quits, one after the other
        robot.takes(() => between(0, 1200) / FACTOR);
        const given = give('reset', 'confirmed');
        await wait(0, 300);
        stops.press(null, { by: operator });
        // as the console does: what is in hand comes to its outcome first
        await Promise.all([commands.settled(), stops.settled()]);
        await fleet.stop();
        await given;
        await expect.poll(() => robot.openConnections()).toBe(0);
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
    expect(atOnceBeforeStops).toBe(1);
    // a stop and the read that confirms it come on top
    expect(robot.mostAtOnce()).toBeLessThanOrEqual(3);
    const count = (action: string) => recorded.filter((one) => one === action).length;
    expect(count('stop.requested')).toBeGreaterThan(0);
    for (const of of ['command', 'stop']) expect([of, count(`${of}.outcome`)]).toEqual([of, count(`${of}.requested`)]);
    expect(codes.filter((code) => !code.startsWith('COMMAND_'))).toEqual([]);
    const left = fleets.flatMap((each) => each.metrics().robots).map(({ transport }) => transport);
    for (const transport of left) {
      expect(transport).toMatchObject({ open: 0, inFlight: 0, draining: 0, waiting: 0, givenUp: 0 });
    }
    await expect.poll(() => robot.openConnections()).toBe(0);
  },
);
