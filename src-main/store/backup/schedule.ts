import { BY_ITSELF } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { StoreBackups } from './store-backups.ts';

/** The start of the console, and whoever only looks in, are not held up by a backup, ms. */
const FIRST_LOOK_MS = 60_000;
/** How often it is looked whether a backup is due: a machine that slept, or a failed attempt, is caught up with soon. */
const LOOK_MS = 10 * 60_000;

export interface BackupSchedule {
  readonly backups: StoreBackups;
  /** Time from one scheduled backup to the next, ms. */
  readonly everyMs: number;
  /** Null leaves them readable for whoever gets the files. */
  readonly passphrase: string | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes a backup whenever the newest scheduled one is older than that, from now on until the answer is called. */
export function scheduleBackups({ backups, everyMs, passphrase, clock, log }: BackupSchedule): () => void {
  const ending = new AbortController();
  let cancel = clock.after(FIRST_LOOK_MS, look);

  function look(): void {
    void backUpIfDue()
      .catch((error: unknown) => {
        if (!ending.signal.aborted)
          log.error('the scheduled backup failed; it is tried again', { error: String(error) });
      })
      .finally(() => {
        if (!ending.signal.aborted) cancel = clock.after(Math.min(LOOK_MS, everyMs), look);
      });
  }

  async function backUpIfDue(): Promise<void> {
    const now = clock.now();
    // one from the future was made while a clock was wrong: it must not keep the next from being made
    const made = (await backups.list()).filter(
      ({ reason, createdAt }) => reason === 'scheduled' && (createdAt ?? 0) <= now,
    );
    const newest = Math.max(0, ...made.map(({ createdAt }) => createdAt ?? 0));
    if (now - newest < everyMs || ending.signal.aborted) return;
    await backups.create({ reason: 'scheduled', passphrase, by: BY_ITSELF, signal: ending.signal });
  }

  return () => {
    ending.abort();
    cancel();
  };
}
