import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { openConsole, showWindow, windowOptions } from '../../../src-main/shell/window.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { as, fakeContents } from './fakes.ts';

function fakeWindow() {
  const acts: string[] = [];
  const window = Object.assign(new EventEmitter(), {
    webContents: fakeContents(),
    minimized: false,
    isMinimized: () => window.minimized,
    loadURL: async (url: string) => void acts.push(`load ${url}`),
    show: () => acts.push('show'),
    restore: () => acts.push('restore'),
    focus: () => acts.push('focus'),
  });
  return { window, acts };
}

describe('the window', () => {
  it('is as closed as the Electron security checklist asks (items 2 to 4, 6, 8 to 10)', () => {
    const { webPreferences } = windowOptions({ preload: '/app/preload.cjs', devTools: false });
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      devTools: false,
    });
    expect(webPreferences).not.toHaveProperty('enableBlinkFeatures');
  });

  it('keeps counting ages while it is covered', () => {
    expect(windowOptions({ preload: '', devTools: false }).webPreferences.backgroundThrottling).toBe(false);
  });

  it('loads the console over its own scheme and shows itself only when there is something to see', async () => {
    const { window, acts } = fakeWindow();
    await openConsole(as(window), { clock: createVirtualClock(), log: createRecordingLog() });
    expect(acts).toEqual(['load app://console/']);
    window.emit('ready-to-show');
    expect(acts).toEqual(['load app://console/', 'show']);
  });

  it('comes back from the task bar when it is asked for', () => {
    const { window, acts } = fakeWindow();
    window.minimized = true;
    showWindow(as(window));
    expect(acts).toEqual(['restore', 'show', 'focus']);
  });
});

describe('a page that crashes', () => {
  it('is loaded anew, but not again and again', async () => {
    const { window } = fakeWindow();
    const clock = createVirtualClock();
    const log = createRecordingLog();
    await openConsole(as(window), { clock, log });
    const crash = () => window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });

    crash();
    expect(window.webContents.reloads).toBe(1);
    await clock.advance(1_000);
    crash();
    expect(window.webContents.reloads).toBe(1);
    await clock.advance(60_000);
    crash();
    expect(window.webContents.reloads).toBe(2);
    expect(log.lines.filter(({ message }) => message === 'the page has crashed')).toHaveLength(3);
  });
});
