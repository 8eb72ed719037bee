import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import path from 'node:path';
import { fakeContents, fakeSafeStorage } from '../../unit/shell/fakes.ts';

const CLI = path.resolve(import.meta.dirname, '../../../src-main/cli.ts');

/** Everything the desktop shell has asked of Electron, in order. */
export const acts: string[] = [];

const paths = new Map<string, string>();

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  ready: Promise.withResolvers<void>(),
  exited: Promise.withResolvers<number>(),
  whenReady: () => app.ready.promise,
  setPath: (name: string, place: string) => {
    paths.set(name, place);
    acts.push(`path ${name} ${place}`);
  },
  getPath: (name: string) => paths.get(name),
  enableSandbox: () => acts.push('sandbox for all'),
  requestSingleInstanceLock: () => acts.push('single instance') > 0,
  releaseSingleInstanceLock: () => void acts.push('lock released'),
  getLocale: () => 'vi',
  quit: () => void app.emit('will-quit', { preventDefault: () => {} }),
  exit: (code: number) => app.exited.resolve(code),
});

export const protocol = {
  answer: undefined as ((request: { url: string; method: string }) => Response) | undefined,
  registerSchemesAsPrivileged: () => acts.push('scheme declared'),
  handle: (_scheme: string, answer: (request: { url: string; method: string }) => Response) => {
    acts.push('scheme served');
    protocol.answer = answer;
  },
};

const refused = () => acts.push('permissions refused');
export const session = {
  defaultSession: Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: refused,
    setPermissionCheckHandler: refused,
    setDevicePermissionHandler: refused,
    setDisplayMediaRequestHandler: refused,
  }),
};

/** A window that "loads" at once; its page is the test. */
export class BrowserWindow extends EventEmitter {
  static opened: BrowserWindow[] = [];
  static getAllWindows = () => BrowserWindow.opened;
  readonly webContents = fakeContents();
  readonly options: object;

  constructor(options: object) {
    super();
    this.options = options;
    acts.push('window made');
    BrowserWindow.opened.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  show = () => acts.push('window shown');
  isMinimized = () => false;
  focus = () => acts.push('window focused');

  async loadURL(url: string): Promise<void> {
    acts.push(`load ${url}`);
    this.emit('ready-to-show');
  }
}

/** A key store that outlives the process, as the operating system's does. */
export const safeStorage = fakeSafeStorage({ backend: 'gnome_libsecret' });

export const ipcMain = new EventEmitter();
export const dialog = { showErrorBox: (title: string, text: string) => acts.push(`error box ${title}: ${text}`) };
export const Menu = {
  buildFromTemplate: (template: { label: string }[]) => template.map(({ label }) => label).join(', '),
  setApplicationMenu: (menu: string) => acts.push(`menu ${menu}`),
};

/** Runs the command line from its source, where the build would have put it beside the shell; its input is the port. */
export const utilityProcess = {
  fork(_program: string, argv: string[]) {
    const child = spawn(process.execPath, [CLI, ...argv], { stdio: ['pipe', 'pipe', 'pipe'] });
    return Object.assign(child, { postMessage: (line: string) => void child.stdin.write(`${line}\n`) });
  },
};
