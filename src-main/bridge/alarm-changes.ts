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

/** What a reader of the alarms sees: what is about robots in scope, and with a right of its own what is about people. */
export interface AlarmSight extends PlantSight {
  seesRobots(): boolean;
  seesPeople(): boolean;
}

/** Of the alarms, those that a reader sees: what is about a robot out of sight is left out. */
export function alarmsSeen(
  alarms: Pick<Alarms, 'active'>,
  fleet: Placing,
  sight: Omit<AlarmSight, 'onChange'>,
): readonly Alarm[] {
  const scope = sight.scope();
  const sees = (id: string): boolean =>
    sight.seesRobots() && inScope(scope, { id, group: fleet.snapshot(id)?.group ?? '' });
  return alarms.active().flatMap((alarm) => {
    const { robot, robots } = alarm;
    if (robots) {
      const seen = robots.filter(({ id }) => sees(id));
      if (seen.length === robots.length) return alarm;
      return seen.length === 0 ? [] : { ...alarm, robots: seen, count: seen.length };
    }
    return (robot === undefined ? sight.seesPeople() : sees(robot)) ? alarm : [];
  });
}

/** The alarms as one reader follows them. */
export function alarmChanges(
  alarms: Pick<Alarms, 'active' | 'onChange'>,
  fleet: Placing,
  sight: AlarmSight,
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
