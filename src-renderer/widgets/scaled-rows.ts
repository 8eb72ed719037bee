import { scrolledOn, scrollTo, type Heights, type ScrollPlace } from './scaled-scroll.ts';

/** Rows that are drawn beyond each edge, so that a fast scroll does not run into nothing. */
const BEYOND = 8;

/** The rows to draw: from `first` up to, not including, `end`; each `shift` px higher than it would stand by its number. */
export interface RowsInSight {
  readonly first: number;
  readonly end: number;
  readonly shift: number;
}

/** What scrolls, as far as it is needed here. */
export type ScrollFrame = Pick<HTMLElement, 'scrollTop' | 'clientHeight' | 'addEventListener' | 'removeEventListener'>;

/** Rows of one height in a frame that scrolls, however many there are. */
export interface ScaledRows {
  readonly state: () => RowsInSight;
  /** Called when other rows are in sight, and not with every pixel; what is drawn at once is painted with the scroll. */
  onChange(listener: () => void): () => void;
  /** @param body holds the rows; where it begins in the frame tells how much of that its heads cover */
  attach(frame: ScrollFrame, body: Pick<HTMLElement, 'offsetTop'>): () => void;
  /**
   * There are so many now. What has come in above does not push away what somebody reads; who is at the top sees it.
   *
   * @param newest number of the first row, higher by one for each that has come in above it
   */
  contain(count: number, newest: number): void;
  /** Brings a row to the top of what is in sight, or as near to it as the end allows. */
  goTo(row: number): void;
  /** The frame was scrolled, or has another height. */
  look(): void;
}

/** @param rowHeight px */
export function createScaledRows(rowHeight: number): ScaledRows {
  const listeners = new Set<() => void>();
  let state: RowsInSight = { first: 0, end: 0, shift: 0 };
  let attached: { readonly frame: ScrollFrame; readonly body: Pick<HTMLElement, 'offsetTop'> } | null = null;
  let at: ScrollPlace = { scrolled: 0, shift: 0 };
  let [count, newest] = [0, 0];

  const heights = (): Heights => ({
    rows: count * rowHeight,
    view: Math.max(rowHeight, attached ? attached.frame.clientHeight - attached.body.offsetTop : 0),
  });

  function show(next: ScrollPlace): void {
    const { scrolled, shift } = next;
    if (attached && Math.abs(attached.frame.scrollTop - scrolled) >= 1) attached.frame.scrollTop = scrolled;
    // the browser may have rounded it to a pixel of the screen
    at = { scrolled: attached?.frame.scrollTop ?? scrolled, shift };
    const first = Math.max(0, Math.min(count, Math.floor((scrolled + shift) / rowHeight) - BEYOND));
    const end = Math.min(count, Math.ceil((scrolled + shift + heights().view) / rowHeight) + BEYOND);
    if (state.first === first && state.end === end && state.shift === shift) return;
    state = { first, end, shift };
    for (const listener of listeners) listener();
  }

  function look(): void {
    if (attached) show(scrolledOn(heights(), at, attached.frame.scrollTop));
  }

  return {
    state: () => state,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attach(frame, body) {
      attached = { frame, body };
      frame.addEventListener('scroll', look, { passive: true });
      return () => {
        frame.removeEventListener('scroll', look);
        attached = null;
      };
    },
    contain(many, first) {
      // by the heights as they were: somebody may have scrolled on since it was last told
      const now = attached ? scrolledOn(heights(), at, attached.frame.scrollTop) : at;
      const place = now.scrolled + now.shift;
      const added = place > 0 ? first - newest : 0;
      [count, newest] = [many, first];
      show(scrollTo(heights(), place + added * rowHeight));
    },
    goTo: (row) => show(scrollTo(heights(), row * rowHeight)),
    look,
  };
}
