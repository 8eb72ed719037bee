import { describe, expect, it } from 'vitest';
import {
  createRecordPages,
  highestOf,
  lowestOf,
  PAGE,
  pageOf,
} from '../../../../src-renderer/screens/audit/record-pages.ts';
import { fakeRecord } from '../../../support/fake-audit.ts';

describe('pages', () => {
  it('hold a hundred places each, on both sides of the first', () => {
    expect([1, PAGE, PAGE + 1, 0, 1 - PAGE, -PAGE].map(pageOf)).toEqual([0, 0, 1, -1, -1, -2]);
    for (const page of [-2, -1, 0, 1, 10_000]) {
      expect([pageOf(lowestOf(page)), pageOf(highestOf(page))]).toEqual([page, page]);
      expect(highestOf(page) - lowestOf(page)).toBe(PAGE - 1);
    }
  });

  it('say nothing of places that nobody has put anything at', () => {
    const pages = createRecordPages();
    pages.put(150, fakeRecord(150));
    pages.put(149, 'gone');
    expect([151, 150, 149, 50].map((place) => pages.at(place))).toEqual([null, fakeRecord(150), 'gone', null]);
  });

  it('are forgotten when others were used since, the longest unused first', () => {
    const pages = createRecordPages(2);
    pages.put(lowestOf(0), 'gone');
    pages.put(lowestOf(1), 'gone');
    pages.use(0);
    pages.put(lowestOf(2), 'gone');
    expect([0, 1, 2].map((page) => pages.at(lowestOf(page)))).toEqual(['gone', null, 'gone']);
    pages.put(lowestOf(0) + 1, 'gone');
    pages.put(lowestOf(-1), 'gone');
    expect([0, 2, -1].map((page) => pages.at(lowestOf(page)))).toEqual(['gone', null, 'gone']);
  });

  it('are bounded however many are put', () => {
    const pages = createRecordPages(3);
    for (let id = 1; id <= 100_000; id++) pages.put(id, fakeRecord(id));
    expect(pages.size).toBe(3 * PAGE);
  });

  it('that were forgotten do not come back by being used', () => {
    const pages = createRecordPages(1);
    pages.put(1, 'gone');
    pages.put(PAGE + 1, 'gone');
    pages.use(0);
    expect([pages.at(1), pages.size]).toEqual([null, 1]);
  });
});
