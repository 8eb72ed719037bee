import type { AuditRecord, AuditView, CallFailure } from '../../../src-main/bridge/contract.ts';
import { countedRecords } from './counted-records.ts';
import { numberedRecords, type NumberedRecords } from './numbered-records.ts';
import { lackingPages, type PageQuestion, type Reach, type RecordOrder } from './record-order.ts';
import { createRecordPages, pageOf, type Slot } from './record-pages.ts';

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

export interface KnownState {
  /** Null before the first answer. */
  readonly seen: RecordsSeen | null;
  readonly failure: CallFailure | null;
}

export interface RecordsAnswer {
  readonly view: AuditView;
  /** Newest first. */
  readonly records: readonly AuditRecord[];
}

/** A question for a page, and where its answer belongs. */
export interface AskedPage extends PageQuestion {
  /** False when it is not about these records any more. */
  take(answer: RecordsAnswer): boolean;
}

/** What this page knows of the log: which records there are, those near to where somebody looks, and what fails. */
export interface KnownRecords {
  readonly state: () => KnownState;
  onChange(listener: () => void): () => void;
  /** Somebody looks at these places now; answers whether that is far from where he looked before. */
  look(reach: Reach): boolean;
  /** The pages that are wanted there, and not known. */
  lacking(): readonly number[];
  page(page: number): AskedPage | null;
  /** Answers the whole log when it begins anew with these. */
  takeNewest(answer: RecordsAnswer): NumberedRecords | null;
  /** Nothing older than this id is kept of that log. */
  beginAt(log: NumberedRecords, id: number): void;
  /** The newest and the pages are asked for apart from each other: one may fail while the other does not. */
  fails(what: 'page' | 'newest', failure: CallFailure | null): void;
}

/** @param filtered only some of the records are wanted */
export function createKnownRecords(filtered: boolean): KnownRecords {
  const listeners = new Set<() => void>();
  let state: KnownState = { seen: null, failure: null };
  let failures: Readonly<Record<'page' | 'newest', CallFailure | null>> = { page: null, newest: null };
  let edition = 0;
  let pages = createRecordPages();
  let order: RecordOrder | null = null;
  let reach = NOWHERE;

  function tell(seen = state.seen): void {
    state = { seen, failure: failures.page ?? failures.newest };
    for (const listener of listeners) listener();
  }

  function fails(what: keyof typeof failures, failure: CallFailure | null): void {
    if (failures[what] === failure) return;
    failures = { ...failures, [what]: failure };
    tell();
  }

  function show(view: AuditView, { newest: high, oldest: low, complete, numbered }: RecordOrder): void {
    tell({ edition, view, numbered, complete, low, high, at: pages.at });
  }

  /** Whoever sees a part only has to count: the ids between are not his. */
  function begin({ view, records }: RecordsAnswer): NumberedRecords | null {
    edition += 1;
    pages = createRecordPages();
    reach = NOWHERE;
    failures = { page: null, newest: null };
    const whole = view === 'full' && !filtered ? numberedRecords(pages) : null;
    order = whole ?? countedRecords(pages);
    order.takeNewest(records);
    show(view, order);
    return whole;
  }

  function lacking(): readonly number[] {
    if (order === null) return [];
    return lackingPages(order, pages, { low: reach.low - AHEAD, high: reach.high + AHEAD });
  }

  return {
    state: () => state,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look(next) {
      const leapt = next.low > reach.high + AHEAD || next.high < reach.low - AHEAD;
      reach = next;
      for (let page = pageOf(next.low); page <= pageOf(next.high); page++) pages.use(page);
      if (lacking().length === 0) fails('page', null);
      return leapt;
    },
    lacking,
    page(page) {
      const asking = order;
      if (asking === null) return null;
      const question = asking.question(page);
      return {
        ...question,
        take({ view, records }) {
          if (asking !== order || view !== state.seen?.view) return false;
          asking.take(question, records);
          failures = { ...failures, page: null };
          show(view, asking);
          return true;
        },
      };
    },
    takeNewest(answer) {
      fails('newest', null);
      const news = order && state.seen?.view === answer.view ? order.takeNewest(answer.records) : 'other';
      if (news === 'other') return begin(answer);
      if (order && news === 'new') show(answer.view, order);
      return null;
    },
    beginAt(log, id) {
      if (log !== order || log.oldest === id) return;
      log.beginAt(id);
      show('full', log);
    },
    fails,
  };
}
