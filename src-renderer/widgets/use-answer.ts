import { useCallback, useEffect, useState } from 'react';
import { toConsoleError, type CallFailure, type ConsoleClient } from '../../src-main/bridge/contract.ts';
import { useConnection } from '../stores/connection.ts';

/** What the console answered to a question; asked again after a reconnect and whenever `again` is called. */
export interface Answer<T> {
  readonly value: T | null;
  readonly failure: CallFailure | null;
  again(): void;
}

/** @param ask must be the same function from one drawing to the next */
export function useAnswer<T>(ask: (client: ConsoleClient, signal: AbortSignal) => Promise<T>): Answer<T> {
  const client = useConnection(({ phase, client: current }) => (phase === 'alive' ? current : null));
  const [answer, setAnswer] = useState<Pick<Answer<T>, 'value' | 'failure'>>({ value: null, failure: null });
  const load = useCallback(() => {
    const left = new AbortController();
    if (client !== null) {
      ask(client, left.signal)
        .then((value) => left.signal.aborted || setAnswer({ value, failure: null }))
        .catch((error: unknown) => {
          if (!left.signal.aborted) setAnswer(({ value }) => ({ value, failure: toConsoleError(error) }));
        });
    }
    return () => left.abort();
  }, [client, ask]);
  useEffect(load, [load]);
  return { ...answer, again: () => void load() };
}
