import type { App, WebContents } from 'electron';
import type { Log } from '../log.ts';
import { isConsoleUrl } from './protocol.ts';

/**
 * Keeps every page that Electron ever makes where it is: no navigation away from the console, no redirect, no new
 * window, no embedded guest (Electron security checklist, items 12 to 14). Nothing is handed to the desktop's browser
 * instead either (item 15): the console links to nothing outside.
 */
export function refuseNavigation(app: Pick<App, 'on'>, log: Log): void {
  app.on('web-contents-created', (_event, contents) => confine(contents, log));
}

function confine(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>, log: Log): void {
  const stay = (event: { readonly url: string; preventDefault(): void }) => {
    if (isConsoleUrl(event.url)) return;
    event.preventDefault();
    log.warn('navigation refused', { url: event.url });
  };
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.setWindowOpenHandler(({ url }) => {
    log.warn('new window refused', { url });
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
}
