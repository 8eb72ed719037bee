import { bulkhead as limit, BulkheadRejectedError } from 'cockatiel';
import { ConsoleError } from '../../errors.ts';

/** Requests that may wait for one robot beside those that it has in hand. */
const WAITING = 4;

/** Keeps a slow robot from collecting askers. */
export interface Bulkhead {
  /** @throws ConsoleError FIRMWARE_BUSY {path} at once when too many wait already; what `ask` throws. */
  run<T>(path: string, ask: () => Promise<T>): Promise<T>;
}

/** @param concurrency requests that the robot serves at one time */
export function createBulkhead(concurrency: number): Bulkhead {
  const policy = limit(concurrency + WAITING, 0);
  return {
    async run(path, ask) {
      try {
        return await policy.execute(ask);
      } catch (cause) {
        if (!(cause instanceof BulkheadRejectedError)) throw cause;
        throw new ConsoleError('FIRMWARE_BUSY', `${path}: too many are waiting for this robot`, { path }, cause);
      }
    },
  };
}
