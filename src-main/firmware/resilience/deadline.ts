import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';

/** A limit on waiting, not on what is waited for. */
export interface Deadline extends Disposable {
  /** Aborts when the time is over, or when the outer signal does. */
  readonly signal: AbortSignal;
  /**
   * `work`, its failure told as a time-out when the time is over.
   *
   * @throws ConsoleError FIRMWARE_TIMEOUT {path, deadlineMs}; FIRMWARE_BUSY stays what it is: a request that was never
   * sent is not the robot's failure to answer.
   */
  hold<T>(work: Promise<T>, path: () => string): Promise<T>;
}

/** Starts now. */
export function startDeadline(ms: number, clock: Clock, outer: AbortSignal): Deadline {
  const abort = new AbortController();
  const onOuter = () => abort.abort(outer.reason);
  outer.addEventListener('abort', onOuter, { once: true });
  if (outer.aborted) onOuter();
  let overdue = false;
  const cancel = clock.after(ms, () => {
    overdue = true;
    abort.abort();
  });

  return {
    signal: abort.signal,
    async hold(work, path) {
      try {
        return await work;
      } catch (cause) {
        const unsent = cause instanceof ConsoleError && cause.code === 'FIRMWARE_BUSY';
        if (!overdue || unsent) throw cause;
        const details = { path: path(), deadlineMs: ms };
        const message = `${details.path}: no whole answer within ${ms} ms`;
        throw new ConsoleError('FIRMWARE_TIMEOUT', message, details, cause);
      }
    },
    [Symbol.dispose]() {
      cancel();
      outer.removeEventListener('abort', onOuter);
    },
  };
}
