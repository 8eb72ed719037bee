import type { Random } from '../random.ts';
import { halt, travel, type Motion, type Pose } from './motion.ts';

/** What the simulated hoist can be doing. It never reports `estop`: nobody can press one on it. */
export type SimulatedState = 'boot' | 'idle' | 'moving' | 'docking' | 'charging' | 'paused' | 'fault';

/** The machine's physical condition at one moment. */
export interface Condition extends Pose {
  readonly batteryPercent: number;
  readonly temperatureC: number;
}

/** One stretch of a life: the same state and the same laws of motion, charge and heat from its start to its end. */
export interface Leg {
  readonly state: SimulatedState;
  readonly fault: string | null;
  readonly durationS: number;
  readonly motion: Motion;
}

export const TRACK_LENGTH_MM = 60_000;
/** Along the track; the hoist charges at the first and works at the others. */
export const STATIONS_MM = [500, 12_000, 24_500, 37_000, 48_500, 59_500] as const;
const CHARGER_MM = STATIONS_MM[0];

export const FASTEST_MM_PER_S = 1000;
const SLOWEST_CRUISE_MM_PER_S = 600;
export const ACCELERATION_MM_PER_S2 = 300;
/** The last stretch to a station is crept along. */
const DOCKING_MM = 300;
const DOCKING_MM_PER_S = 80;

/**
 * Percent per second. A time-lapse: a shift's worth of charge goes in about half an hour, so that somebody who
 * watches sees it go and come.
 */
export const CHARGE_PERCENT_PER_S = {
  boot: -0.01,
  idle: -0.01,
  moving: -0.04,
  docking: -0.04,
  charging: 0.5,
  paused: -0.01,
  fault: -0.01,
} as const satisfies Record<SimulatedState, number>;

/** Below this it charges before anything else. A trip with its halt takes at most 5 %: two of them never end below 9 %. */
const CHARGE_BELOW_PERCENT = 20;

const PAUSE_CHANCE = 0.08;
const FAULT_CHANCE = 0.04;
const FAULTS = [
  'Hoist motor overcurrent',
  'Track encoder signal lost',
  'Obstacle sensor blocked',
  'Hoist belt tension low',
] as const;

/** How a life starts: standing at some station, cold, partly charged. */
export function firstCondition(random: Random, temperatureC: number): Condition {
  return {
    positionMm: pick(random, STATIONS_MM),
    speedMmPerS: 0,
    batteryPercent: between(random, 30, 90),
    temperatureC,
  };
}

/**
 * The hoist's life as a script: it yields what it does next, is told its condition when that is over, and never ends.
 * Chance enters between legs only, so a seed is a life, however often somebody looks.
 */
export function* life(random: Random, start: Condition): Generator<Leg, never, Condition> {
  let here = yield stand('boot', start, 3);
  for (;;) {
    here = yield stand('idle', here, between(random, 4, 15));
    if (here.batteryPercent < CHARGE_BELOW_PERCENT) {
      here = yield* trip(random, here, CHARGER_MM);
      here = yield stand('charging', here, (100 - here.batteryPercent) / CHARGE_PERCENT_PER_S.charging);
    } else {
      const elsewhere = STATIONS_MM.filter((station) => station !== here.positionMm);
      here = yield* trip(random, here, pick(random, elsewhere));
    }
  }
}

/** To a station and into its dock, with at most one halt on the way: someone pauses it, or it has a fault. */
function* trip(random: Random, from: Condition, station: number): Generator<Leg, Condition, Condition> {
  const dockFrom = station + DOCKING_MM * Math.sign(from.positionMm - station);
  const cruise = between(random, SLOWEST_CRUISE_MM_PER_S, FASTEST_MM_PER_S);
  let here = from;

  const chance = random();
  if (chance < FAULT_CHANCE + PAUSE_CHANCE) {
    const whole = go('moving', here, dockFrom, cruise);
    here = yield { ...whole, durationS: whole.durationS * between(random, 0.1, 0.9) };
    here =
      chance < FAULT_CHANCE
        ? yield { ...stand('fault', here, between(random, 20, 60)), fault: pick(random, FAULTS) }
        : yield stand('paused', here, between(random, 8, 25));
  }
  here = yield go('moving', here, dockFrom, cruise);
  return yield go('docking', here, station, DOCKING_MM_PER_S);
}

function go(state: SimulatedState, here: Condition, toMm: number, cruise: number): Leg {
  const motion = travel(here.positionMm, toMm, cruise, ACCELERATION_MM_PER_S2);
  return { state, fault: null, durationS: motion.durationS, motion };
}

/** Comes to a stand where it is, if it is not standing, and stays. */
function stand(state: SimulatedState, here: Condition, durationS: number): Leg {
  return { state, fault: null, durationS, motion: halt(here, ACCELERATION_MM_PER_S2) };
}

function between(random: Random, least: number, most: number): number {
  return least + (most - least) * random();
}

function pick<T>(random: Random, from: readonly T[]): T {
  const picked = from[Math.floor(random() * from.length)];
  if (picked === undefined) throw new RangeError('nothing to pick from');
  return picked;
}
