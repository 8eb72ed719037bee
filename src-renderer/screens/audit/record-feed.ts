import {
  toConsoleError,
  type AuditRecord,
  type AuditView,
  type AuditWish,
  type CallFailure,
  type ConsoleClient,
} from '../../../src-main/bridge/contract.ts';
import { poll, type Visibility } from '../../bridge/poll.ts';
import type { Timer } from '../../bridge/timer.ts';
import { countedRecords } from './counted-records.ts';
import { numberedRecords, type NumberedRecords } from './numbered-records.ts';
import { oldestRecord } from './oldest-record.ts';
import { createPageRequests } from './page-requests.ts';
import { lackingPages, type PageQuestion, type Reach, type RecordOrder } from './record-order.ts';
import { createRecordPages, PAGE, pageOf, type Slot } from './record-pages.ts';

/** How often it is looked whether there are newer ones, ms. */
const TAIL_MS = 2_000;
/** Rows beyond those that are drawn: as many as a quick wheel passes while a page is on its way. */
const AHEAD = 40;
const NOWHERE: Reach = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };

/** The records as they are known at one moment; another object whenever anything has changed. */
export interface RecordsSeen extends Reach {
  /** The list began anew when this is another number: places mean other records than before. */
  readonly edition: number;
  readonly view: AuditView;
  /** A place is a record's id, and any can be asked for; else places are counted as they come. */
  readonly numbered: boolean;
  /** `low` is the oldest there is. */
  readonly complete: boolean;
  at(place: number): Slot;
}

export interface FeedState {
  /** Null before the first answer. */
  readonly seen: RecordsSeen | null;
  readonly failure: CallFailure | null;
}

/** The records that fit a wish, asked for where somebody looks. */
export interface RecordFeed {
  readonly state: () => FeedState;
  onChange(listener: () => void): () => void;
  /** The places that are in sight now. */
  want(reach: Reach): void;
  /** Asks this console from now on, until the answer is called. @param tail follow the end of the log */
  follow(client: ConsoleClient, tail: boolean): () => void;
}

export function createRecordFeed(wish: AuditWish, visibility: Visibility, timer: Timer): RecordFeed {
  const listeners = new Set<() => void>();
  let state: FeedState = { seen: null, failure: null };
  let edition = 0;
  let pages = createRecordPages();
  let order: RecordOrder | null = null;
  let reach: Reach = NOWHERE;
  let moved: (leapt: boolean) => void = () => {};
  /** Of the tail, and of the pages: one may fail while the other does not. */
  let failures: Readonly<Record<'page' | 'tail', CallFailure | null>> = { page: null, tail: null };

  function tell(seen = state.seen): void {
    state = { seen, failure: failures.page ?? failures.tail };
    for (const listener of listeners) listener();
  }

  function fails(which: keyof typeof failures, failure: CallFailure | null): void {
    if (failures[which] === failure) return;
    failures = { ...failures, [which]: failure };
    tell();
  }

  function show(view: AuditView, { newest: high, oldest: low, complete, numbered }: RecordOrder): void {
    tell({ edition, view, numbered, complete, low, high, at: pages.at });
  }

  /** Begins anew. Whoever sees a part only has to count: the ids between are not his. */
  function begin(view: AuditView, records: readonly AuditRecord[]): NumberedRecords | null {
    edition += 1;
    pages = createRecordPages();
    reach = NOWHERE;
    const whole = view === 'full' && Object.keys(wish).length === 0 ? numberedRecords(pages) : null;
    order = whole ?? countedRecords(pages);
    order.takeNewest(records);
    show(view, order);
    return whole;
  }

  function lacking(): number[] {
    if (order === null) return [];
    return lackingPages(order, pages, { low: reach.low - AHEAD, high: reach.high + AHEAD });
  }

  return {
    state: () => state,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    want(next) {
      const leapt = next.low > reach.high + AHEAD || next.high < reach.low - AHEAD;
      reach = next;
      for (let page = pageOf(next.low); page <= pageOf(next.high); page++) pages.use(page);
      if (lacking().length === 0) fails('page', null);
      moved(leapt);
    },
    follow(client, tail) {
      const left = new AbortController();
      const asked = (question: Pick<PageQuestion, 'limit'> & Partial<PageQuestion>, signal: AbortSignal) =>
        client.audit.page({ ...wish, limit: question.limit, ...beforeOf(question) }, { signal });

      async function askPage(page: number, signal: AbortSignal): Promise<boolean> {
        const asking = order;
        if (asking === null) return false;
        try {
          const question = asking.question(page);
          const { view, records } = await asked(question, signal);
          if (signal.aborted || asking !== order) return true;
          asking.take(question, records);
          failures = { ...failures, page: null };
          show(view, asking);
          return true;
        } catch (error) {
          if (!signal.aborted) fails('page', toConsoleError(error));
          return false;
        }
      }

      async function findOldest(whole: NumberedRecords): Promise<void> {
        const below = async (before: number) => (await asked({ before, limit: 1 }, left.signal)).records[0]?.id ?? null;
        const oldest = await oldestRecord(below, whole.newest);
        if (whole !== order || oldest === whole.oldest) return;
        whole.beginAt(oldest);
        show('full', whole);
      }

      function takeNewest({ view, records }: { readonly view: AuditView; readonly records: readonly AuditRecord[] }) {
        fails('tail', null);
        const news = order && state.seen?.view === view ? order.takeNewest(records) : 'other';
        if (order && news === 'new') show(view, order);
        if (news !== 'other') return;
        const whole = begin(view, records);
        // while that is not known, and if it cannot be, rows of what is not kept any more say so one by one
        if (whole) findOldest(whole).catch(() => {});
      }

      const requests = createPageRequests({ lacking, ask: askPage, timer });
      moved = requests.moved;
      moved(false);
      const tailing = new AbortController();
      const newest = {
        ask: (signal: AbortSignal) => asked({ limit: PAGE }, signal),
        onAnswer(answer: Parameters<typeof takeNewest>[0]) {
          takeNewest(answer);
          if (!tail) tailing.abort();
        },
        onFailure: (failure: CallFailure) => fails('tail', failure),
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

const beforeOf = ({ before }: { readonly before?: number }) => (before === undefined ? {} : { before });
