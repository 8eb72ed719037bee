import { useEffect, useState, type RefObject } from 'react';

/** Rows that are drawn beyond each edge, so that a fast scroll does not run into nothing. */
const BEYOND = 8;
/** Before it is known how much is in sight. */
const AT_FIRST = { first: 0, end: 40 };

/**
 * Which of `count` rows of one height are in sight in a frame that scrolls: from `first` up to, not including, `end`.
 * Draws anew when that changes, and not with every pixel.
 *
 * @param frame holds the rows at its top, from 0 on
 * @param rowHeight px
 */
export function useVisibleRows(frame: RefObject<HTMLElement | null>, count: number, rowHeight: number) {
  const [seen, setSeen] = useState(AT_FIRST);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const look = (): void => {
      const { scrollTop, clientHeight } = element;
      const first = Math.max(0, Math.floor(scrollTop / rowHeight) - BEYOND);
      const end = Math.ceil((scrollTop + clientHeight) / rowHeight) + BEYOND;
      setSeen((before) => (before.first === first && before.end === end ? before : { first, end }));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [frame, rowHeight]);
  const end = Math.min(seen.end, count);
  return { first: Math.min(seen.first, end), end };
}
