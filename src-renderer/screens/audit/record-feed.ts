import {
  toConsoleError,
  type AuditWish,
  type CallFailure,
  type ConsoleClient,
} from '../../../src-main/bridge/contract.ts';
import { poll, type Visibility } from '../../bridge/poll.ts';
import type { Timer } from '../../bridge/timer.ts';
import { createKnownRecords, type KnownState, type RecordsAnswer } from './known-records.ts';
import type { NumberedRecords } from './numbered-records.ts';
import { oldestRecord } from './oldest-record.ts';
import { createPageRequests } from './page-requests.ts';
import type { Reach } from './record-order.ts';
import { PAGE } from './record-pages.ts';

/** How often it is looked whether there are newer ones, ms. */
const TAIL_MS = 2_000;

/** The records that fit a wish, asked for where somebody looks. */
export interface RecordFeed {
  readonly state: () => KnownState;
  onChange(listener: () => void): () => void;
  /** The places that are in sight now. */
  want(reach: Reach): void;
  /** Asks this console from now on, until the answer is called. @param tail follow the end of the log */
  follow(client: ConsoleClient, tail: boolean): () => void;
}

export function createRecordFeed(wish: AuditWish, visibility: Visibility, timer: Timer): RecordFeed {
  const known = createKnownRecords(Object.keys(wish).length > 0);
  let moved: (leapt: boolean) => void = () => {};

  return {
    state: known.state,
    onChange: known.onChange,
    want: (reach) => moved(known.look(reach)),
    follow(client, tail) {
      const left = new AbortController();
      const tailing = new AbortController();
      const ask = (part: { readonly before?: number; readonly limit: number }, signal: AbortSignal) =>
        client.audit.page({ ...wish, ...part }, { signal });

      async function askPage(number: number, signal: AbortSignal): Promise<boolean> {
        const page = known.page(number);
        if (page === null) return false;
        try {
          const answer = await ask({ before: page.before, limit: page.limit }, signal);
          return !signal.aborted && page.take(answer);
        } catch (error) {
          if (!signal.aborted) known.fails('page', toConsoleError(error));
          return false;
        }
      }

      async function findOldest(log: NumberedRecords): Promise<void> {
        const below = async (before: number) => (await ask({ before, limit: 1 }, left.signal)).records[0]?.id ?? null;
        known.beginAt(log, await oldestRecord(below, log.newest));
      }

      const requests = createPageRequests({ lacking: known.lacking, ask: askPage, timer });
      moved = requests.moved;
      moved(false);
      const newest = {
        ask: (signal: AbortSignal) => ask({ limit: PAGE }, signal),
        onAnswer(answer: RecordsAnswer) {
          const begun = known.takeNewest(answer);
          // while that is not known, and if it cannot be, rows of what is not kept any more say so one by one
          if (begun) findOldest(begun).catch(() => {});
          if (!tail) tailing.abort();
        },
        onFailure: (failure: CallFailure) => known.fails('newest', failure),
        everyMs: TAIL_MS,
      };
      void poll(newest, visibility, timer, AbortSignal.any([left.signal, tailing.signal]));
      return () => {
        left.abort();
        requests.stop();
        moved = () => {};
      };
    },
  };
}
