import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { AuditEvent } from './audit/record.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { MockFirmware } from './console.ts';
import { createCommands } from './firmware/commands/commands.ts';
import { createLeases } from './firmware/commands/leases.ts';
import { createSoftwareStop } from './firmware/commands/software-stop.ts';
import { openLinkHistories } from './firmware/history/link-history.ts';
import { createPlant } from './firmware/plant.ts';
import { startFleet } from './firmware/polling-fleet.ts';
import { createConnectionTests } from './firmware/registry/connection-tests.ts';
import { openRegistry, type RegistryDeps } from './firmware/registry/registry.ts';
import { completed } from './firmware/settings.ts';
import { markSimulated } from './firmware/simulated-records.ts';
import { createSimulations } from './firmware/simulations.ts';
import { createPlaces } from './firmware/transport/places.ts';
import type { Log } from './log.ts';
import { simulatedFallback } from './mock-firmware/simulated-fallback.ts';
import type { Random } from './random.ts';
import type { Store } from './store/store.ts';
import { openLibrary } from './training/library.ts';
import { createTraining, type Simulation, type SimulationWish } from './training/training.ts';

/** What is under way with a robot when the console ends has so long (ms) to come to its outcome; then that is unknown. */
const OUTCOMES_WITHIN_MS = 700;

export interface RobotsSurroundings {
  readonly store: Store;
  /** Keeps a record, now or later; never fails and never makes anybody wait. */
  readonly record: (event: AuditEvent) => void;
  readonly sealing: RegistryDeps['sealing'];
  readonly resourcesDir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly startMockFirmware: (wish: SimulationWish) => Promise<MockFirmware>;
}

/**
 * Everything about robots: how they are read, told, set up, simulated and looked back upon. Polls those that are set up,
 * or simulated ones until there are any. `close` ends it in reverse order, and resolves with what is not over then: the
 * answers that robots still owe which do not survive being left.
 *
 * @throws ConsoleError STORE_*
 */
export async function openRobots(
  config: Pick<Config, 'robots' | 'firmware' | 'mock'>,
  surroundings: RobotsSurroundings,
) {
  const { store, record, sealing, resourcesDir, clock, random, log, startMockFirmware } = surroundings;
  await using starting = new AsyncDisposableStack();
  const leaving: Promise<void>[] = [];
  const leave = (left: Promise<void>) =>
    void leaving.push(left.catch((error: unknown) => log.error('a robot was not left in order', { error })));

  const linkHistories = starting.adopt(await openLinkHistories({ store, clock, log, newId: randomUUID }), (one) =>
    one.close(),
  );
  const places = createPlaces();
  const { observe } = linkHistories;
  const fleet = startFleet([], { places, clock, random, log, simulate: simulatedFallback, observe });
  const marked = markSimulated(fleet, store, record);
  const simulations = createSimulations({ fleet, store, record });
  const plant = starting.adopt(createPlant({ fleet, startMock: mockRobots }), (all) => leave(all.stop()));
  const tests = starting.adopt(createConnectionTests({ places, clock, log }), (all) => leave(all.end()));
  const registry = await openRegistry({
    store: marked.store,
    clock,
    log,
    sealing,
    configured: config.robots,
    common: config.firmware,
    apply: plant.become,
    testConnection: tests.run,
  });
  const outOfTime = new AbortController();
  const telling = {
    ways: fleet.ways,
    clock,
    log,
    newId: randomUUID,
    record: marked.record,
    outOfTime: outOfTime.signal,
  };
  const library = openLibrary({ shipped: path.join(resourcesDir, 'scenarios'), own: config.mock.scenarioFolder });
  const training = starting.adopt(createTraining({ plant, library, record, clock, log }), (one) => one.close());
  const stops = starting.adopt(createSoftwareStop(telling), (one) => one.settled());
  starting.defer(linkHistories.follow(stops));
  const commands = starting.adopt(createCommands({ ...telling, store }), (one) => one.settled());
  starting.defer(() => void clock.after(OUTCOMES_WITHIN_MS, () => outOfTime.abort()));

  const leases = createLeases({ robots: fleet.ways, store: marked.store, clock, record: marked.record });

  const running = starting.move();
  return {
    fleet,
    plant,
    registry,
    stops,
    commands,
    leases,
    simulations,
    linkHistories,
    training,
    /** By which records about robots are kept: they say whether a simulation stood in for one. */
    marked,
    async close(): Promise<{ readonly left: Promise<unknown> }> {
      await running.disposeAsync();
      return { left: Promise.all(leaving) };
    },
  };

  async function mockRobots(wish: SimulationWish | null): Promise<Simulation> {
    const { robots: count, seed } = config.mock;
    const mock = await startMockFirmware(wish ?? { robots: count, seed, firmware: 'reference' });
    const common = { group: '', driver: mock.firmware };
    return { ...mock, robots: mock.robots.map((robot) => completed(config.firmware, { ...robot, ...common })) };
  }
}
