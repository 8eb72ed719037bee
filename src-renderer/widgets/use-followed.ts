import { useEffect, useState } from 'react';
import type { CallFailure, ConsoleClient } from '../../src-main/bridge/contract.ts';
import { follow } from '../bridge/follow.ts';
import { pageTimer } from '../bridge/timer.ts';
import { useConnection } from '../stores/connection.ts';

/** What a stream of the console told last. */
export interface Followed<T> {
  /** Null: nothing yet, or the stream broke and nobody vouches for what it told. */
  readonly value: T | null;
  /** When it came, by this page's monotonic clock (ms). */
  readonly at: number;
  readonly failure: CallFailure | null;
}

/**
 * Follows a stream while this is drawn.
 *
 * @param subscribe must be the same function from one drawing to the next
 */
export function useFollowed<T>(
  subscribe: (client: ConsoleClient, options: { signal: AbortSignal }) => Promise<AsyncIterable<T>>,
): Followed<T> {
  const client = useConnection(({ phase, client: current }) => (phase === 'alive' ? current : null));
  const [told, setTold] = useState<Followed<T>>(NOTHING);
  useEffect(() => {
    if (client === null) return;
    const left = new AbortController();
    void follow(
      (options) => subscribe(client, options),
      (value) => setTold({ value, at: performance.now(), failure: null }),
      (failure) => setTold({ ...NOTHING, failure }),
      pageTimer,
      left.signal,
    );
    return () => {
      left.abort();
      // whoever is followed next vouches for nothing of this
      setTold(NOTHING);
    };
  }, [client, subscribe]);
  return client === null ? NOTHING : told;
}

const NOTHING = { value: null, at: 0, failure: null } as const;
