import type { Fleet } from '../firmware/fleet.ts';
import type { RobotsEvent } from './contract.ts';
import type { Changing } from './streams.ts';

/**
 * The fleet as one reader follows it: all robots first, then the newest snapshot of each that changed since the last
 * look. Only ids are remembered in between, so ages are true at the moment of the look.
 */
export function robotChanges(fleet: Pick<Fleet, 'snapshots' | 'onChange'>): Changing<RobotsEvent> {
  const changed = new Set<string>();
  let seen = false;
  return {
    subscribe: (tell) =>
      fleet.onChange((id) => {
        changed.add(id);
        tell();
      }),
    news() {
      const all = fleet.snapshots();
      const robots = seen ? all.filter(({ id }) => changed.has(id)) : all;
      const kind = seen ? 'changed' : 'all';
      seen = true;
      changed.clear();
      return kind === 'changed' && robots.length === 0 ? undefined : { kind, robots };
    },
  };
}
