import type { RecordOrder } from './record-order.ts';
import { highestOf, lowestOf, PAGE, pageOf, type RecordPages } from './record-pages.ts';

/**
 * What fits a filter, or may be seen: nobody knows how many there are. The first answer gets the places up to
 * {@link PAGE}, newer records those above, older ones those below, page by page as somebody scrolls. Of a page that was
 * forgotten it is remembered where it begins, so that it can be asked for again.
 */
export function countedRecords(pages: RecordPages): RecordOrder {
  let newest = 0;
  let oldest = 1;
  let complete = true;
  let newestId = 0;
  let oldestId = 0;
  const newestIdIn = new Map<number, number>();

  return {
    numbered: false,
    get newest() {
      return newest;
    },
    get oldest() {
      return oldest;
    },
    get complete() {
      return complete;
    },
    question(page) {
      if (highestOf(page) < oldest) return { high: oldest - 1, low: oldest - PAGE, before: oldestId, limit: PAGE };
      const [high, low] = [Math.min(newest, highestOf(page)), Math.max(oldest, lowestOf(page))];
      return { high, low, before: (newestIdIn.get(page) ?? 0) + 1, limit: high - low + 1 };
    },
    take({ high, low, limit }, records) {
      const older = high < oldest;
      if (older) {
        complete = records.length < limit;
        oldest -= records.length;
        oldestId = records.at(-1)?.id ?? oldestId;
        if (records[0]) newestIdIn.set(pageOf(high), records[0].id);
      }
      for (let place = high; place >= Math.max(low, oldest); place--) pages.put(place, records[high - place] ?? 'gone');
    },
    takeNewest(records) {
      const fresh = records.filter(({ id }) => id > newestId);
      const begins = newest < oldest;
      // no record that was known is among them: some lie between, or another state of the store was restored
      if (!begins && (fresh.length === records.length || (records[0]?.id ?? 0) < newestId)) return 'other';
      if (begins) {
        complete = records.length < PAGE;
        oldestId = records.at(-1)?.id ?? 0;
      }
      for (const record of fresh.toReversed()) {
        newest += 1;
        newestId = record.id;
        newestIdIn.set(pageOf(newest), record.id);
        pages.put(newest, record);
      }
      return fresh.length > 0 ? 'new' : 'known';
    },
  };
}
