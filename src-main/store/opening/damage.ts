import { ConsoleError } from '../../errors.ts';

/** What is wrong with one file of the store, in words for an engineer. */
export interface Finding {
  readonly file: string;
  readonly finding: string;
}

/** What can be read, and what is known of what cannot. */
export interface Damage extends Finding {
  /** Every change up to this one is there; 0: none. */
  readonly wholeUntil: number;
  /** When that change was made, or the snapshot that ends with it was taken: wall clock, ms; null when there is none. */
  readonly wholeUntilAt: number | null;
  /** The last change that is known to have been made after it; null when nothing says how many there were. */
  readonly lostUntil: number | null;
  readonly lostUntilAt: number | null;
}

/** Nothing can be read, and nothing says how much there was. */
export const NOTHING = { wholeUntil: 0, wholeUntilAt: null, lostUntil: null, lostUntilAt: null } as const;

/** Changes that somebody was told are kept cannot be read: the store does not open as if they had never been. */
export function damaged(folder: string, { file, finding, ...rest }: Damage): ConsoleError {
  const { wholeUntil, wholeUntilAt, lostUntil, lostUntilAt } = rest;
  const whole =
    wholeUntil === 0 ? 'nothing in it can be read' : `it is whole up to change ${wholeUntil} ${on(wholeUntilAt)}`;
  const lost =
    lostUntil === null
      ? 'what came after it, if anything, is lost'
      : `changes ${wholeUntil + 1} to ${lostUntil} ${on(lostUntilAt)} are lost`;
  const message = `the store in ${folder} is damaged: ${file}: ${finding}; ${whole}; ${lost}`;
  return new ConsoleError('STORE_DAMAGED', message, {
    folder,
    file,
    finding,
    wholeUntil,
    wholeUntilTime: isoTime(wholeUntilAt),
    lostUntil,
    lostUntilTime: isoTime(lostUntilAt),
  });
}

const isoTime = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
const on = (at: number | null): string => (at === null ? '' : `of ${isoTime(at)}`);
