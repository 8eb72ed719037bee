/**
 * Time as a dependency. Durations and ages come from `monotonic` (never jumps when somebody sets the clock, or NTP
 * does); `now` only labels moments for people and records.
 */
export interface Clock {
  /** Wall clock, milliseconds since the Unix epoch, UTC. May jump in either direction. */
  now(): number;
  /** Milliseconds from an arbitrary start; only moves forward. */
  monotonic(): number;
  /** Calls `run` once after `ms`; the answer cancels it (harmless when it already ran). */
  after(ms: number, run: () => void): () => void;
}

/** The real clock of this process. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`; rejects with the signal's reason, at once, when aborted. */
export async function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve) => {
    const wake = () => {
      cancel();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.after(ms, wake);
    signal?.addEventListener('abort', wake, { once: true });
  });
  signal?.throwIfAborted();
}
