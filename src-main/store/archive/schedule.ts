import { BY_ITSELF } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { StoreArchive } from './store-archive.ts';

/** The start of the console is not held up, ms. */
const FIRST_LOOK_MS = 5 * 60_000;
/** How often it is looked whether records are old enough, ms. */
const LOOK_MS = 24 * 60 * 60_000;

export interface ArchiveSchedule {
  readonly archive: StoreArchive;
  readonly clock: Clock;
  readonly log: Log;
}

/** Moves what is old enough into the archive, once a day, from now on until the answer is called. */
export function scheduleArchiving({ archive, clock, log }: ArchiveSchedule): () => void {
  const ending = new AbortController();
  let cancel = clock.after(FIRST_LOOK_MS, look);

  function look(): void {
    void moveIfDue()
      .catch((error: unknown) => {
        if (!ending.signal.aborted) log.error('archiving failed; it is tried again', { error: String(error) });
      })
      .finally(() => {
        if (!ending.signal.aborted) cancel = clock.after(LOOK_MS, look);
      });
  }

  async function moveIfDue(): Promise<void> {
    const { due } = await archive.plan();
    if (due !== null && !ending.signal.aborted) await archive.move({ by: BY_ITSELF, signal: ending.signal });
  }

  return () => {
    ending.abort();
    cancel();
  };
}
