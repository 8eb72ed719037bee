import type { Timer } from './timer.ts';

/** One more turn of the event loop, so that beats which arrived while this page was busy are counted before judging. */
const BUSY_PAGE_GRACE_MS = 20;

/**
 * Calls `onSilence` when nothing was heard for `limitMs`, once per silence.
 *
 * @returns `heard` to report a sign of life, `stop` to end the watch
 */
export function watchSilence(timer: Timer, limitMs: number, onSilence: () => void): { heard(): void; stop(): void } {
  let cancel = () => {};
  const heard = () => {
    cancel();
    cancel = timer.after(limitMs, () => {
      cancel = timer.after(BUSY_PAGE_GRACE_MS, onSilence);
    });
  };
  heard();
  return { heard, stop: () => cancel() };
}
