import { inScope } from '../access/scope.ts';
import type { Fleet, FleetMetrics } from '../firmware/fleet.ts';
import type { RobotsEvent } from './contract.ts';
import type { PlantSight } from './sight.ts';
import type { Changing } from './streams.ts';

/**
 * The robots that one reader sees, as they change: all of them first, and again when others are to be seen, then the
 * newest snapshot of each that changed since the last look. Only ids are remembered in between, so ages are true at the
 * moment of the look.
 */
export function robotChanges(fleet: Pick<Fleet, 'snapshots' | 'onChange'>, sight: PlantSight): Changing<RobotsEvent> {
  const changed = new Set<string>();
  let seen: string | null = null;
  return {
    subscribe(tell) {
      const endRobots = fleet.onChange((id) => {
        changed.add(id);
        tell();
      });
      const endSight = sight.onChange(tell);
      return () => {
        endRobots();
        endSight();
      };
    },
    news() {
      const scope = sight.scope();
      const visible = fleet.snapshots().filter((robot) => inScope(scope, robot));
      const ids = visible.map(({ id }) => id).join(' ');
      const kind = ids === seen ? 'changed' : 'all';
      const robots = kind === 'all' ? visible : visible.filter(({ id }) => changed.has(id));
      seen = ids;
      changed.clear();
      return kind === 'changed' && robots.length === 0 ? undefined : { kind, robots };
    },
  };
}

/** The figures of the connections, of robots in sight. */
export function metricsSeen(
  fleet: Pick<Fleet, 'metrics' | 'snapshots'>,
  sight: Pick<PlantSight, 'scope'>,
): FleetMetrics {
  const scope = sight.scope();
  const visible = new Set(
    fleet
      .snapshots()
      .filter((robot) => inScope(scope, robot))
      .map(({ id }) => id),
  );
  const { cache, robots } = fleet.metrics();
  return { cache, robots: robots.filter(({ id }) => visible.has(id)) };
}
