import type { Clock } from '../clock.ts';
import { createSimulation, type SimulatedValues } from './simulation.ts';

/** What firmware tells at one moment: the robot's values and its own clock (ms, set by the wall clock at boot). */
export interface Told extends SimulatedValues {
  readonly timestamp: number;
}

/** Part of a firmware that can stand still: its clock (timestamp, uptime), or the control loop (all the rest). */
export type Freezable = 'clock' | 'sequence' | 'both' | 'nothing';

/** The program inside one simulated controller, without its network. */
export interface SimulatedFirmware {
  tell(): Told;
  /** From now on `what` stands still as it is now; everything else moves, as if it had never stopped. */
  freeze(what: Freezable): void;
}

/** Booted now. The simulation is stepped when somebody looks: without looks it costs nothing. */
export function createSimulatedFirmware(options: { seed: number; id: string; clock: Clock }): SimulatedFirmware {
  const { seed, id, clock } = options;
  const simulation = createSimulation({ seed, id });
  const bootedAt = clock.now();
  let steppedTo = clock.monotonic();
  let frozen: { what: Freezable; as: Told } = { what: 'nothing', as: look() };

  return {
    tell() {
      const { what, as } = frozen;
      const now = look();
      const { uptimeS, timestamp } = what === 'clock' || what === 'both' ? as : now;
      return { ...(what === 'sequence' || what === 'both' ? as : now), uptimeS, timestamp };
    },
    freeze(what) {
      frozen = { what, as: look() };
    },
  };

  function look(): Told {
    const elapsed = clock.monotonic();
    simulation.step(elapsed - steppedTo);
    steppedTo = elapsed;
    const values = simulation.values();
    return { ...values, timestamp: Math.round(bootedAt + values.uptimeS * 1000) };
  }
}
