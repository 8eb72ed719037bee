import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../../src-main/random.ts';
import { silentLog } from '../../src-main/log.ts';
import { drawFrom, type Draw } from '../fuzz/bridge/draw.ts';
import type { DriverId } from '../../src-main/firmware/drivers/driver-ids.ts';
import type {
  CommandCall,
  Configured,
  History,
  Request,
  StopCall,
  Stall,
  Trouble as Kept,
  TrueAnswer,
} from './history.ts';
import { haunt } from './nemesis.ts';
import { administer, operate, passBy, type Floor } from './people.ts';
import { keepRequests, startTrueRobot, type TrueRobot } from './robots.ts';
import { noteStalls } from './stalls.ts';
import { keptIn, openFaultStand } from './stand.ts';
import { troublesOf, type Trouble } from './troubles.ts';
import { createWatch, follow } from './watcher.ts';

export interface RoundOptions {
  readonly dir: string;
  readonly seed: number;
  /** From 0; each goes on in the list of troubles where the one before it ended. */
  readonly round: number;
  readonly seconds: number;
}

/** Three of each driver, of which one says that it is simulated. */
const CAST: readonly (readonly [id: string, driver: DriverId, owned: boolean])[] = [
  ['r-1', 'reference', false],
  ['r-2', 'reference', false],
  ['r-3', 'reference', true],
  ['o-1', 'oht50', false],
  ['o-2', 'oht50', false],
  ['o-3', 'oht50', true],
];
const ROBOTS_PER_DRIVER = 3;
/** For each trouble, its time in force and the calm around it, ms; so many can come in a round. */
const TROUBLE_MS = 3500;
/** What the other end closes is closed a moment later, ms. */
const CLOSED_WITHIN_MS = 5000;

/** The life of one console with its robots, its people, and a nemesis for each robot, from its first start to its end. */
export async function playRound({ dir, seed, round, seconds }: RoundOptions): Promise<History> {
  const before = sockets();
  const drawn = (who: string): Draw => drawFrom(seededRandom(hashOf(`${seed} ${round} ${who}`)));
  const books = {
    answers: [] as TrueAnswer[],
    requests: [] as Request[],
    troubles: [] as Kept[],
    configured: [] as Configured[],
    commands: [] as CommandCall[],
    stops: [] as StopCall[],
    stalls: [] as Stall[],
  };
  const errors: string[] = [];
  const wallToMonotonicMs = performance.now() - Date.now();
  const robots: TrueRobot[] = [];
  for (const [id, driver, owned] of CAST) {
    robots.push(await startTrueRobot({ id, driver, owned, seed: seed + round }, books));
  }
  const endStalls = noteStalls(books.stalls);
  const endRequests = keepRequests(robots, books);
  const stand = await openFaultStand(dir, robots, errors);
  const watch = createWatch();
  const ending = new AbortController();
  const { signal: ended } = ending;
  const floor: Floor = { ...books, robots, newest: watch.newest, keepStops: watch.keepStops, ended };

  const user = (name: string) => {
    const { username = name, password = '' } = stand.users.find((one) => one.username === name) ?? {};
    return { username, password };
  };
  const person = async (name: string) => ({ ...user(name), draw: drawn(name), newTab: await stand.newSeat() });
  const viewer = await (await stand.newSeat())();
  await viewer.client.session.signIn(user('viewer'));
  const following = follow(viewer, watch);
  const plans = planned(drawFrom(seededRandom(seed)), Math.ceil((round * seconds * 1000) / TROUBLE_MS));
  const lives = [
    ...robots.map((robot, index) =>
      haunt(robot, plans(robot.cast.driver, index % ROBOTS_PER_DRIVER), {
        ...books,
        draw: drawn(robot.cast.id),
        ended,
      }),
    ),
    ...['operator', 'operator-2', 'supervisor'].map(async (name) => operate(await person(name), floor)),
    administer(await person('administrator'), floor),
    passBy({ newTab: await stand.newSeat(), draw: drawn('somebody') }, floor),
  ];
  const broken = Promise.all(lives);
  await Promise.race([pause(seconds * 1000), broken]);

  const endedAt = performance.now();
  ending.abort();
  await stand.stop();
  await broken;
  viewer.close();
  await following;
  const connections = () =>
    Object.fromEntries(robots.map(({ cast, server }) => [cast.id, server.counters.openSockets]));
  await settled(() => Object.values(connections()).every((open) => open === 0));
  const left = connections();
  endRequests();
  endStalls();
  const deaths = Object.fromEntries(robots.map(({ cast, server }) => [cast.id, server.crashes]));
  await Promise.all(robots.map(({ server }) => server.stop()));
  await settled(() => sockets() <= before);
  const { audit, damage } = await keptIn(dir, silentLog);
  return {
    ...books,
    cast: robots.map(({ cast }) => cast),
    commands: books.commands.toSorted((one, other) => one.at - other.at),
    configured: books.configured.toSorted((one, other) => one.at - other.at),
    told: watch.told,
    stopViews: [...watch.stopViews.values()],
    audit,
    remains: { connections: left, deaths, sockets: Math.max(0, sockets() - before), errors, damage },
    wallToMonotonicMs,
    endedAt,
  };
}

/** All troubles of a driver in an order of chance, dealt out to its robots, from the `start`th on and again from the first. */
function planned(draw: Draw, start: number): (driver: DriverId, robot: number) => Trouble[] {
  const orders = new Map<DriverId, Trouble[]>();
  for (const driver of ['reference', 'oht50'] as const) {
    const all = troublesOf(driver);
    for (let left = all.length; left > 1; left--) {
      const other = draw.below(left);
      [all[left - 1], all[other]] = [all[other] as Trouble, all[left - 1] as Trouble];
    }
    orders.set(driver, all);
  }
  return (driver, robot) => {
    const mine = (orders.get(driver) ?? []).filter((_, index) => index % ROBOTS_PER_DRIVER === robot);
    const first = start % mine.length;
    return [...mine.slice(first), ...mine.slice(0, first)];
  };
}

const sockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;

async function settled(what: () => boolean): Promise<void> {
  const until = performance.now() + CLOSED_WITHIN_MS;
  while (!what() && performance.now() < until) await pause(20);
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
