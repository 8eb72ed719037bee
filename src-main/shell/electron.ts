/** The desktop shell: the console in one sandboxed window. The only module that imports Electron itself. */
import path from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, safeStorage, session, utilityProcess } from 'electron';
import { contentPolicy } from '../bridge/loopback/security-headers.ts';
import { startMockProcess } from '../cli/mock-process.ts';
import { systemClock } from '../clock.ts';
import { loadConfig, type Config, type ConfigurationEntry } from '../config.ts';
import { configError } from '../config/layers.ts';
import { startConsole } from '../console.ts';
import { ConsoleError } from '../errors.ts';
import { createFileLog } from '../file-log.ts';
import { lastResort } from '../last-resort.ts';
import { VERSION } from '../version.ts';
import { acceptPorts } from './bridge-port.ts';
import { readFuses } from './fuses.ts';
import { keyStore } from './key-store.ts';
import { menuTemplate } from './menu.ts';
import { utilityChild } from './mock-utility.ts';
import { refuseNavigation } from './navigation.ts';
import { refusePermissions } from './permissions.ts';
import { declareScheme, serveRenderer } from './protocol.ts';
import { stopBeforeQuit } from './quitting.ts';
import { beSingleInstance } from './single-instance.ts';
import { openConsole, showWindow, windowOptions } from './window.ts';

/** The project's or the package's root, two folders up from dist/main. */
const ROOT = path.resolve(import.meta.dirname, '../..');
const DEV_TOOLS = !app.isPackaged;

try {
  prepare();
} catch (error) {
  giveUp(error);
}

/** What must happen before Electron is ready. */
function prepare(): void {
  const argv = process.argv.slice(app.isPackaged ? 1 : 2);
  const { config, entries } = loadConfig({ argv, environment: process.env });
  if (config.demo) throw configError('demo', true, 'is for the browser: npm start -- --demo');
  app.setPath('userData', path.join(config.dataDir, 'desktop'));
  app.enableSandbox();
  declareScheme(protocol);
  const showFirst = () => BrowserWindow.getAllWindows().forEach(showWindow);
  if (beSingleInstance(app, showFirst)) open(config, entries).catch(giveUp);
  else app.quit();
}

async function open(config: Config, entries: readonly ConfigurationEntry[]): Promise<void> {
  const clock = systemClock;
  const log = createFileLog({ dir: config.dataDir, level: config.logLevel });
  lastResort(process, log, () => app.quit());
  refuseNavigation(app, log);
  await app.whenReady();
  refusePermissions(session.defaultSession);
  await serveRenderer(protocol, path.join(ROOT, 'dist', 'renderer'));

  const runMock = utilityChild(utilityProcess.fork, path.join(import.meta.dirname, 'cli.js'));
  const console = await startConsole(config, entries, {
    shell: 'electron',
    version: VERSION,
    resourcesDir: path.join(ROOT, 'resources'),
    clock,
    random: Math.random,
    log,
    contentPolicy,
    fuses: () => readFuses(process.execPath),
    keyProtection: keyStore(safeStorage, { platform: process.platform, folder: app.getPath('userData'), log }),
    startMockFirmware: (options) => startMockProcess(runMock, options, (sentence) => log.warn(sentence)),
  });
  stopBeforeQuit(app, (closed) => console.stop(closed), { clock, log });

  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ locale: app.getLocale(), devTools: DEV_TOOLS })));
  const preload = path.join(import.meta.dirname, 'preload.cjs');
  const window = new BrowserWindow(windowOptions({ preload, devTools: DEV_TOOLS }));
  acceptPorts(ipcMain, window.webContents, (channel) => console.bridge.attach(channel, { id: 'desktop' }), log);
  await openConsole(window, { clock, log });
}

/** A console that cannot open says why, to the person and to whoever started it, and is gone. */
function giveUp(error: unknown): void {
  const known = error instanceof ConsoleError;
  dialog.showErrorBox('Robot Control Console', known ? `${error.code}: ${error.message}` : String(error));
  app.exit(known && error.code === 'CONFIG_INVALID' ? 2 : 1);
}
