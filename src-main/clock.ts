import { uptime } from 'node:os';

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

/** How often (ms) it is looked whether the computer has slept, and the shortest sleep that counts. */
const LOOK_EVERY_MS = 50;
const SHORTEST_SLEEP_MS = 2000;

/**
 * Linux stops a process's clock while the computer sleeps, and with it the age of every value on the screen. The time
 * since boot goes on: what it is ahead by was slept through.
 *
 * @param awakeMs the process's own clock
 * @param sinceBootMs the computer's, which may be a hundredth of a second coarse, and slow to ask
 */
export function throughSleep(awakeMs: () => number, sinceBootMs: () => number): () => number {
  const ahead = sinceBootMs() - awakeMs();
  let sleptMs = 0;
  let lookedAt = awakeMs();
  return () => {
    const awake = awakeMs();
    if (awake - lookedAt >= LOOK_EVERY_MS) {
      lookedAt = awake;
      const asleepMs = sinceBootMs() - awake - ahead;
      if (asleepMs - sleptMs >= SHORTEST_SLEEP_MS) sleptMs = asleepMs;
    }
    return awake + sleptMs;
  };
}

const awake = () => performance.now();

/** The real clock of this process. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: process.platform === 'linux' ? throughSleep(awake, () => uptime() * 1000) : awake,
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
