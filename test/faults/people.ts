import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { toConsoleError, type ConsoleClient, type StopView } from '../../src-main/bridge/contract.ts';
import { DRIVERS } from '../../src-main/firmware/drivers/drivers.ts';
import type { DriverCommand } from '../../src-main/firmware/drivers/commands.ts';
import type { BridgeClient } from '../support/bridge-client.ts';
import type { Draw } from '../fuzz/bridge/draw.ts';
import type { Cast, CommandCall, Configured, Ending, StopCall, Told, Trouble } from './history.ts';
import { POLL_MS, type TrueRobot } from './robots.ts';
import { draftOf } from './stand.ts';

/** Somebody at a browser of his own. */
export interface Person {
  readonly username: string;
  readonly password: string;
  readonly draw: Draw;
  readonly newTab: () => Promise<BridgeClient>;
}

/** What all of them share: the robots, what is known of each, and the books. */
export interface Floor {
  readonly robots: readonly TrueRobot[];
  readonly newest: ReadonlyMap<string, Told>;
  readonly troubles: readonly Trouble[];
  readonly commands: CommandCall[];
  readonly stops: StopCall[];
  readonly configured: Configured[];
  readonly keepStops: (views: readonly StopView[]) => void;
  readonly ended: AbortSignal;
}

/** The ends of a connection, which say nothing of the call. */
const CUT_OFF: readonly string[] = ['BRIDGE_CLOSED', 'BRIDGE_TIMEOUT'];
/** Whoever is refused so must sign in again. */
const SESSION_OVER = /^SESSION_|^REAUTHENTICATION/;
/** Sensitive calls want a fresh authentication, ms. */
const SIGN_IN_AGAIN_MS = 150_000;

async function ending<T>(call: Promise<T>): Promise<Ending<T>> {
  try {
    return { answer: await call };
  } catch (error) {
    const { code } = toConsoleError(error);
    return CUT_OFF.includes(code) ? null : { code };
  }
}

/** Works at the robots until the round ends: commands them, stops them, leaves in the middle of it, and comes back. */
export async function operate(person: Person, floor: Floor): Promise<void> {
  const { draw } = person;
  await atWork(person, floor, async (tab) => {
    await pause(50 + draw.below(400));
    const robot = draw.chance(0.7)
      ? (withATroubledOrder(floor, draw) ?? draw.one(floor.robots))
      : draw.one(floor.robots);
    if (draw.chance(0.06)) return stop(tab.client, draw.chance(0.2) ? null : robot.cast.id, floor);
    if (draw.chance(0.02)) return ending(tab.client.session.signOut());
    await takeCommand(tab.client, robot.cast.id, draw);
    const telling = tell(person, tab.client, robot, floor);
    if (draw.chance(0.04)) {
      await pause(draw.below(400));
      tab.close();
    }
    const told = await telling;
    if (told !== null && draw.chance(0.6)) await ending(tab.client.robots.releaseControl({ robot: robot.cast.id }));
    return told;
  });
}

/** A robot on which a trouble of one of its commands is in force: those tell the most. */
function withATroubledOrder({ robots, troubles }: Floor, draw: Draw): TrueRobot | null {
  const troubled = robots.filter(({ cast }) => troubledPaths(troubles, cast).length > 0);
  return troubled.length > 0 ? draw.one(troubled) : null;
}

function troubledPaths(troubles: readonly Trouble[], { id, driver, stopPath }: Cast): readonly string[] {
  const newest = troubles.findLast(({ robot }) => robot === id);
  if (!newest?.paths || newest.liftedAt !== null) return [];
  const reads = [DRIVERS[driver].presence.path, ...DRIVERS[driver].slowReads.map(({ path }) => path)];
  return newest.paths.filter((path) => path !== stopPath && !reads.includes(path));
}

/** Sets robots up anew until the round ends: their interval, and whether they are polled at all. */
export async function administer(person: Person, floor: Floor): Promise<void> {
  const { draw } = person;
  await atWork(person, floor, async ({ client }) => {
    await pause(2000 + draw.below(3000), undefined, { signal: floor.ended }).catch(() => {});
    const robot = draw.one(floor.robots);
    const { id } = robot.cast;
    const kept = async (enabled: boolean, change: () => Promise<unknown>): Promise<Ending<unknown>> => {
      const at = performance.now();
      const ended = await ending(change());
      floor.configured.push({ at, endedAt: performance.now(), robot: id, enabled });
      return ended;
    };
    if (draw.chance(0.6)) {
      const draft = draftOf(robot, draw.one([POLL_MS.least, POLL_MS.most]));
      return kept(true, () => client.fleet.edit({ robot: id, draft }));
    }
    const disabled = await kept(false, () => client.fleet.setEnabled({ robot: id, enabled: false }));
    await pause(500 + draw.below(1500));
    const enabled = await kept(true, () => client.fleet.setEnabled({ robot: id, enabled: true }));
    return disabled && enabled;
  });
}

/** Presses the stop without having signed in, as anyone at the workstation may. */
export async function passBy({ newTab, draw }: Omit<Person, 'username' | 'password'>, floor: Floor): Promise<void> {
  const tab = await newTab();
  while (!floor.ended.aborted) {
    await pause(3000 + draw.below(6000), undefined, { signal: floor.ended }).catch(() => {});
    if (!floor.ended.aborted) await stop(tab.client, draw.one(floor.robots).cast.id, floor);
  }
}

/** Signs in, and again whenever that is over, and does one thing after the other. */
async function atWork(
  { username, password, newTab }: Person,
  { ended }: Floor,
  act: (tab: BridgeClient) => Promise<Ending<unknown>>,
): Promise<void> {
  while (!ended.aborted) {
    const tab = await newTab().catch(() => null);
    if (!tab) return;
    const signedIn = await ending(tab.client.session.signIn({ username, password }));
    const until = signedIn === null ? 0 : performance.now() + SIGN_IN_AGAIN_MS;
    while (!ended.aborted && performance.now() < until) {
      const outcome = await act(tab);
      if (outcome === null || ('code' in outcome && SESSION_OVER.test(outcome.code))) break;
    }
    await ending(tab.client.session.signOut());
    tab.close();
  }
}

async function takeCommand(client: ConsoleClient, robot: string, draw: Draw): Promise<void> {
  await ending(client.robots.requestControl({ robot }));
  if (draw.chance(0.3)) await ending(client.robots.takeControl({ robot, reason: 'end of the shift' }));
}

async function tell(person: Person, client: ConsoleClient, robot: TrueRobot, floor: Floor): Promise<Ending<unknown>> {
  const { id, driver } = robot.cast;
  const { draw, username } = person;
  const { commands } = DRIVERS[driver];
  const state = stateOf(floor.newest.get(id));
  const fitting = commands.filter(({ from }) => from === null || from.some((one) => one === state));
  const troubled = troubledPaths(floor.troubles, robot.cast);
  const telling = fitting.filter((one) => troubled.includes(one.request({}).path));
  const likely = telling.length > 0 ? telling : fitting;
  const command = likely.length > 0 && draw.chance(0.85) ? draw.one(likely) : draw.one(commands);
  const given = argumentsOf(command, draw);
  const { path } = command.request(given);
  const confirmation = { none: null, confirm: 'confirmed', hold: 'held', 'type-name': `Robot ${id}` }[
    command.confirmation
  ];
  const at = performance.now();
  const ended = await ending(client.robots.command({ robot: id, command: command.id, arguments: given, confirmation }));
  floor.commands.push({
    at,
    endedAt: performance.now(),
    robot: id,
    by: username,
    command: command.id,
    path,
    ending: ended,
  });
  return ended;
}

const WORDS: Readonly<Record<string, string>> = { move: 'moving', dock: 'docking' };
const stateOf = (told: Told | undefined): string => {
  const word = told?.reading?.values.stateText.toLowerCase() ?? '';
  return WORDS[word] ?? word;
};

/** The first registers of a module, which its bus writes in a second or two. */
function argumentsOf({ arguments: wanted }: DriverCommand, draw: Draw): Record<string, number> {
  return Object.fromEntries(
    wanted.map(({ name, minimum, maximum }) => [name, minimum + draw.below(Math.min(4, maximum - minimum + 1))]),
  );
}

async function stop(client: ConsoleClient, robot: string | null, floor: Floor): Promise<Ending<unknown>> {
  const at = performance.now();
  const ended = await ending(client.robots.stop({ robot }).then(({ stops }) => stops));
  if (ended && 'answer' in ended) floor.keepStops(ended.answer);
  floor.stops.push({ at, endedAt: performance.now(), robot, ending: ended });
  return ended;
}
