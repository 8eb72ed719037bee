import type { App } from 'electron';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

/** Whoever quits waits no longer than this (ms), even when something does not stop. */
const LONGEST_GOODBYE_MS = 1800;

/**
 * Holds the end of the program back until the console has stopped: what it acknowledged is on the disk then. While robots
 * owe it answers it stays, without a window, and does not keep another from being opened.
 */
export function stopBeforeQuit(
  app: Pick<App, 'on' | 'exit' | 'releaseSingleInstanceLock'>,
  stop: (closed: (withinMs: number) => void) => Promise<void>,
  { clock, log }: { clock: Clock; log: Log },
): void {
  let stopping = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    const endWithin = (ms: number) =>
      clock.after(ms, () => {
        log.error('the console did not stop in time');
        app.exit(1);
      });
    let cancelEnd = endWithin(LONGEST_GOODBYE_MS);
    const closed = (withinMs: number) => {
      cancelEnd();
      cancelEnd = endWithin(withinMs);
      app.releaseSingleInstanceLock();
    };
    stop(closed).then(
      () => {
        cancelEnd();
        app.exit(0);
      },
      (cause: unknown) => {
        cancelEnd();
        log.error('the console did not stop cleanly', { cause: String(cause) });
        app.exit(1);
      },
    );
  });
}
