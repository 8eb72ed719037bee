import { createHash } from 'node:crypto';
import { seededRandom } from '../random.ts';
import { CHARGE_PERCENT_PER_S, firstCondition, life, TRACK_LENGTH_MM } from './life.ts';
import type { Condition, Leg, SimulatedState } from './life.ts';

/** What a simulated robot says of itself; the names and units are those of a reading's values. */
export interface SimulatedValues {
  readonly state: SimulatedState;
  readonly fault: string | null;
  readonly mode: 'auto';
  readonly positionMm: number;
  readonly trackLengthMm: number;
  readonly speedMmPerS: number;
  readonly batteryPercent: number;
  readonly temperatureC: number;
  /** Seconds since it was created. */
  readonly uptimeS: number;
  /** Its control loop's counter: one for each cycle since it was created. */
  readonly sequence: number;
}

export interface Simulation {
  /**
   * Lets `dtMs` (a finite number, 0 or more) pass. The work grows with the legs of the life that pass (about four a
   * minute), not with the steps; of a step longer than a day only the last day is lived, the robot standing still in the rest.
   *
   * @throws RangeError for any other `dtMs`.
   */
  step(dtMs: number): void;
  /** As of the control loop's last cycle. */
  values(): SimulatedValues;
  /** Ends whatever it stands for, and goes on with its next trip. */
  depart(): void;
}

/** 100 Hz, as such controllers have: two looks more than 10 ms apart never see the same `sequence`. */
export const CYCLE_MS = 10;
const LONGEST_LIVED_STEP_MS = 24 * 3_600_000;
/** No standstill has more legs in a row; a hoist that wants to be charged where it stands has no trip to go on with. */
const STANDING_LEGS = 8;

/** How far above the ambient temperature each state would warm the drive in the end, and how slowly it gets there. */
const WARMTH_C = { boot: 3, idle: 4, moving: 24, docking: 16, charging: 14, paused: 6, fault: 8 } as const;
const WARMING_S = 240;

/**
 * One simulated hoist. Same `seed` and `id`: the same life, whatever the steps in which it is looked at. Robots of
 * one seed live different lives by their ids.
 */
export function createSimulation({ seed, id = '' }: { seed: number; id?: string }): Simulation {
  const random = seededRandom(createHash('sha256').update(`${seed} ${id}`).digest().readUInt32LE());
  const ambientC = 18 + 8 * random();
  const start = firstCondition(random, ambientC);
  const script = life(random, start);

  let ageMs = 0;
  let unlivedMs = 0;
  let leg = { ...script.next().value, startS: 0, from: start };

  return {
    step(dtMs) {
      if (!(dtMs >= 0 && dtMs < Infinity)) throw new RangeError(`a simulation cannot step by ${dtMs} ms`);
      ageMs += dtMs;
      unlivedMs += Math.max(0, dtMs - LONGEST_LIVED_STEP_MS);
      for (let end = leg.startS + leg.durationS; end <= livedS(); end = leg.startS + leg.durationS) {
        const from = conditionAfter(leg, leg.durationS);
        leg = { ...script.next(from).value, startS: end, from };
      }
    },
    depart() {
      for (let legs = 0; legs < STANDING_LEGS && !(leg.state === 'moving' && leg.durationS > 0); legs++) {
        const from = conditionAfter(leg, livedS() - leg.startS);
        leg = { ...script.next(from).value, startS: livedS(), from };
      }
    },
    values() {
      return {
        state: leg.state,
        fault: leg.fault,
        mode: 'auto',
        trackLengthMm: TRACK_LENGTH_MM,
        ...conditionAfter(leg, livedS() - leg.startS),
        uptimeS: (cycles() * CYCLE_MS) / 1000,
        sequence: cycles(),
      };
    },
  };

  function cycles(): number {
    return Math.floor(ageMs / CYCLE_MS);
  }

  function livedS(): number {
    return (cycles() * CYCLE_MS - unlivedMs) / 1000;
  }

  function conditionAfter({ state, motion, from }: Leg & { from: Condition }, seconds: number): Condition {
    const warmth = ambientC + WARMTH_C[state];
    return {
      ...motion.at(seconds),
      batteryPercent: Math.min(100, from.batteryPercent + CHARGE_PERCENT_PER_S[state] * seconds),
      temperatureC: warmth + (from.temperatureC - warmth) * Math.exp(-seconds / WARMING_S),
    };
  }
}
