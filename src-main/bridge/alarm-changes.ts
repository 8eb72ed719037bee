import type { Alarm } from '../alarms/alarm.ts';
import type { Alarms } from '../alarms/alarms.ts';
import type { Changing } from './streams.ts';

/** The alarms as one reader follows them. */
export function alarmChanges(
  alarms: Pick<Alarms, 'active' | 'onChange'>,
): Changing<{ readonly alarms: readonly Alarm[] }> {
  let seen: readonly Alarm[] | undefined;
  return {
    subscribe: (changed) => alarms.onChange(changed),
    news() {
      const active = alarms.active();
      if (active === seen) return undefined;
      seen = active;
      return { alarms: active };
    },
  };
}
