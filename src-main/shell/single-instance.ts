import type { App } from 'electron';

/**
 * One window per data folder: a second start shows the first one's window instead.
 *
 * @returns false when another instance has the folder already, so that this one must quit.
 */
export function beSingleInstance(app: Pick<App, 'requestSingleInstanceLock' | 'on'>, showWindow: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', showWindow);
  return true;
}
