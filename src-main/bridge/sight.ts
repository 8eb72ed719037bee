import { inScope, type PlacedRobot, type Scope } from '../access/scope.ts';
import type { Sessions } from '../access/sessions.ts';

/** The part of the plant that is seen from a seat, now and as it changes. */
export interface PlantSight {
  scope(): Scope;
  /** Calls `changed` whenever it may have changed; the answer stops that. */
  onChange(changed: () => void): () => void;
}

const NOWHERE: Scope = { robots: [], groups: [] };

/** By whoever is signed in there; nobody sees nothing. */
export function sightFrom(seatId: string, sessions: Pick<Sessions, 'current' | 'onChange'>): PlantSight {
  return {
    scope() {
      const session = sessions.current(seatId);
      return session ? session.principal.scope : NOWHERE;
    },
    onChange: (changed) => sessions.onChange(seatId, changed),
  };
}

/** The ids that a scope reaches; null: all there are and ever were. */
export function robotsIn(scope: Scope, robots: readonly PlacedRobot[]): readonly string[] | null {
  if (scope === null) return null;
  const here = robots.filter((robot) => inScope(scope, robot)).map(({ id }) => id);
  return [...new Set([...here, ...scope.robots])];
}
