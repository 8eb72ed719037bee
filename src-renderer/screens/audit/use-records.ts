import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { AuditWish } from '../../../src-main/bridge/contract.ts';
import { pageVisibility } from '../../bridge/poll.ts';
import { pageTimer } from '../../bridge/timer.ts';
import { useConnection } from '../../stores/connection.ts';
import type { KnownState } from './known-records.ts';
import { createRecordFeed, type RecordFeed } from './record-feed.ts';

/**
 * The records that fit, asked for where somebody looks, and the newest as they come. What is known survives that the
 * connection is made anew.
 *
 * @param wish must be the same object from one drawing to the next
 * @param tail follow the end of the log
 */
export function useRecords(wish: AuditWish, tail: boolean): KnownState & Pick<RecordFeed, 'want'> {
  const client = useConnection(({ phase, client: current }) => (phase === 'alive' ? current : null));
  const feed = useMemo(() => createRecordFeed(wish, pageVisibility, pageTimer), [wish]);
  useEffect(() => (client === null ? undefined : feed.follow(client, tail)), [feed, client, tail]);
  const { seen, failure } = useSyncExternalStore(feed.onChange, feed.state);
  return { seen, failure, want: feed.want };
}
