import type { Log } from '../log.ts';
import type { StoreWrites } from '../store/store.ts';
import type { AuditEvent } from './record.ts';

/** Puts on record what has happened and nobody waits for: it cannot be refused any more. */
export type Recorder = (event: AuditEvent) => void;

/** What the store does not take is an error in the log, with everything that the record would have said. */
export function createRecorder(store: StoreWrites, log: Log): Recorder {
  return (event) => {
    store
      .write('audit.append', {}, event)
      .catch((error: unknown) => log.error('what happened is not on record', { event, error }));
  };
}
