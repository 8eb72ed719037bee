import type { AuditRecord } from '../../../src-main/bridge/contract.ts';
import type { RecordOrder } from './record-order.ts';
import { highestOf, lowestOf, type RecordPages } from './record-pages.ts';

/** The whole log: a record's place is its id, so that any place can be asked for without having seen those above it. */
export interface NumberedRecords extends RecordOrder {
  /** Nothing older than this id is kept any more. */
  beginAt(id: number): void;
}

export function numberedRecords(pages: RecordPages): NumberedRecords {
  let newest = 0;
  let oldest = 1;

  /** What does not come back is not kept any more: ids are given without gaps, and only retention takes records away. */
  function put(high: number, low: number, records: readonly AuditRecord[]): void {
    const known = new Map(records.map((record) => [record.id, record]));
    for (let id = low; id <= high; id++) pages.put(id, known.get(id) ?? 'gone');
  }

  return {
    numbered: true,
    get newest() {
      return newest;
    },
    get oldest() {
      return oldest;
    },
    complete: true,
    question(page) {
      const [high, low] = [Math.min(newest, highestOf(page)), lowestOf(page)];
      return { high, low, before: high + 1, limit: high - low + 1 };
    },
    take: ({ high, low }, records) => put(high, low, records),
    takeNewest(records) {
      const [first, last] = [records[0]?.id ?? 0, records.at(-1)?.id ?? 1];
      if (first === newest) return 'known';
      // ids only grow, unless an older state of the store was restored
      if (first < newest) return 'other';
      put(first, Math.max(last, newest + 1), records);
      newest = first;
      return 'new';
    },
    beginAt: (id) => void (oldest = id),
  };
}
