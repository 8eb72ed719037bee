import { useCallback, useEffect, useRef, useState } from 'react';
import {
  toConsoleError,
  type AuditRecord,
  type AuditView,
  type AuditWish,
  type CallFailure,
  type ConsoleClient,
} from '../../../src-main/bridge/contract.ts';
import { pageVisibility, poll } from '../../bridge/poll.ts';
import { pageTimer } from '../../bridge/timer.ts';
import { useConnection } from '../../stores/connection.ts';

export interface Records {
  /** Newest first, as far as they were asked for; null before the first answer. */
  readonly records: readonly AuditRecord[] | null;
  readonly view: AuditView;
  /** There are no older ones. */
  readonly complete: boolean;
  readonly failure: CallFailure | null;
  /** Asks for older ones; does nothing while that goes on, and when there are none. */
  more(): void;
}

const PAGE = 200;
/** How often it is looked whether there are newer ones, ms. */
const TAIL_MS = 2_000;

interface Loaded extends Pick<Records, 'records' | 'view' | 'complete' | 'failure'> {
  readonly wish: AuditWish | null;
}

const NOTHING: Loaded = { records: null, view: 'limited', complete: false, failure: null, wish: null };

/**
 * The records that fit, page by page, and the newest as they come.
 *
 * @param wish must be the same object from one drawing to the next
 * @param tail follow the end of the log
 */
export function useRecords(wish: AuditWish, tail: boolean): Records {
  const client = useConnection(({ phase, client: current }) => (phase === 'alive' ? current : null));
  const [loaded, setLoaded] = useState<Loaded>(NOTHING);
  const asking = useRef(false);
  const current = loaded.wish === wish ? loaded : NOTHING;

  useEffect(() => {
    if (client === null) return;
    const left = new AbortController();
    const ask = (signal: AbortSignal) => client.audit.page({ ...wish, limit: PAGE }, { signal });
    const wanted = {
      ask,
      onAnswer: ({ view, records }: Awaited<ReturnType<typeof ask>>) => {
        setLoaded((before) => ({ ...withNewest(before.wish === wish ? before : NOTHING, records), view, wish }));
        if (!tail) left.abort();
      },
      onFailure: (failure: CallFailure) => setLoaded((before) => ({ ...before, failure })),
      everyMs: TAIL_MS,
    };
    void poll(wanted, pageVisibility, pageTimer, left.signal);
    return () => left.abort();
  }, [client, wish, tail]);

  const more = useCallback(() => {
    const last = current.records?.at(-1);
    if (client === null || asking.current || current.complete || !last) return;
    asking.current = true;
    void olderThan(client, wish, last.id)
      .then((answer) =>
        setLoaded((before) => (before.wish === wish ? { ...before, ...withOlder(before, answer) } : before)),
      )
      .finally(() => (asking.current = false));
  }, [client, wish, current]);

  return { ...current, more };
}

async function olderThan(client: ConsoleClient, wish: AuditWish, before: number) {
  try {
    return { records: (await client.audit.page({ ...wish, before, limit: PAGE })).records, failure: null };
  } catch (error) {
    return { records: null, failure: toConsoleError(error) };
  }
}

/** Puts the newest page before what is there; begins anew when records lie between the two. */
function withNewest(before: Loaded, newest: readonly AuditRecord[]): Pick<Loaded, 'records' | 'complete' | 'failure'> {
  const known = before.records ?? [];
  const fresh = newest.filter(({ id }) => id > (known[0]?.id ?? 0));
  if (known.length > 0 && fresh.length < newest.length) {
    const records = fresh.length === 0 ? known : [...fresh, ...known];
    return { records, complete: before.complete, failure: null };
  }
  return { records: newest, complete: newest.length < PAGE, failure: null };
}

function withOlder(
  { records: known }: Loaded,
  { records, failure }: Awaited<ReturnType<typeof olderThan>>,
): Partial<Loaded> {
  if (records === null) return { failure };
  const last = known?.at(-1)?.id ?? Number.POSITIVE_INFINITY;
  const older = records.filter(({ id }) => id < last);
  return { records: [...(known ?? []), ...older], complete: records.length < PAGE, failure: null };
}
