import { createClockReader, type ClockReading } from '../../src-main/access/clock-reading.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** A machine on which the console runs again and again, while its wall clock may be set at any moment. */
export interface ClockMachine {
  /** Milliseconds that have really passed since it was switched on. */
  readonly truth: number;
  /** What the console reads now. */
  read(): ClockReading;
  advance(ms: number): Promise<void>;
  jumpWall(ms: number): void;
  /** The console ends and starts again at the same moment, as another run. */
  restart(): void;
}

export function createClockMachine(): ClockMachine {
  const clock = createVirtualClock();
  let runs = 1;
  let read = createClockReader(clock, 'run 1');
  return {
    get truth() {
      return clock.monotonic();
    },
    read: () => read(),
    advance: (ms) => clock.advance(ms),
    jumpWall: (ms) => clock.jumpWall(ms),
    restart() {
      runs += 1;
      read = createClockReader(clock, `run ${runs}`);
    },
  };
}
