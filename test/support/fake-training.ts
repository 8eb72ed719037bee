import path from 'node:path';
import { RESOURCES_DIR } from '../../src-main/cli/root.ts';
import { ConsoleError } from '../../src-main/errors.ts';
import { completed, firmwareSettings } from '../../src-main/firmware/settings.ts';
import { silentLog } from '../../src-main/log.ts';
import type { Deed } from '../../src-main/mock-firmware/orders.ts';
import { openLibrary } from '../../src-main/training/library.ts';
import {
  createTraining,
  type Simulation,
  type SimulationWish,
  type Training,
  type TrainingDeps,
} from '../../src-main/training/training.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** Simulated robots without a process, under the test's control. */
export interface FakeSimulation extends Simulation {
  readonly told: readonly { readonly robot: string; readonly deed: Deed }[];
  readonly stopped: boolean;
  /** The process dies. */
  die(): void;
}

export function createFakeSimulation({ robots, seed, firmware }: SimulationWish): FakeSimulation {
  const told: { robot: string; deed: Deed }[] = [];
  const death = Promise.withResolvers<string>();
  let over = false;
  let stopped = false;
  const end = () => {
    over = true;
    death.resolve('SIGKILL');
  };
  return {
    seed,
    firmware,
    told,
    get stopped() {
      return stopped;
    },
    robots: Array.from({ length: robots }, (_, index) => {
      const id = `OHT-SIM-0${index + 1}`;
      const url = `http://127.0.0.1:${9080 + index}`;
      return completed(firmwareSettings.parse({}), {
        id,
        name: `Hoist ${index + 1}`,
        group: '',
        driver: firmware,
        url,
      });
    }),
    ended: death.promise,
    async tell(robot, deed) {
      if (over) throw new ConsoleError('SIMULATION_ENDED', 'it has ended');
      told.push({ robot, deed });
    },
    async stop() {
      stopped = true;
      end();
    },
    die: end,
  };
}

/** A plant that holds nothing but simulated robots, until robots are set up. */
export function createFakePlant(first: FakeSimulation | null = createFakeSimulation(FIRST)) {
  const listeners = new Set<() => void>();
  let simulation = first;
  const become = (next: FakeSimulation | null) => {
    const leaving = simulation;
    simulation = next;
    for (const listener of listeners) listener();
    void leaving?.stop();
  };
  return {
    get simulation() {
      return simulation;
    },
    async renew(wish: SimulationWish) {
      become(createFakeSimulation(wish));
    },
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setRobotsUp: () => become(null),
  };
}

const FIRST: SimulationWish = { robots: 2, seed: 1, firmware: 'reference' };

/** The real training with the scenarios that ship. */
export function trainingOver(deps: Partial<TrainingDeps> = {}): Training {
  return createTraining({
    plant: createFakePlant(),
    library: openLibrary({ shipped: path.join(RESOURCES_DIR, 'scenarios'), own: '' }),
    record: () => {},
    clock: createVirtualClock(),
    log: silentLog,
    ...deps,
  });
}
