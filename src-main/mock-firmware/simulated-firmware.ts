import type { Clock } from '../clock.ts';
import type { ModuleAddress } from './conditions.ts';
import type { SimulatedState } from './life.ts';
import { createLogbook, type LogbookView } from './logbook.ts';
import { createSimulation, CYCLE_MS, type SimulatedValues } from './simulation.ts';

export type ToldState = SimulatedState | 'estop';

/** What firmware tells at one moment: the robot's values and its own clock (ms, set by the wall clock at boot). */
export interface Told extends Omit<SimulatedValues, 'state'>, LogbookView {
  readonly state: ToldState;
  readonly timestamp: number;
  readonly lostModules: readonly ModuleAddress[];
}

/** Part of a firmware that can stand still: its clock (timestamp, uptime), or the control loop (all the rest). */
export type Freezable = 'clock' | 'sequence' | 'both' | 'nothing';

/** A state that the robot is held in, standing where it is. */
export type Hold =
  { readonly state: 'estop' | 'idle' | 'paused' } | { readonly state: 'fault'; readonly fault: string };

/** How the controller treats what it is told: it always says yes, and `afterMs` late. */
export interface Obedience {
  /** `faults`: it halts with a fault in the place of what it was told. */
  readonly does: 'obeys' | 'ignores' | 'faults';
  readonly afterMs: number;
}

/** The program inside one simulated controller, without its network. */
export interface SimulatedFirmware {
  tell(): Told;
  /** From now on `what` stands still as it is now; everything else moves, as if it had never stopped. */
  freeze(what: Freezable): void;
  /** Stops the robot's life where it is; null lets it go on. Nothing ends an emergency stop whose button is pressed. */
  hold(as: Hold | null): void;
  /** What a client tells the robot: to be held so, or to go on with its next trip. */
  obey(order: Hold | 'depart'): void;
  obedience: Obedience;
  /** The button at the robot. Released, the robot stays stopped until something else is made of it. */
  pressEmergencyStop(pressed: boolean): void;
  /** How much (ms) its clock shows more than the time. */
  skewClock(ms: number): void;
  drainBattery(percentPerMinute: number): void;
  loseModule(address: ModuleAddress, lost: boolean): void;
}

/** Booted now. The simulation is stepped when somebody looks: without looks it costs nothing. */
export function createSimulatedFirmware(options: { seed: number; id: string; clock: Clock }): SimulatedFirmware {
  const { seed, id, clock } = options;
  const simulation = createSimulation({ seed, id });
  const logbook = createLogbook();
  const lost = new Set<ModuleAddress>();
  const bootedAt = clock.now();
  const startedAt = clock.monotonic();
  let steppedTo = startedAt;
  let heldMs = 0;
  let held: Hold | null = null;
  let pressed = false;
  let skewMs = 0;
  let drain = { percentPerMinute: 0, since: startedAt, before: 0 };
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
    hold,
    obedience: { does: 'obeys', afterMs: 0 },
    obey(order) {
      const { does } = this.obedience;
      if (does === 'ignores') return;
      if (does === 'faults') return hold({ state: 'fault', fault: 'Command execution failed' });
      if (order !== 'depart') return hold(order);
      hold(null);
      if (held === null) simulation.depart();
    },
    pressEmergencyStop(down) {
      pressed = down;
      if (down) hold({ state: 'estop' });
    },
    skewClock(ms) {
      skewMs = ms;
    },
    drainBattery(percentPerMinute) {
      const before = percentPerMinute === 0 ? 0 : drained();
      drain = { percentPerMinute, since: clock.monotonic(), before };
    },
    loseModule(address, gone) {
      if (gone) lost.add(address);
      else lost.delete(address);
    },
  };

  function hold(as: Hold | null): void {
    look();
    held = pressed ? { state: 'estop' } : as;
    look();
  }

  function look(): Told {
    const now = clock.monotonic();
    if (held) heldMs += now - steppedTo;
    else simulation.step(now - steppedTo);
    steppedTo = now;
    const lived = simulation.values();
    const uptimeS = lived.uptimeS + heldMs / 1000;
    const state = held?.state ?? lived.state;
    logbook.note(state, now - startedAt);
    return {
      ...lived,
      ...logbook.view(now - startedAt),
      state,
      fault: held ? (held.state === 'fault' ? held.fault : null) : lived.fault,
      speedMmPerS: held ? 0 : lived.speedMmPerS,
      batteryPercent: Math.max(0, lived.batteryPercent - drained()),
      sequence: lived.sequence + Math.floor(heldMs / CYCLE_MS),
      uptimeS,
      timestamp: Math.round(bootedAt + uptimeS * 1000 + skewMs),
      lostModules: [...lost],
    };
  }

  function drained(): number {
    return drain.before + ((clock.monotonic() - drain.since) / 60_000) * drain.percentPerMinute;
  }
}
