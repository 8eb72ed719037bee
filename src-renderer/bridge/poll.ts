import { toConsoleError, type CallFailure } from '../../src-main/bridge/contract.ts';
import { pause, type Timer } from './timer.ts';

/** Whether anybody can see the page. */
export interface Visibility {
  hidden(): boolean;
  /** Calls `listener` whenever that changes; the answer stops that. */
  onChange(listener: () => void): () => void;
}

export const pageVisibility: Visibility = {
  hidden: () => document.hidden,
  onChange(listener) {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};

export interface Poll<T> {
  readonly ask: (signal: AbortSignal) => Promise<T>;
  readonly onAnswer: (answer: T) => void;
  readonly onFailure: (failure: CallFailure) => void;
  /** From one answer to the next question (ms): a slow console is asked less often, never twice at a time. */
  readonly everyMs: number;
}

/** Asks again and again while the page can be seen, until the signal aborts; at once when it is seen again. Never rejects. */
export async function poll<T>(
  { ask, onAnswer, onFailure, everyMs }: Poll<T>,
  visibility: Visibility,
  timer: Timer,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await seen(visibility, signal);
    if (signal.aborted) return;
    try {
      const answer = await ask(signal);
      if (!signal.aborted) onAnswer(answer);
    } catch (error) {
      if (!signal.aborted) onFailure(toConsoleError(error));
    }
    await pause(timer, everyMs, signal);
  }
}

/** Resolves when the page can be seen, or the signal aborts. */
function seen(visibility: Visibility, signal: AbortSignal): Promise<void> {
  if (!visibility.hidden() || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (visibility.hidden() && !signal.aborted) return;
      stop();
      signal.removeEventListener('abort', look);
      resolve();
    };
    const stop = visibility.onChange(look);
    signal.addEventListener('abort', look);
  });
}
