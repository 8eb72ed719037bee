import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { CONSOLE_URL } from './protocol.ts';

/** A page that crashes again within this time (ms) of its last crash is left alone: reloading does not help it. */
const CRASH_LOOP_MS = 10_000;

/** The window's options; the safe defaults are spelled out, so that no later Electron can change them silently. */
export function windowOptions({ preload, devTools }: { preload: string; devTools: boolean }) {
  return {
    title: 'Robot Control Console',
    width: 1280,
    height: 800,
    minWidth: 800,
    minHeight: 600,
    show: false,
    webPreferences: {
      preload,
      devTools,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // ages must count and lost links must show even while the window is covered
      backgroundThrottling: false,
    },
  } satisfies BrowserWindowConstructorOptions;
}

/** Loads the console into its window and shows it when there is something to see; a crashed page is loaded anew. */
export async function openConsole(
  window: Pick<BrowserWindow, 'loadURL' | 'once' | 'show' | 'webContents'>,
  { clock, log }: { clock: Clock; log: Log },
): Promise<void> {
  window.once('ready-to-show', () => window.show());
  let crashedAt = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('the page has crashed', { reason, exitCode });
    const now = clock.monotonic();
    if (now - crashedAt > CRASH_LOOP_MS) window.webContents.reload();
    crashedAt = now;
  });
  await window.loadURL(CONSOLE_URL);
}

/** Brings the window before the person, wherever it is. */
export function showWindow(window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
