import type { AuditEvent } from '../audit/record.ts';
import type { StoreReads, StoreWrites } from '../store/store.ts';
import type { Fleet } from './fleet.ts';

/** The ways into the log by which every record about a robot says whether a simulation stood in for it. */
export interface MarkedRecords {
  readonly store: StoreReads & StoreWrites;
  record(event: AuditEvent): void;
}

/** Whoever acted on a robot while a simulation stood in for it saw that, and not the robot: its record says so. */
export function markSimulated(
  fleet: Pick<Fleet, 'snapshot'>,
  store: StoreReads & StoreWrites,
  record: (event: AuditEvent) => void,
): MarkedRecords {
  function marked(event: AuditEvent): AuditEvent {
    const { robot } = event;
    if (robot === undefined || robot === null || !fleet.snapshot(robot)?.standIn) return event;
    // what says by itself where its values came from knows better: a software stop goes to the robot
    return { source: 'simulated', ...event, details: { ...event.details, standIn: true } };
  }

  return {
    store: { read: store.read, write: (name, args, event) => store.write(name, args, marked(event)) },
    record: (event) => record(marked(event)),
  };
}
