import { ConsoleError } from '../errors.ts';

/** A bounded number of places. */
export interface Slots {
  /** Takes one; the answer gives it back (once, however often it is called). @throws ConsoleError BRIDGE_BUSY */
  take(): () => void;
}

/** @param what what is counted, for the error: `calls`. */
export function createSlots(limit: number, what: string): Slots {
  let taken = 0;
  return {
    take() {
      if (taken >= limit) throw new ConsoleError('BRIDGE_BUSY', `more than ${limit} ${what} at once`, { what, limit });
      taken += 1;
      let held = true;
      return () => {
        if (held) taken -= 1;
        held = false;
      };
    },
  };
}
