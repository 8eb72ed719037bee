import type { Clock } from '../../clock.ts';
import type { SoftwareStop } from '../commands/software-stop.ts';
import type { Driver } from '../drivers/driver.ts';
import { DRIVERS } from '../drivers/drivers.ts';
import type { RobotState } from '../reading.ts';
import { staleAfterMs, type RobotSettings } from '../settings.ts';
import { createAccumulator, type Accumulator, type HourFigures } from './accumulator.ts';
import type { LinkNotice, LinkNoticeKind, LinkObserver, Observe } from './link-observer.ts';
import { createOutageWatch, type OutageWatch } from './outage-watch.ts';
import { createRestartWatch, type RestartWatch } from './restart-watch.ts';
import { createSkewWatch } from './skew-watch.ts';

/** How a robot was seen last: what a later process needs to know that it was started again meanwhile. */
export interface RobotLife {
  readonly robot: string;
  /** Driver and address: another machine under the same id has a life of its own. */
  readonly machine: string;
  readonly state: RobotState;
  /** Wall clock, ms. */
  readonly seenAt: number;
  readonly transitions: number | null;
  /** And when that was so, wall clock, ms. */
  readonly uptimeMs: number | null;
  readonly uptimeAt: number | null;
}

/** Figures of one robot within one hour. */
export interface RobotHour extends HourFigures {
  readonly robot: string;
}

/** Looks at every poll of every robot: counts it, and tells what somebody must learn of. */
export interface Observatory {
  readonly observe: Observe;
  onNotice(listener: (notice: LinkNotice) => void): () => void;
  /** Learns from the software stops which robots were seen in an emergency stop beside the polls; the answer ends it. */
  follow(stops: Pick<SoftwareStop, 'views' | 'onChange'>): () => void;
  /** What was counted since it was taken last. */
  take(): readonly RobotHour[];
  /** Every robot that was ever heard, as it was seen last. */
  lives(): readonly RobotLife[];
  /** Calls `listener` when a robot comes into an emergency stop or out of one: its life should be kept soon. */
  onStopChange(listener: () => void): () => void;
}

export interface ObservatoryOptions {
  readonly clock: Clock;
  /** As a former process saw the robots. */
  readonly before: readonly RobotLife[];
}

interface Tracked {
  settings: RobotSettings;
  readonly machine: string;
  readonly restarts: RestartWatch;
  readonly farOff: (skewMs: number) => boolean;
  readonly outage: OutageWatch;
  readonly counted: Accumulator;
}

const machineOf = ({ driver, url }: RobotSettings): string => `${driver} ${url}`;

export function createObservatory({ clock, before }: ObservatoryOptions): Observatory {
  const tracked = new Map<string, Tracked>();
  const noticed = new Set<(notice: LinkNotice) => void>();
  const stopChanged = new Set<() => void>();
  /** From a moment on the wall to one on this process's clock. */
  const monotonic = (wall: number): number => clock.monotonic() - (clock.now() - wall);
  const wall = (at: number): number => Math.round(clock.now() - (clock.monotonic() - at));

  return {
    observe(settings) {
      const one = track(settings);
      tracked.set(settings.id, one);
      return observerOf(one, DRIVERS[settings.driver]);
    },
    onNotice(listener) {
      noticed.add(listener);
      return () => noticed.delete(listener);
    },
    onStopChange(listener) {
      stopChanged.add(listener);
      return () => stopChanged.delete(listener);
    },
    follow(stops) {
      const known = new Map<string, string>();
      return stops.onChange(() => {
        for (const { id, robot, outcome, confirmed } of stops.views()) {
          if (outcome === null || known.get(robot) === id) continue;
          known.set(robot, id);
          const one = tracked.get(robot);
          if (one && confirmed.state === 'estop') changingStop(one, () => one.restarts.stopped(clock.monotonic()));
        }
      });
    },
    take: () =>
      Array.from(tracked, ([robot, { counted }]) => counted.take().map((hour) => ({ robot, ...hour }))).flat(),
    lives: () => [
      // of a robot that is not polled now, too: it may be polled again, and have lost its emergency stop by then
      ...before.filter(({ robot }) => !tracked.has(robot)),
      ...Array.from(tracked.values(), lifeOf).filter((life) => life !== null),
    ],
  };

  function tell(kind: LinkNoticeKind, { settings: { id, name } }: Tracked): void {
    for (const listener of noticed) listener({ kind, robot: id, name, at: clock.now() });
  }

  function track(settings: RobotSettings): Tracked {
    const known = tracked.get(settings.id);
    const machine = machineOf(settings);
    if (known?.machine === machine) return Object.assign(known, { settings });
    const one: Tracked = {
      settings,
      machine,
      restarts: createRestartWatch(known ? null : lastSeenOf(settings.id, machine)),
      farOff: createSkewWatch(),
      outage: createOutageWatch(clock, (trouble) => tell(trouble === 'down' ? 'link-down' : 'robot-silent', one)),
      // what the machine before it was like belongs to this robot's hours, too
      counted: known?.counted ?? createAccumulator(() => staleAfterMs(tracked.get(settings.id)?.settings ?? settings)),
    };
    return one;
  }

  function observerOf(one: Tracked, driver: Driver): LinkObserver {
    const { restarts, outage, counted } = one;
    let failedSince = false;
    return {
      heard(observation) {
        const { at, observedAt, latencyMs, values } = observation;
        const signs = driver.lifeSigns(observation, at);
        const skewMs = signs.wall === null ? null : signs.wall - (observedAt - latencyMs / 2);
        counted.heard(observation, skewMs);
        outage.note(null, at);
        const found = changingStop(one, () => restarts.heard(values.state, signs, at, failedSince));
        failedSince = false;
        if (found) {
          counted.restarted();
          tell(found === 'restart' ? 'robot-restart' : 'lost-emergency-stop', one);
        }
        if (skewMs !== null && one.farOff(skewMs)) tell('robot-clock', one);
      },
      failed({ code }, last) {
        const at = clock.monotonic();
        counted.failed(code, last, at, clock.now());
        failedSince = true;
        if (last) outage.note('down', at);
      },
      frozen({ code }) {
        const at = clock.monotonic();
        counted.failed(code, true, at, clock.now());
        restarts.answered(at);
        outage.note('silent', at);
      },
      left() {
        counted.left(clock.monotonic(), clock.now());
        outage.end();
      },
    };
  }

  function changingStop<T>({ restarts }: Tracked, change: () => T): T {
    const wasStopped = restarts.last()?.state === 'estop';
    const answer = change();
    if ((restarts.last()?.state === 'estop') !== wasStopped) for (const listener of stopChanged) listener();
    return answer;
  }

  function lastSeenOf(robot: string, machine: string) {
    const life = before.find((one) => one.robot === robot && one.machine === machine);
    if (!life) return null;
    const { state, seenAt, transitions, uptimeMs: ms, uptimeAt } = life;
    const uptime = ms === null || uptimeAt === null ? null : { ms, at: monotonic(uptimeAt) };
    return { state, at: monotonic(seenAt), transitions, sequence: null, uptime };
  }

  function lifeOf({ settings, machine, restarts }: Tracked): RobotLife | null {
    const last = restarts.last();
    if (!last) return null;
    const { state, at, transitions, uptime } = last;
    return {
      robot: settings.id,
      machine,
      state,
      seenAt: wall(at),
      transitions,
      uptimeMs: uptime && Math.round(uptime.ms),
      uptimeAt: uptime && wall(uptime.at),
    };
  }
}
