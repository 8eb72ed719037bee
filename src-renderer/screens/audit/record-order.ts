import type { AuditRecord } from '../../../src-main/bridge/contract.ts';
import { highestOf, lowestOf, pageOf, type RecordPages } from './record-pages.ts';

/** How the console is asked for the records of the places from `high` down to `low`. */
export interface PageQuestion {
  readonly high: number;
  readonly low: number;
  readonly before: number;
  readonly limit: number;
}

/** What the newest records of an answer were: none that were not known, new ones, or of another log than before. */
export type Newest = 'known' | 'new' | 'other';

/** Which place each record has, and how to ask for it: by its id, or by counting. */
export interface RecordOrder {
  /** A place is a record's id, and any can be asked for; else places are counted as they come. */
  readonly numbered: boolean;
  /** The place of the newest; below `oldest` when there is none. */
  readonly newest: number;
  readonly oldest: number;
  /** There is nothing older than `oldest`. */
  readonly complete: boolean;
  question(page: number): PageQuestion;
  /** @param records the answer, newest first */
  take(question: PageQuestion, records: readonly AuditRecord[]): void;
  /** After `other` nothing that is known holds any more. */
  takeNewest(records: readonly AuditRecord[]): Newest;
}

/** Places, both ends included. */
export interface Reach {
  readonly low: number;
  readonly high: number;
}

/** The pages that must be asked for so that everything within reach is there; the newest first. */
export function lackingPages(
  { newest, oldest, complete }: RecordOrder,
  pages: Pick<RecordPages, 'at'>,
  { low, high }: Reach,
): number[] {
  // below the oldest that is known there is a page more, until an answer says that there is none
  const from = Math.max(low, complete ? oldest : oldest - 1);
  const to = Math.min(high, newest);
  const lacking: number[] = [];
  for (let page = pageOf(to); page >= pageOf(from); page--) {
    const end = Math.min(to, highestOf(page));
    for (let place = Math.max(from, lowestOf(page)); place <= end; place++) {
      if (pages.at(place) !== null) continue;
      lacking.push(page);
      break;
    }
  }
  return lacking;
}
