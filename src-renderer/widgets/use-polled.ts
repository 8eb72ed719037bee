import { useEffect, useState } from 'react';
import type { CallFailure, ConsoleClient } from '../../src-main/bridge/contract.ts';
import { pageVisibility, poll } from '../bridge/poll.ts';
import { pageTimer } from '../bridge/timer.ts';
import { useConnection } from '../stores/connection.ts';

/** What the console answered last, and how the newest question failed if it did. */
export interface Polled<T> {
  readonly value: T | null;
  readonly failure: CallFailure | null;
  /** The newest question was answered: the value is of now. */
  readonly current: boolean;
}

/**
 * Asks the console again and again while this is drawn and the page can be seen.
 *
 * @param ask must be the same function from one drawing to the next
 */
export function usePolled<T>(
  ask: (client: ConsoleClient, signal: AbortSignal) => Promise<T>,
  everyMs: number,
): Polled<T> {
  const client = useConnection(({ phase, client: current }) => (phase === 'alive' ? current : null));
  const [answer, setAnswer] = useState<Omit<Polled<T>, 'current'>>({ value: null, failure: null });
  useEffect(() => {
    if (client === null) return;
    const left = new AbortController();
    const wish = {
      ask: (signal: AbortSignal) => ask(client, signal),
      onAnswer: (value: T) => setAnswer({ value, failure: null }),
      onFailure: (failure: CallFailure) => setAnswer(({ value }) => ({ value, failure })),
      everyMs,
    };
    void poll(wish, pageVisibility, pageTimer, left.signal);
    return () => left.abort();
  }, [client, ask, everyMs]);
  return { ...answer, current: client !== null && answer.failure === null };
}
