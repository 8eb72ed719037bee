import { describe, expect, it } from 'vitest';
import { createScaledRows } from '../../../src-renderer/widgets/scaled-rows.ts';
import { elementHeight } from '../../../src-renderer/widgets/scaled-scroll.ts';

const ROW = 44;
const HEADS = 45;

/** Rows in a frame of ten of them, that scrolls as a browser's does. */
function stand(count: number) {
  const rows = createScaledRows(ROW);
  let rowsThen = count;
  let scrolled = 0;
  const told: (() => void)[] = [];
  const frame = {
    clientHeight: HEADS + 10 * ROW,
    get scrollTop() {
      return scrolled;
    },
    set scrollTop(px) {
      scrolled = Math.max(0, Math.min(px, elementHeight(rowsThen * ROW) - 10 * ROW));
    },
    addEventListener: (_: string, listener: () => void) => void told.push(listener),
    removeEventListener: () => void told.splice(0),
  };
  let newest = count;
  const detach = rows.attach(frame as never, { offsetTop: HEADS });
  rows.contain(count, newest);
  const scrollBy = (px: number) => {
    frame.scrollTop += px;
    for (const tell of told) tell();
  };
  return {
    rows,
    detach,
    scrollBy,
    comeIn(more: number) {
      rowsThen += more;
      newest += more;
      rows.contain(rowsThen, newest);
    },
    grow(more: number) {
      rowsThen += more;
      rows.contain(rowsThen, newest);
    },
    /** Number of the uppermost row in sight, as `contain` numbers them, and by how much it is scrolled out, px. */
    top() {
      const place = scrolled + rows.state().shift;
      return [newest - Math.floor(place / ROW), place % ROW];
    },
    scrolled: () => scrolled,
  };
}

describe.each([1_000, 1_000_000])('%i rows', (count) => {
  it('are drawn as far as they are in sight, and some beyond', () => {
    const { rows, scrollBy } = stand(count);
    expect(rows.state()).toEqual({ first: 0, end: 18, shift: 0 });
    scrollBy(20 * ROW);
    expect(rows.state()).toEqual({ first: 12, end: 38, shift: 0 });
  });

  it('tell of other rows, not of every pixel', () => {
    const { rows, scrollBy } = stand(count);
    scrollBy(19 * ROW + 1);
    let told = 0;
    rows.onChange(() => (told += 1));
    for (let px = 0; px < 40; px++) scrollBy(1);
    expect(told).toBe(0);
    scrollBy(ROW);
    expect(told).toBe(1);
  });

  it('that come in appear to whoever is at the top', () => {
    const { comeIn, top } = stand(count);
    comeIn(3);
    expect(top()).toEqual([count + 3, 0]);
  });

  it.each([10, 30 * ROW + 7, 300 * ROW])('that come in do not push away what is read, %i px down', (px) => {
    const { comeIn, scrollBy, top } = stand(count);
    scrollBy(px);
    const reading = top();
    for (const more of [1, 5, 130]) comeIn(more);
    expect(top()).toEqual(reading);
  });

  it('that come below move nothing', () => {
    const { grow, scrollBy, top } = stand(count);
    scrollBy(31 * ROW);
    const reading = top();
    grow(100);
    expect(top()).toEqual(reading);
  });

  it('are gone to by their number, the last as far as the end allows', () => {
    const { rows, top } = stand(count);
    rows.goTo(500);
    expect(top()).toEqual([count - 500, 0]);
    rows.goTo(count - 1);
    expect(top()).toEqual([10, 0]);
    expect(rows.state().end).toBe(count);
    rows.goTo(0);
    expect(top()).toEqual([count, 0]);
  });

  it('are where they were after the end of the element was reached by the wheel', () => {
    const { rows, scrollBy, top } = stand(count);
    rows.goTo(count - 300);
    for (let turn = 0; turn < 400; turn++) scrollBy(ROW);
    expect(top()).toEqual([10, 0]);
  });
});

it('a drag to the middle of a million is at half of them, and what comes in then does not move that', () => {
  const { comeIn, scrollBy, top } = stand(1_000_000);
  scrollBy((elementHeight(Number.POSITIVE_INFINITY) - 10 * ROW) / 2);
  const [reading = 0] = top();
  expect(Math.abs(reading - 500_000)).toBeLessThan(10);
  const exactly = top();
  comeIn(100);
  expect(top()).toEqual(exactly);
});

it('rows that grow beyond what an element may be stay where they are', () => {
  const { comeIn, scrollBy, top } = stand(90_900);
  for (let turn = 0; turn < 50; turn++) scrollBy(800);
  const reading = top();
  for (let more = 0; more < 50; more++) comeIn(10);
  expect(top()).toEqual(reading);
});

it('fewer rows than are in sight are all drawn', () => {
  const { rows, comeIn } = stand(3);
  expect(rows.state()).toEqual({ first: 0, end: 3, shift: 0 });
  comeIn(1);
  expect(rows.state().end).toBe(4);
  expect(stand(0).rows.state()).toEqual({ first: 0, end: 0, shift: 0 });
});

it('a frame that is not looked at any more says nothing', () => {
  const { rows, detach, scrollBy } = stand(1_000);
  detach();
  scrollBy(5_000);
  expect(rows.state().first).toBe(0);
});
