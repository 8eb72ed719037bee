import type { Clock } from '../clock.ts';
import type { SoftwareStop } from '../firmware/commands/software-stop.ts';
import type { Fleet } from '../firmware/fleet.ts';
import type { Store } from '../store/store.ts';
import type { Finding } from './alarm.ts';
import type { Alarms } from './alarms.ts';
import { watchFallback } from './fallback-watch.ts';
import { watchLinks, watchStops, type LinkNotices } from './link-watch.ts';
import { createMonitoring } from './monitoring-rules.ts';
import type { MonitoringSettings } from './monitoring-settings.ts';

export interface MonitorOptions {
  readonly alarms: Pick<Alarms, 'raise'>;
  readonly store: Pick<Store, 'onRecorded'>;
  /** Null where simulated robots are what was asked for. */
  readonly fleet: Pick<Fleet, 'snapshot' | 'onChange'> | null;
  /** Null where nobody looks at the links, and where nobody can stop a robot. */
  readonly links: LinkNotices | null;
  readonly stops: Pick<SoftwareStop, 'views' | 'onChange'> | null;
  /** Whether all robots are the console's own simulated ones now. */
  readonly simulatedOnly: () => boolean;
  readonly clock: Pick<Clock, 'now'>;
  /** In force at the moment. */
  readonly settings: () => MonitoringSettings;
}

/** Raises an alarm for everything that the rules find in what is recorded and in what the robots do; the answer ends it. */
export function startMonitor(options: MonitorOptions): () => void {
  const { alarms, store, fleet, links, stops, simulatedOnly, clock, settings } = options;
  const findingsIn = createMonitoring({ settings, minuteOfDay });
  function raise(finding: Finding): void {
    const priority = settings().priorities[finding.kind];
    if (priority === 'off') return;
    const simulated = finding.robot !== undefined && (simulatedOnly() || saysSo(finding.robot));
    alarms.raise({ ...finding, priority, ...(simulated && { simulated }) });
  }
  /** A robot is simulated that says so itself; a simulation in its place makes it none. */
  function saysSo(id: string): boolean {
    const { reading, standIn } = fleet?.snapshot(id) ?? {};
    return standIn === null && reading?.simulated === true;
  }
  const endRecords = store.onRecorded((event) => findingsIn(event, clock.now()).forEach(raise));
  const ends = [
    endRecords,
    fleet && watchFallback(fleet, clock, raise),
    links && watchLinks(links, raise),
    stops && watchStops(stops, raise),
  ];
  return () => ends.forEach((end) => end?.());
}

/** By the workstation's own time zone: people read the hours off its clock. */
function minuteOfDay(at: number): number {
  const moment = new Date(at);
  return moment.getHours() * 60 + moment.getMinutes();
}
