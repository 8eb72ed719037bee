import { array, assert, double, integer, nat, oneof, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  elementHeight,
  scrolledOn,
  scrollTo,
  shiftAt,
  TALLEST,
  type Heights,
  type ScrollPlace,
} from '../../../src-renderer/widgets/scaled-scroll.ts';

const MILLION: Heights = { rows: 44_000_000, view: 435 };
const TEN_MILLION: Heights = { rows: 440_000_000, view: 435 };
const start: ScrollPlace = { scrolled: 0, shift: 0 };
const placeOf = ({ scrolled, shift }: ScrollPlace) => scrolled + shift;

/** Scrolls as a browser does: it lets nobody scroll beyond the element's ends. */
function scroller(heights: Heights) {
  let at = start;
  const end = elementHeight(heights.rows) - heights.view;
  const to = (scrolled: number) => (at = scrolledOn(heights, at, Math.max(0, Math.min(scrolled, end))));
  return {
    by: (px: number) => to(at.scrolled + px),
    drag: (share: number) => to(Math.round(share * end)),
    place: () => placeOf(at),
    end,
  };
}

describe('rows that fit into an element', () => {
  it('are not shifted, wherever somebody is', () => {
    const heights = { rows: TALLEST, view: 435 };
    expect(elementHeight(heights.rows)).toBe(TALLEST);
    for (const px of [0, 1, 435, 2_000_000, TALLEST - 435]) {
      expect(scrolledOn(heights, start, px)).toEqual({ scrolled: px, shift: 0 });
      expect(scrollTo(heights, px)).toEqual({ scrolled: px, shift: 0 });
    }
  });

  it('and are fewer than a view stay at the top', () => {
    expect(scrollTo({ rows: 44, view: 435 }, 100)).toEqual(start);
    expect(scrollTo({ rows: 0, view: 435 }, 0)).toEqual(start);
  });
});

describe.each([
  ['a million', MILLION],
  ['ten million', TEN_MILLION],
  ['one more than fit', { rows: Math.ceil(TALLEST / 44) * 44, view: 435 }],
])('the rows of %s', (_, heights) => {
  const last = heights.rows - heights.view;

  it('are in an element that no zoom makes too tall', () => {
    expect(elementHeight(heights.rows) * 5).toBeLessThan(2 ** 31 / 64);
  });

  it('are reached by dragging from end to end, in order', () => {
    const { drag, place } = scroller(heights);
    let before = -1;
    for (let track = 0; track <= 500; track++) {
      drag(track / 500);
      expect(place()).toBeGreaterThan(before);
      before = place();
    }
    expect(before).toBe(last);
    drag(0);
    expect(place()).toBe(0);
  });

  it('move by as many pixels as the wheel is turned, also on from where somebody has dragged', () => {
    const { by, drag, place } = scroller(heights);
    for (const share of [0, 0.001, 0.3, 0.9, 0.99]) {
      drag(share);
      const begun = place();
      for (let turn = 1; turn <= 30; turn++) {
        by(100);
        expect(place()).toBe(Math.min(last, begun + turn * 100));
      }
      for (let turn = 0; turn < 30; turn++) by(-100);
      expect(place()).toBeLessThanOrEqual(begun);
    }
  });

  it('are brought to a place exactly, and no further than the end', () => {
    for (const row of [0, 1, 4_544, 4_545, 45_454, 90_000]) {
      expect(placeOf(scrollTo(heights, row * 44))).toBe(Math.min(last, row * 44));
    }
    expect(placeOf(scrollTo(heights, -44))).toBe(0);
    expect(placeOf(scrollTo(heights, heights.rows))).toBe(last);
    expect(scrollTo(heights, heights.rows).scrolled).toBe(elementHeight(heights.rows) - heights.view);
  });
});

it('the wheel alone passes a part after the other, and reaches both ends', () => {
  const { by, place } = scroller(MILLION);
  // more than twice the view at once would be a drag
  for (let turn = 0; turn * 800 <= MILLION.rows; turn++) by(800);
  expect(place()).toBe(MILLION.rows - MILLION.view);
  for (let turn = 0; turn * 800 <= MILLION.rows; turn++) by(-800);
  expect(place()).toBe(0);
});

it('whatever somebody does, he is between the ends, and the wheel moves on from there', () => {
  const step = oneof(
    record({ by: integer({ min: -870, max: 870 }) }),
    record({ drag: double({ min: 0, max: 1, noNaN: true }) }),
  );
  assert(
    property(array(step, { maxLength: 60 }), (steps) => {
      const { by, drag, place } = scroller(MILLION);
      for (const one of steps) {
        const before = place();
        if ('drag' in one) drag(one.drag);
        else by(one.by);
        expect(place()).toBeGreaterThanOrEqual(0);
        expect(place()).toBeLessThanOrEqual(MILLION.rows - MILLION.view);
        if ('by' in one) expect(Math.abs(place() - before)).toBeLessThanOrEqual(Math.abs(one.by));
      }
    }),
  );
});

it('the shift never goes back further down, and is whole pixels', () => {
  assert(
    property(nat(MILLION.rows), nat(MILLION.rows), (one, other) => {
      const [above, below] = [shiftAt(MILLION.rows, Math.min(one, other)), shiftAt(MILLION.rows, Math.max(one, other))];
      expect(above).toBeLessThanOrEqual(below);
      expect(Number.isInteger(above)).toBe(true);
    }),
  );
});
