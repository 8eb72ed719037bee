import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Random } from '../random.ts';
import { DRIVERS } from './drivers/drivers.ts';
import type { StandIn } from './fallback.ts';
import type { Fleet, RobotWay } from './fleet.ts';
import { startGateway } from './gateway.ts';
import { createReadCache } from './read-cache.ts';
import type { RobotSettings } from './settings.ts';
import { createTransport } from './transport.ts';

/** Robots with long intervals are not kept waiting for their first poll: it comes within this time (ms). */
const LONGEST_STAGGER_MS = 5000;
/** More than any driver reads. */
const READINGS_PER_ROBOT = 16;

export interface FleetDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Makes what stands in for a lost robot whose fallback is `simulated`. */
  readonly simulate: (robotId: string) => StandIn;
}

/** Starts to poll every robot, their first polls spread evenly over one interval, so that N robots never burst. */
export function startFleet(robots: readonly RobotSettings[], deps: FleetDeps): Fleet {
  const listeners = new Set<(robotId: string) => void>();

  const cache = createReadCache(READINGS_PER_ROBOT * Math.max(1, robots.length), deps.clock);

  const started = robots.map((settings, index) => {
    const driver = DRIVERS[settings.driver];
    const transport = createTransport({ ...deps, ...settings, etiquette: driver.etiquette });
    const onChange = () => {
      for (const listener of listeners) listener(settings.id);
    };
    const firstPollInMs = (index / robots.length) * Math.min(settings.pollIntervalMs, LONGEST_STAGGER_MS);
    const gateway = startGateway(settings, { ...deps, driver, transport, cache, onChange }, firstPollInMs);
    const { id, name } = settings;
    const { snapshot, disown, makeWay } = gateway;
    const way: RobotWay = { id, name, driver, transport, snapshot, disown, makeWay };
    return { gateway, way };
  });
  const gateways = started.map(({ gateway }) => gateway);

  const byId = new Map(robots.map(({ id }, index) => [id, gateways[index]]));

  return {
    snapshots: () => gateways.map((gateway) => gateway.snapshot()),
    snapshot: (robotId) => byId.get(robotId)?.snapshot(),
    metrics: () => ({ cache: cache.metrics(), robots: gateways.map((gateway) => gateway.metrics()) }),
    ways: started.map(({ way }) => way),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      await Promise.all(gateways.map((gateway) => gateway.stop()));
    },
  };
}
