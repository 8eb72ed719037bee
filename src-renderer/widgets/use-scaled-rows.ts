import { useLayoutEffect, useState, useSyncExternalStore, type RefObject } from 'react';
import { createScaledRows, type RowsInSight } from './scaled-rows.ts';

interface RowsWish {
  /** What scrolls; positioned, so that it can be seen where the rows begin in it. */
  readonly frame: RefObject<HTMLElement | null>;
  /** The element that holds the rows, as tall as `elementHeight` says. */
  readonly body: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Number of the first row, higher by one for each that has come in above it. */
  readonly newest: number;
  /** px */
  readonly rowHeight: number;
}

/** Which rows are in sight; drawn anew when that changes. */
export function useScaledRows(wish: RowsWish): RowsInSight & { readonly goTo: (row: number) => void } {
  const { frame, body, count, newest, rowHeight } = wish;
  const [rows] = useState(() => createScaledRows(rowHeight));
  useLayoutEffect(() => {
    if (!frame.current || !body.current) return;
    const detach = rows.attach(frame.current, body.current);
    const resized = new ResizeObserver(rows.look);
    resized.observe(frame.current);
    return () => {
      resized.disconnect();
      detach();
    };
  }, [rows, frame, body]);
  useLayoutEffect(() => rows.contain(count, newest), [rows, count, newest]);
  const state = useSyncExternalStore(rows.onChange, rows.state);
  return { ...state, end: Math.min(state.end, count), goTo: rows.goTo };
}
