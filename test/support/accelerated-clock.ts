import type { Clock } from '../../src-main/clock.ts';

/** Real time, `factor` times as fast: for days that are to pass in minutes, over real sockets. */
export function createAcceleratedClock(factor: number): Clock {
  const startedAt = performance.now();
  const startedOn = Date.now();
  const monotonic = () => (performance.now() - startedAt) * factor;
  return {
    now: () => startedOn + monotonic(),
    monotonic,
    after(ms, run) {
      const timer = setTimeout(run, ms / factor);
      return () => clearTimeout(timer);
    },
  };
}
