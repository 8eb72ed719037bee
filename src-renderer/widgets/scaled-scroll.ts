/**
 * Rows that are taller together than an element may be. Chromium ends at some 33.5 million device pixels
 * (LayoutUnit: 2^31 / 64), which is a fifth of that at a zoom of 500 %: beyond a safe height the element stays as it is
 * and the rows are shifted under it. The wheel and the keys move by as many pixels as anywhere; the scrollbar, where a
 * pixel is many rows, moves in proportion.
 *
 * `place` is where the view begins among all rows, px; `scrolled` is where the element is scrolled to, px; the shift is
 * what one is more than the other.
 */

/** Height of the element at most, px. */
export const TALLEST = 4_000_000;
/** Height of the rows for which the shift is the same: far more than anyone scrolls in one movement. */
const PART = TALLEST / 20;

export interface Heights {
  /** Of all rows, px. */
  readonly rows: number;
  /** Of what is in sight of them, px. */
  readonly view: number;
}

export interface ScrollPlace {
  readonly scrolled: number;
  readonly shift: number;
}

export const elementHeight = (rows: number): number => Math.min(rows, TALLEST);

/**
 * The shift around a place: none in the first part and all there is in the last, so that both ends are reached by the
 * wheel as well, and whole pixels between them.
 */
export function shiftAt(rows: number, place: number): number {
  if (rows <= TALLEST) return 0;
  const last = Math.floor(rows / PART) - 1;
  const part = Math.min(last, Math.floor(place / PART));
  return Math.round((part / last) * (rows - TALLEST));
}

/** Where the element must be scrolled to for a place, which is brought between the ends. */
export function scrollTo({ rows, view }: Heights, place: number): ScrollPlace {
  const within = Math.max(0, Math.min(place, rows - view));
  const shift = shiftAt(rows, within);
  return { scrolled: within - shift, shift };
}

/**
 * Where somebody is who scrolled the element from `before` to `scrolled`. Where the answer's `scrolled` is another one,
 * the element must be brought there while its rows are drawn with the new shift: nothing is seen of that.
 */
export function scrolledOn({ rows, view }: Heights, before: ScrollPlace, scrolled: number): ScrollPlace {
  if (rows <= TALLEST) return { scrolled, shift: 0 };
  const leapt = Math.abs(scrolled - before.scrolled) > 2 * view;
  if (!leapt) return scrollTo({ rows, view }, scrolled + before.shift);
  // the scrollbar stays where the hand has it
  const place = Math.round((scrolled / (TALLEST - view)) * (rows - view));
  return { scrolled, shift: place - scrolled };
}
