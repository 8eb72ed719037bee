import type { Actor } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { StoreReads, StoreWrites } from '../store/store.ts';
import { defaultMonitoring, monitoringFrom, type MonitoringSettings } from './monitoring-settings.ts';

/** The setting that holds the rules once somebody has set them. */
const RULES = 'monitoring.rules';

/** By which rules the console watches; they can be set while it does. */
export interface Monitoring {
  current(): MonitoringSettings;
  /** In force from now on, and on the record with what was before. @throws ConsoleError STORE_*: the old ones stay */
  change(settings: MonitoringSettings, by: Actor): Promise<void>;
}

export interface MonitoringOptions {
  readonly store: StoreReads & StoreWrites;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** Until somebody sets others. */
  readonly workingHours: string;
}

/** The rules of this data folder. */
export async function openMonitoring({ store, clock, log, workingHours }: MonitoringOptions): Promise<Monitoring> {
  let current = defaultMonitoring(workingHours);
  try {
    const kept = await store.read('settings.read', { key: RULES });
    if (kept !== null) current = monitoringFrom(kept);
  } catch (error) {
    log.error('the rules of the watch cannot be read', { error });
  }
  return {
    current: () => current,
    async change(settings, by) {
      await store.write(
        'settings.change',
        { key: RULES, value: settings, at: clock.now(), by: by.userId },
        {
          actor: by,
          action: 'monitoring.change-rules',
          subject: null,
          outcome: 'succeeded',
          details: {},
          oldValue: current,
          newValue: settings,
        },
      );
      current = settings;
    },
  };
}
