import type { Alarm } from '../../src-main/alarms/alarm.ts';
import type { Alarms } from '../../src-main/alarms/alarms.ts';
import type { Monitoring } from '../../src-main/alarms/monitoring.ts';
import { defaultMonitoring } from '../../src-main/alarms/monitoring-settings.ts';
import { ConsoleError } from '../../src-main/errors.ts';

/** Alarms that a test sets. */
export interface FakeAlarms extends Pick<Alarms, 'active' | 'acknowledge' | 'onChange'> {
  show(alarms: readonly Alarm[]): void;
}

export function createFakeAlarms(): FakeAlarms {
  const listeners = new Set<() => void>();
  let active: readonly Alarm[] = [];
  const show = (alarms: readonly Alarm[]): void => {
    active = alarms;
    for (const listener of listeners) listener();
  };
  return {
    active: () => active,
    async acknowledge(id) {
      if (!active.some((alarm) => alarm.id === id)) throw new ConsoleError('ALARM_UNKNOWN', 'no such alarm', {});
      show(active.filter((alarm) => alarm.id !== id));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    show,
  };
}

/** The rules of the watch, as they are until a test sets others. */
export function createFakeMonitoring(): Monitoring {
  let settings = defaultMonitoring('');
  return {
    current: () => settings,
    async change(next) {
      settings = next;
    },
  };
}
