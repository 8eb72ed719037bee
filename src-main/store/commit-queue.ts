import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { SavedDatabase } from './database.ts';
import { asConsoleError, unavailable } from './failure.ts';
import type { Db } from './schema.ts';

/** One piece of work at a time, so that each read has one view and each write is alone in its transaction. */
export interface CommitQueue {
  read<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** `work` must be one transaction. Resolves when it is on the disk. */
  write<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** Finishes what is queued, then closes the database. */
  close(): Promise<void>;
}

/** Runs its work and answers how to tell the caller, now or once it is on the disk. */
interface Job {
  run(db: Db): Promise<{ done: boolean; tell(): void }>;
  fail(error: ConsoleError): void;
}

/**
 * Writes that were asked for while a save was running share the next one (group commit), and nobody, not even a read
 * or a refused write, is told anything that rests on changes which are not on the disk.
 */
export function commitQueue(database: SavedDatabase, log: Log): CommitQueue {
  let reads: Job[] = [];
  let writes: Job[] = [];
  let working = Promise.resolve();
  let idle = true;
  let closed = false;

  async function work(): Promise<void> {
    while (reads.length > 0 || writes.length > 0) {
      const [readsNow, writesNow] = [reads, writes];
      [reads, writes] = [[], []];
      for (const read of readsNow) (await read.run(database.db)).tell();
      await commit(writesNow);
    }
    idle = true;
  }

  async function commit(batch: readonly Job[]): Promise<void> {
    const outcomes = [];
    for (const job of batch) outcomes.push(await job.run(database.db));
    if (outcomes.some(({ done }) => done)) {
      try {
        await database.save();
      } catch (error) {
        log.error('the store could not be saved; its last writes were refused', { writes: batch.length, error });
        await takeBack();
        const refusal = unavailable('the disk did not take the change', error);
        for (const job of batch) job.fail(refusal);
        return;
      }
    }
    for (const outcome of outcomes) outcome.tell();
  }

  async function takeBack(): Promise<void> {
    try {
      await database.revert();
    } catch (error) {
      log.error('the database file could not be put back; the next write that succeeds replaces it', { error });
    }
  }

  function enqueue<T>(queue: () => Job[], run: (db: Db) => Promise<T>): Promise<T> {
    if (closed) return Promise.reject(new ConsoleError('STORE_UNAVAILABLE', 'the store is closed'));
    return new Promise<T>((resolve, reject) => {
      queue().push({
        fail: reject,
        async run(db) {
          try {
            const result = await run(db);
            return { done: true, tell: () => resolve(result) };
          } catch (error) {
            return { done: false, tell: () => reject(asConsoleError(error)) };
          }
        },
      });
      if (!idle) return;
      idle = false;
      working = work();
    });
  }

  return {
    read: (run) => enqueue(() => reads, run),
    write: (run) => enqueue(() => writes, run),
    async close() {
      closed = true;
      await working;
      database.close();
    },
  };
}
