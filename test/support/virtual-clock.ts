import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src-main/clock.ts';

/** Time that moves only when a test says so. */
export interface VirtualClock extends Clock {
  /** Lets `ms` pass: runs every timer that falls due, in order of time, and lets promises settle after each. */
  advance(ms: number): Promise<void>;
  /** Somebody sets the wall clock (or NTP does): `now` jumps, `monotonic` and timers do not notice. */
  jumpWall(ms: number): void;
}

/** Starts at 2026-01-01T00:00:00Z on the wall and at 0 on the monotonic clock. */
export function createVirtualClock(): VirtualClock {
  let wallOffset = Date.UTC(2026, 0, 1);
  let elapsed = 0;
  let timers: { readonly due: number; readonly run: () => void }[] = [];

  return {
    now: () => wallOffset + elapsed,
    monotonic: () => elapsed,
    after(ms, run) {
      const timer = { due: elapsed + Math.max(0, ms), run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async advance(ms) {
      const end = elapsed + ms;
      await setImmediate();
      for (;;) {
        const next = timers.filter(({ due }) => due <= end).toSorted((one, other) => one.due - other.due)[0];
        if (!next) break;
        timers = timers.filter((other) => other !== next);
        elapsed = next.due;
        next.run();
        await setImmediate();
      }
      elapsed = end;
      await setImmediate();
    },
    jumpWall(ms) {
      wallOffset += ms;
    },
  };
}
