import { toConsoleError, type CallFailure } from '../../src-main/bridge/contract.ts';
import { pause, type Timer } from './timer.ts';

/** Waits between tries, ms: doubled from the first to the last, for ever. */
export const FIRST_WAIT_MS = 250;
export const LAST_WAIT_MS = 2_000;

/** The wait after one of `waited` ms. */
export const nextWait = (waited: number): number => Math.min(waited * 2, LAST_WAIT_MS);

/**
 * Keeps one event stream running until the signal aborts: a stream that ends or fails is subscribed again after a
 * short wait. Ends quietly on abort, never rejects.
 *
 * @param onBroken called each time the stream ended, with the failure if there was one; what it told is not current now
 */
export async function follow<T>(
  subscribe: (options: { signal: AbortSignal }) => Promise<AsyncIterable<T>>,
  onEvent: (event: T) => void,
  onBroken: (failure: CallFailure | null) => void,
  timer: Timer,
  signal: AbortSignal,
): Promise<void> {
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    let failure: CallFailure | null = null;
    try {
      for await (const event of await subscribe({ signal })) {
        if (signal.aborted) return;
        wait = FIRST_WAIT_MS;
        onEvent(event);
      }
    } catch (error) {
      failure = toConsoleError(error);
    }
    if (signal.aborted) return;
    onBroken(failure);
    await pause(timer, wait, signal);
    wait = nextWait(wait);
  }
}
