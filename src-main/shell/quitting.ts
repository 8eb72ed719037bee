import type { App } from 'electron';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

/** Whoever quits waits no longer than this (ms), even when something does not stop. */
const LONGEST_GOODBYE_MS = 1800;

/** Holds the end of the program back until the console has stopped: what it acknowledged is on the disk then. */
export function stopBeforeQuit(
  app: Pick<App, 'on' | 'exit'>,
  stop: () => Promise<void>,
  { clock, log }: { clock: Clock; log: Log },
): void {
  let stopping = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    const giveUp = clock.after(LONGEST_GOODBYE_MS, () => {
      log.error('the console did not stop in time');
      app.exit(1);
    });
    stop().then(
      () => {
        giveUp();
        app.exit(0);
      },
      (cause: unknown) => {
        giveUp();
        log.error('the console did not stop cleanly', { cause: String(cause) });
        app.exit(1);
      },
    );
  });
}
