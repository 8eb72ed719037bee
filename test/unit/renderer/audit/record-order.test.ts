import { describe, expect, it } from 'vitest';
import { countedRecords } from '../../../../src-renderer/screens/audit/counted-records.ts';
import { numberedRecords } from '../../../../src-renderer/screens/audit/numbered-records.ts';
import { lackingPages, type RecordOrder } from '../../../../src-renderer/screens/audit/record-order.ts';
import { createRecordPages, PAGE } from '../../../../src-renderer/screens/audit/record-pages.ts';
import { fakeRecord } from '../../../support/fake-audit.ts';

/** The newest of these ids below `before`, as the console answers. */
const answer = (ids: readonly number[], limit: number, before = Number.POSITIVE_INFINITY) =>
  ids
    .filter((id) => id < before)
    .toSorted((one, other) => other - one)
    .slice(0, limit)
    .map(fakeRecord);

const ids = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, place) => from + place * step);

/** Asks for what lacks in reach until nothing does, as the feed does. */
function fetchAll(
  order: RecordOrder,
  pages: ReturnType<typeof createRecordPages>,
  log: readonly number[],
  reach: { low: number; high: number },
) {
  const asked = [];
  for (
    let page = lackingPages(order, pages, reach)[0];
    page !== undefined;
    page = lackingPages(order, pages, reach)[0]
  ) {
    const question = order.question(page);
    asked.push(question);
    if (asked.length > 50) throw new Error('asks for ever');
    order.take(question, answer(log, question.limit, question.before));
  }
  return asked;
}

const idAt = (pages: ReturnType<typeof createRecordPages>, place: number) => {
  const slot = pages.at(place);
  return slot === null || slot === 'gone' ? slot : slot.id;
};

describe('the whole log', () => {
  const MILLION = 1_000_000;
  function million(newest = MILLION) {
    const pages = createRecordPages();
    const order = numberedRecords(pages);
    order.takeNewest(
      ids(newest - PAGE + 1, newest)
        .toReversed()
        .map(fakeRecord),
    );
    return { pages, order };
  }

  it('has a place for every record from the first answer on', () => {
    const { pages, order } = million();
    expect([order.newest, order.oldest, order.complete]).toEqual([MILLION, 1, true]);
    expect([idAt(pages, MILLION), idAt(pages, MILLION - PAGE + 1), idAt(pages, 1)]).toEqual([
      MILLION,
      MILLION - PAGE + 1,
      null,
    ]);
  });

  it('asks for any place by its id, and for pages that are in sight only', () => {
    const { pages, order } = million();
    expect(lackingPages(order, pages, { low: 400_001, high: 400_030 })).toEqual([4000]);
    expect(lackingPages(order, pages, { low: 399_990, high: 400_030 })).toEqual([4000, 3999]);
    expect(order.question(4000)).toEqual({ high: 400_100, low: 400_001, before: 400_101, limit: PAGE });
  });

  it('asks for nothing above the newest and below the oldest, and for the uppermost page as far as it goes', () => {
    const { pages, order } = million(250);
    expect(lackingPages(order, pages, { low: -40, high: 300 })).toEqual([1, 0]);
    pages.put(250, null);
    expect(order.question(2)).toEqual({ high: 250, low: 201, before: 251, limit: 50 });
    order.beginAt(140);
    expect(lackingPages(order, pages, { low: -40, high: 240 })).toEqual([1]);
    order.beginAt(160);
    expect(lackingPages(order, pages, { low: -40, high: 240 })).toEqual([]);
  });

  it('shows what does not come back as gone, once, and lets no record take the place of another', () => {
    const { pages, order } = million();
    const kept = [...ids(1, 5_020), ...ids(5_031, 5_050)];
    expect(fetchAll(order, pages, kept, { low: 5_001, high: 5_100 })).toHaveLength(1);
    expect([5_020, 5_021, 5_030, 5_031, 5_050, 5_051].map((place) => idAt(pages, place))).toEqual([
      5_020,
      'gone',
      'gone',
      5_031,
      5_050,
      'gone',
    ]);
    expect([idAt(pages, 5_000), idAt(pages, 4_991)], 'older ones that came instead').toEqual([null, null]);
  });

  it('takes new ones in at the top, also when more have come than an answer holds', () => {
    const { pages, order } = million(1_000);
    expect(order.takeNewest(answer(ids(1, 1_000), PAGE))).toBe('known');
    expect(order.takeNewest(answer(ids(1, 1_003), PAGE))).toBe('new');
    expect([order.newest, idAt(pages, 1_003), idAt(pages, 1_000)]).toEqual([1_003, 1_003, 1_000]);
    expect(order.takeNewest(answer(ids(1, 2_000), PAGE))).toBe('new');
    expect(lackingPages(order, pages, { low: 1_000, high: 2_000 })).toEqual(ids(10, 18).toReversed());
  });

  it('is another log when the newest is older than before', () => {
    expect(million(1_000).order.takeNewest(answer(ids(1, 990), PAGE))).toBe('other');
    expect(million(1_000).order.takeNewest([])).toBe('other');
  });

  it('may be empty', () => {
    const pages = createRecordPages();
    const order = numberedRecords(pages);
    expect(order.takeNewest([])).toBe('known');
    expect([order.newest - order.oldest + 1, lackingPages(order, pages, { low: -40, high: 40 })]).toEqual([0, []]);
    expect(order.takeNewest([fakeRecord(1)])).toBe('new');
    expect([order.newest, idAt(pages, 1)]).toEqual([1, 1]);
  });
});

describe('what fits a filter', () => {
  const LOG = ids(10, 10_000, 10);
  function filtered(log = LOG, kept = 3) {
    const pages = createRecordPages(kept);
    const order = countedRecords(pages);
    order.takeNewest(answer(log, PAGE));
    return { pages, order };
  }

  it('begins with the newest page and grows by a page when the end comes near', () => {
    const { pages, order } = filtered();
    expect([order.newest, order.oldest, order.complete]).toEqual([100, 1, false]);
    expect(lackingPages(order, pages, { low: 30, high: 60 })).toEqual([]);
    expect(fetchAll(order, pages, LOG, { low: -10, high: 60 })).toMatchObject([{ before: 9_010, limit: PAGE }]);
    expect([order.oldest, idAt(pages, 1), idAt(pages, 0), idAt(pages, -99)]).toEqual([-99, 9_010, 9_000, 8_010]);
  });

  it.each([
    ['a last page that is not full', ids(10, 2_550, 10)],
    ['a last page that is full', ids(10, 3_000, 10)],
    ['fewer than a page', ids(10, 400, 10)],
    ['one', [10]],
    ['none', []],
  ])('ends with %s', (_, log) => {
    const { pages, order } = filtered(log, 30);
    for (let low = 60; low > -1_000; low -= 20) fetchAll(order, pages, log, { low, high: low + 30 });
    expect([order.complete, order.newest - order.oldest + 1]).toEqual([true, log.length]);
    const shown = ids(order.oldest, order.newest).map((place) => idAt(pages, place));
    expect(shown).toEqual(log);
  });

  it('is asked for again where pages were forgotten, and stands in the same places', () => {
    const { pages, order } = filtered();
    for (let low = 60; low > -800; low -= 20) fetchAll(order, pages, LOG, { low, high: low + 30 });
    expect([pages.size, idAt(pages, 100), idAt(pages, -150)]).toEqual([3 * PAGE, null, null]);
    const asked = fetchAll(order, pages, LOG, { low: -160, high: -90 });
    expect(asked.map(({ before, limit }) => [before, limit])).toEqual([
      [9_001, PAGE],
      [8_001, PAGE],
    ]);
    expect([idAt(pages, -90), idAt(pages, -150)]).toEqual([8_100, 7_500]);
  });

  it('takes new ones in at the top without moving any place, and knows where their page begins', () => {
    const { pages, order } = filtered();
    const grown = [...LOG, ...ids(10_010, 10_500, 10)];
    expect(order.takeNewest(answer(grown, PAGE))).toBe('new');
    expect([order.newest, idAt(pages, 150), idAt(pages, 100)]).toEqual([150, 10_500, 10_000]);
    for (let low = 60; low > -800; low -= 20) fetchAll(order, pages, grown, { low, high: low + 30 });
    expect(idAt(pages, 150)).toBe(null);
    fetchAll(order, pages, grown, { low: 95, high: 150 });
    expect([150, 101, 100, 95].map((place) => idAt(pages, place))).toEqual([10_500, 10_010, 10_000, 9_950]);
  });

  it('begins anew when records lie between, or an older state was restored', () => {
    expect(filtered().order.takeNewest(answer([...LOG, ...ids(10_010, 12_000, 10)], PAGE))).toBe('other');
    expect(filtered().order.takeNewest(answer(ids(10, 9_500, 10), PAGE))).toBe('other');
    expect(filtered().order.takeNewest([])).toBe('other');
    expect(filtered().order.takeNewest(answer(LOG, PAGE))).toBe('known');
  });

  it('shows what retention took of a forgotten page as gone', () => {
    const { pages, order } = filtered(LOG, 1);
    fetchAll(order, pages, LOG, { low: -10, high: 0 });
    expect(idAt(pages, 50)).toBe(null);
    fetchAll(order, pages, [], { low: 50, high: 60 });
    expect(idAt(pages, 50)).toBe('gone');
  });
});
