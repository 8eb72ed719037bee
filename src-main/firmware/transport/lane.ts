import { ConsoleError } from '../../errors.ts';

/** Gives a place in a lane back. Calling it again is harmless. */
export type LeaveLane = () => void;

/** A way to a robot on which only so many requests can be at one time; the others wait in the order of their coming. */
export interface Lane {
  /**
   * Resolves when there is a place.
   *
   * @throws ConsoleError FIRMWARE_BUSY when `signal` aborts first: what is ahead has not ended; or when the lane closes.
   */
  enter(signal: AbortSignal): Promise<LeaveLane>;
  readonly held: number;
  readonly waiting: number;
  /** Nobody enters any more; resolves when the last one has left. */
  close(): Promise<void>;
}

/** @throws RangeError for a capacity that is not a whole number from 1. */
export function createLane(capacity: number): Lane {
  if (!Number.isSafeInteger(capacity) || capacity < 1) throw new RangeError(`a lane cannot hold ${capacity} requests`);
  const queue = new Set<{ admit(): void; refuse(): void }>();
  const emptied = Promise.withResolvers<void>();
  let held = 0;
  let closed = false;

  return {
    get held() {
      return held;
    },
    get waiting() {
      return queue.size;
    },
    async enter(signal) {
      if (closed || signal.aborted) throw busy();
      if (held < capacity) return take();
      const { promise, resolve, reject } = Promise.withResolvers<LeaveLane>();
      const refuse = () => reject(busy());
      const waiter = { admit: () => resolve(take()), refuse };
      queue.add(waiter);
      signal.addEventListener('abort', refuse, { once: true });
      try {
        return await promise;
      } finally {
        queue.delete(waiter);
        signal.removeEventListener('abort', refuse);
      }
    },
    close() {
      closed = true;
      for (const { refuse } of queue) refuse();
      queue.clear();
      if (held === 0) emptied.resolve();
      return emptied.promise;
    },
  };

  function take(): LeaveLane {
    held += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      held -= 1;
      admitNext();
      if (closed && held === 0) emptied.resolve();
    };
  }

  function admitNext(): void {
    for (const next of queue) {
      queue.delete(next);
      return next.admit();
    }
  }
}

function busy(): ConsoleError {
  return new ConsoleError('FIRMWARE_BUSY', 'the robot still has an earlier request to end');
}
