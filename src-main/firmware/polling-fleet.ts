import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Random } from '../random.ts';
import { DRIVERS } from './drivers/drivers.ts';
import type { Fleet, RobotWay } from './fleet.ts';
import { startGateway, type Gateway } from './gateway.ts';
import type { Observe } from './history/link-observer.ts';
import type { LinkState, RobotSnapshot } from './link.ts';
import { createReadCache } from './read-cache.ts';
import type { RobotSettings } from './settings.ts';
import { createStandInLatch, type StandIn, type StandInChange, type StandInEnd } from './stand-in.ts';
import { createTransport } from './transport.ts';
import { createPlaces, type Places } from './transport/places.ts';

/** Robots with long intervals are not kept waiting for their first poll: it comes within this time (ms). */
const LONGEST_STAGGER_MS = 5000;
/** More than any driver reads, of as many robots as a console may have. */
const MOST_READINGS = 16 * 1000;

export interface FleetDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Shared with whoever else asks robots; absent: nobody does. */
  readonly places?: Places;
  /** Makes what may stand in for a lost robot. */
  readonly simulate: (robotId: string) => StandIn;
  readonly observe?: Observe;
}

/** A fleet whose robots may become others while it runs. */
export interface PollingFleet extends Fleet {
  /**
   * From now on these robots, in this order. One that stays as it is notices nothing. One that changes is polled anew once
   * nothing of it is on the wire any more, and takes a software stop all the time. Resolves when all are polled.
   */
  become(robots: readonly RobotSettings[]): Promise<void>;
}

interface Member {
  readonly settings: RobotSettings;
  readonly way: RobotWay;
  /** Polls the robot; of one that has changed: who polled it before, until that has come to its end. */
  gateway: Gateway;
  /** Polls it; of one that has changed: now that who polled it before is gone. */
  start(): void;
  /** Who was polled under this id before, until it has come to its end. */
  former: Member | null;
  /** Of those who tell it something: its connections stay until they are done. */
  readonly held: Set<Promise<void>>;
}

/** Starts to poll every robot, their first polls spread evenly over one interval, so that N robots never burst. */
export function startFleet(robots: readonly RobotSettings[], given: FleetDeps): PollingFleet {
  const deps = { places: createPlaces(), ...given };
  const listeners = new Set<(robotId: string) => void>();
  const standInListeners = new Set<(news: StandInChange) => void>();
  const cache = createReadCache(MOST_READINGS, deps.clock);
  let members = new Map<string, Member>();
  let becoming: Promise<void> = Promise.resolve();
  let stopped = false;
  robots.forEach((settings, index) => members.set(settings.id, join(settings, index / robots.length)));

  function tell(robotId: string): void {
    for (const listener of listeners) listener(robotId);
  }

  function tellStandIn(news: StandInChange): void {
    for (const listener of standInListeners) listener(news);
  }

  /** The simulation in the place of a robot that there is no more ends, and not silently. */
  function endStandIn({ settings, gateway, way }: Member, why: StandInEnd): void {
    const view = way.standIn.close();
    if (view === null) return;
    const { state } = gateway.snapshot().link;
    tellStandIn({ kind: 'ended', robot: settings.id, linkState: state, view, why });
  }

  /** @param share of its interval after which it is polled for the first time */
  function join(settings: RobotSettings, share: number, former: Member | null = null): Member {
    const { id, name } = settings;
    const driver = DRIVERS[settings.driver];
    const transport = createTransport({ ...deps, ...settings, etiquette: driver.etiquette });
    const onChange = () => tell(id);
    const firstPollInMs = share * Math.min(settings.pollIntervalMs, LONGEST_STAGGER_MS);
    // the simulation in the place of a machine stays when its settings change; what is another machine has none
    const inherited = former && isSameMachine(former.settings, settings) ? former.way.standIn : null;
    const latch = inherited ?? createStandInLatch(() => deps.simulate(id), deps.clock, onChange);
    const held = new Set<Promise<void>>();
    const isTold = (): boolean => held.size > 0 || member.former?.way.isTold() === true;
    const onEntered = (linkState: LinkState): void => {
      const view = latch.view();
      if (view) tellStandIn({ kind: 'entered', robot: id, linkState, view });
    };
    const standIn = { latch, isTold, onEntered };
    const start = () => {
      const observer = deps.observe?.(settings);
      return startGateway(settings, { ...deps, driver, transport, cache, standIn, onChange, observer }, firstPollInMs);
    };
    const started = Promise.withResolvers<void>();
    if (!former) started.resolve();
    const hold = () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.add(promise);
      return () => {
        held.delete(promise);
        resolve();
      };
    };
    const member: Member = {
      settings,
      way: {
        id,
        name,
        driver,
        transport,
        snapshot: () => snapshotOf(member),
        disown: () => member.gateway.disown(),
        hold,
        isTold,
        standIn: latch,
        async makeWay() {
          const letGo = hold();
          // what is on the wire of before, and one more, would be two at a time
          await started.promise;
          const leave = await member.gateway.makeWay();
          return () => {
            leave();
            letGo();
          };
        },
      },
      former,
      gateway: former?.gateway ?? start(),
      start() {
        member.gateway = start();
        member.former = null;
        started.resolve();
      },
      held,
    };
    return member;
  }

  async function change(next: readonly RobotSettings[]): Promise<void> {
    if (stopped) return;
    const before = members;
    const starting: Member[] = [];
    const newcomers = next.filter(({ id }) => !before.has(id));
    members = new Map(
      next.map((settings) => {
        const known = before.get(settings.id);
        if (known && isDeepStrictEqual(known.settings, settings)) return [settings.id, known];
        const share = known ? deps.random() : newcomers.indexOf(settings) / newcomers.length;
        const member = join(settings, share, known);
        if (known) starting.push(member);
        return [settings.id, member];
      }),
    );
    const ending = [...before.values()].filter((member) => members.get(member.settings.id) !== member);
    for (const member of ending) {
      const successor = members.get(member.settings.id);
      if (successor?.way.standIn === member.way.standIn) continue;
      endStandIn(member, successor ? 'another machine' : 'polled no more');
    }
    for (const id of new Set([...before.keys(), ...members.keys()])) {
      if (members.get(id) !== before.get(id)) tell(id);
    }
    await Promise.all(ending.map(end));
    for (const member of starting) {
      if (stopped) await member.way.transport.close();
      else member.start();
      tell(member.settings.id);
    }
  }

  /** A stop or a command that is in hand comes to its outcome first: it must not end because somebody edits the robot. */
  async function end({ settings, gateway, held }: Member): Promise<void> {
    await Promise.all(held);
    await gateway.stop();
    // another machine may come under this id
    cache.forget(settings.id);
  }

  return {
    snapshots: () => Array.from(members.values(), snapshotOf),
    snapshot(robotId) {
      const member = members.get(robotId);
      return member && snapshotOf(member);
    },
    metrics: () => ({
      cache: cache.metrics(),
      robots: Array.from(members.values(), ({ gateway }) => gateway.metrics()),
    }),
    ways: () => Array.from(members.values(), ({ way }) => way),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onStandIn(listener) {
      standInListeners.add(listener);
      return () => standInListeners.delete(listener);
    },
    become(next) {
      // one after the other: two connections to one robot would be one too many
      const before = becoming;
      const became = (async () => {
        await before;
        await change(next);
      })();
      // and one that fails must not be the last
      becoming = became.catch(() => {});
      return became;
    },
    async stop() {
      stopped = true;
      for (const member of members.values()) endStandIn(member, 'the console ended');
      await Promise.all([becoming, ...Array.from(members.values(), ({ gateway }) => gateway.stop())]);
    },
  };
}

/** Under the same name: settings may differ, the machine must not. */
const isSameMachine = (one: RobotSettings, other: RobotSettings): boolean =>
  one.driver === other.driver && one.url === other.url;

/** What a robot is called, and where it belongs, is so at once, whoever still polls it. */
function snapshotOf({ settings, gateway }: Member): RobotSnapshot {
  const { name, group } = settings;
  return { ...gateway.snapshot(), name, group };
}
