import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { MAX_CALLS } from '../../../src-main/bridge/calls.ts';
import { systemClock } from '../../../src-main/clock.ts';
import { createSoftwareStop } from '../../../src-main/firmware/commands/software-stop.ts';
import { DRIVER_IDS } from '../../../src-main/firmware/drivers/driver-ids.ts';
import { startFleet } from '../../../src-main/firmware/polling-fleet.ts';
import { firmwareSettings } from '../../../src-main/firmware/settings.ts';
import { silentLog } from '../../../src-main/log.ts';
import { simulatedFallback } from '../../../src-main/mock-firmware/simulated-fallback.ts';
import { seededRandom } from '../../../src-main/random.ts';
import { createBridgeStand, PASSWORD, TRANSPORTS } from '../../support/bridge-stand.ts';
import { startHangingRobot, type HangingRobot } from '../../support/hanging-robot.ts';
import { captureWith } from '../../support/oht50-captures.ts';
import { healthAnswer, statusAnswer } from '../../support/reference-answers.ts';
import { movingProgress } from '../../support/scripted-firmware.ts';
import { figure, progress } from '../support/figures.ts';
import { median, quantile } from '../support/samples.ts';

const ROBOTS = 8;
/** The first ones find nothing compiled yet, and are not counted. */
const WARM_UP = 5;
const PRESSES = 150;
const WAITING_PER_ROBOT = 20;
/** A person's second press is no sooner. */
const BETWEEN_MS = 60;

const moving = movingProgress();

/** What a robot in order answers; what it is not asked in a poll it answers with nothing that counts. */
function inOrder(path: string): string {
  const timestamp = Date.now();
  if (path === '/health') return JSON.stringify(healthAnswer(moving()));
  if (path.endsWith('/robot/status')) return JSON.stringify(statusAnswer(moving()));
  if (path.endsWith('/system/state')) return captureWith('GET_api_v1_system_state', { timestamp });
  return '{}';
}

interface Rig extends AsyncDisposable {
  /** One press of the whole fleet's stop: how long (ms) until its bytes had come to each robot. */
  press(): Promise<number[]>;
}

/** The way of a press from a client of the bridge to the robots' sockets, with nothing in it or with everything. */
async function rig(saturated: boolean): Promise<Rig> {
  const robots: HangingRobot[] = [];
  for (let number = 0; number < ROBOTS; number++) robots.push(await startHangingRobot(saturated ? undefined : inOrder));
  const clock = systemClock;
  const settings = robots.map(({ url }, number) => ({
    ...firmwareSettings.parse({ pollIntervalMs: 200 }),
    id: `robot-${number}`,
    name: `Robot ${number}`,
    group: '',
    driver: DRIVER_IDS[number % DRIVER_IDS.length] ?? 'reference',
    url,
  }));
  const fleet = startFleet(settings, { clock, random: seededRandom(1), log: silentLog, simulate: simulatedFallback });
  const deps = {
    ways: fleet.ways,
    clock,
    log: silentLog,
    newId: randomUUID,
    record: () => {},
    outOfTime: new AbortController().signal,
  };
  const telling = createSoftwareStop(deps);
  const { bridge, accounts } = createBridgeStand({ telling });
  const transport = await TRANSPORTS['a WebSocket']?.(bridge);
  if (!transport) throw new Error('no such transport');
  const newTab = await transport.newSeat();
  const { client } = await newTab();
  await pause(1500);
  if (saturated) {
    const never = new AbortController().signal;
    for (const way of fleet.ways()) {
      for (let number = 0; number < WAITING_PER_ROBOT; number++)
        void way.transport.get('/waiting', never).catch(() => {});
    }
    accounts.authenticate = () => new Promise(() => {});
    for (let number = 0; number < MAX_CALLS; number++) {
      void client.session.signIn({ username: 'operator', password: PASSWORD }).catch(() => {});
    }
    await pause(100);
  }
  const stopsOf = ({ requests }: HangingRobot) => requests.filter(({ line }) => line.startsWith('POST'));

  return {
    async press() {
      const before = robots.map((robot) => stopsOf(robot).length);
      const pressedAt = performance.now();
      void client.robots.stop({ robot: null }).catch(() => {});
      for (;;) {
        const came = robots.map((robot, index) => stopsOf(robot)[before[index] ?? 0]?.at);
        if (came.every((at) => at !== undefined)) return came.map((at) => at - pressedAt);
        await pause(1);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const robot of robots) await robot[Symbol.asyncDispose]();
      await telling.settled();
      await fleet.stop();
      await transport.stop();
    },
  };
}

/** From a press at a client of the bridge to the bytes at the robot: idle, and with every lane saturated or hanging. */
export async function softwareStop(): Promise<void> {
  progress(`software stop: ${PRESSES} presses of ${ROBOTS} robots each, idle and saturated in turn...`);
  const [idle, saturated]: number[][] = [[], []];
  {
    await using free = await rig(false);
    await using full = await rig(true);
    for (let round = -WARM_UP; round < PRESSES; round++) {
      const unhindered = await free.press();
      await pause(BETWEEN_MS);
      const hindered = await full.press();
      await pause(BETWEEN_MS);
      if (round < 0) continue;
      idle?.push(...unhindered);
      saturated?.push(...hindered);
    }
  }
  const [free, full] = [idle ?? [], saturated ?? []];
  const made = {
    idleP50: median(free),
    idleP99: quantile(free, 0.99),
    saturatedP50: median(full),
    saturatedP99: quantile(full, 0.99),
    saturatedWorst: Math.max(...full),
  };
  figure(
    'software stop, press to bytes at the robot, saturated p99 over idle p99',
    made.saturatedP99 / made.idleP99,
    'ratio',
    { atMost: 2 },
    made,
  );
  figure('software stop, press to bytes at the robot, saturated p99', made.saturatedP99, 'ms', { atMost: 100 });
}
