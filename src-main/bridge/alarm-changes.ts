import { isDeepStrictEqual } from 'node:util';
import { inScope, type PlacedRobot } from '../access/scope.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { Alarms } from '../alarms/alarms.ts';
import type { PlantSight } from './sight.ts';
import type { Changing } from './streams.ts';

/** Knows where a robot belongs. */
interface Placing {
  snapshot(robot: string): PlacedRobot | undefined;
}

/** Of the alarms, those that a reader sees: what is about a robot out of sight is left out. */
export function alarmsSeen(
  alarms: Pick<Alarms, 'active'>,
  fleet: Placing,
  sight: Pick<PlantSight, 'scope'>,
): readonly Alarm[] {
  const scope = sight.scope();
  return alarms
    .active()
    .filter(({ robot: id }) => id === undefined || inScope(scope, { id, group: fleet.snapshot(id)?.group ?? '' }));
}

/** The alarms as one reader follows them. */
export function alarmChanges(
  alarms: Pick<Alarms, 'active' | 'onChange'>,
  fleet: Placing,
  sight: PlantSight,
): Changing<{ readonly alarms: readonly Alarm[] }> {
  let seen: readonly Alarm[] | undefined;
  return {
    subscribe(changed) {
      const endAlarms = alarms.onChange(changed);
      const endSight = sight.onChange(changed);
      return () => {
        endAlarms();
        endSight();
      };
    },
    news() {
      const now = alarmsSeen(alarms, fleet, sight);
      if (isDeepStrictEqual(now, seen)) return undefined;
      seen = now;
      return { alarms: now };
    },
  };
}
