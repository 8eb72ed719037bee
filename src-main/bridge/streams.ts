import { sleep, type Clock } from '../clock.ts';

/** At most one event per stream in this time (ms): 20 a second are more than an eye can follow. */
export const EVENT_GAP_MS = 50;

/** By whose clock a stream goes, and how long. */
export interface Pace {
  readonly clock: Clock;
  /** Aborted when nobody listens any more, or may. */
  readonly signal: AbortSignal | undefined;
}

/** Something that changes, and can be looked at when somebody has time to look. */
export interface Changing<T> {
  /** Calls `changed` after every change; the answer stops that. */
  subscribe(changed: () => void): () => void;
  /** What a reader who has seen everything so far has missed; undefined: nothing. */
  news(): T | undefined;
}

/**
 * Events of something that changes, made when the reader takes them: a slow reader gets fewer and newer ones, and
 * nothing queues up for one that does not read. The first event is there at once.
 *
 * @throws the signal's reason, once it is aborted
 */
export async function* changesOf<T>(source: Changing<T>, { clock, signal }: Pace): AsyncGenerator<T, void, void> {
  let change = Promise.withResolvers<void>();
  const wake = () => change.resolve();
  const unsubscribe = source.subscribe(wake);
  signal?.addEventListener('abort', wake);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const event = source.news();
      if (event !== undefined) {
        yield event;
        await sleep(clock, EVENT_GAP_MS, signal);
      }
      await change.promise;
      change = Promise.withResolvers();
    }
  } finally {
    signal?.removeEventListener('abort', wake);
    unsubscribe();
  }
}

/**
 * Counts up from 1 for ever, one beat per `intervalMs`.
 *
 * @throws the signal's reason, once it is aborted
 */
export async function* beats(
  intervalMs: number,
  { clock, signal }: Pace,
): AsyncGenerator<{ beat: number }, void, void> {
  for (let beat = 1; ; beat += 1) {
    signal?.throwIfAborted();
    yield { beat };
    await sleep(clock, intervalMs, signal);
  }
}
