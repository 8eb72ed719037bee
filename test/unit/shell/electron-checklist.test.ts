/**
 * Electron's own list (docs/tutorial/security, "Checklist: Security recommendations"), one test per item under its number
 * and title. Proved on the shell's functions, on what they hand to Electron, and on the sources and the configuration:
 * Electron's program itself does not run here. Where that leaves something open, the test says so.
 */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentPolicy } from '../../../src-main/bridge/loopback/security-headers.ts';
import { INTENDED_FUSES } from '../../../src-main/security/fuses.ts';
import { acceptPorts } from '../../../src-main/shell/bridge-port.ts';
import { refuseNavigation } from '../../../src-main/shell/navigation.ts';
import { refusePermissions } from '../../../src-main/shell/permissions.ts';
import { handOverPorts } from '../../../src-main/shell/port-handover.ts';
import { CONSOLE_URL, declareScheme, serveRenderer } from '../../../src-main/shell/protocol.ts';
import { openConsole, windowOptions } from '../../../src-main/shell/window.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { filesBelow } from '../architecture/imports.ts';
import { as, fakeContents, fakeEvent } from './fakes.ts';

type Port = InstanceType<typeof MessagePort>;

const ROOT = path.resolve(import.meta.dirname, '../../..');
const textOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const { webPreferences } = windowOptions({ preload: '/app/preload.cjs', devTools: false });

/** The product's sources, and what configures its program. */
const SOURCES = [
  ...filesBelow('src-main/**/*.ts'),
  ...filesBelow('src-renderer/**/*.{ts,tsx,html}'),
  'package.json',
  'electron-builder.yml',
];
/** Files that hold the words outside comments; a comment may well say what is not done. */
const filesThatSay = (words: RegExp) => SOURCES.filter((file) => words.test(withoutComments(textOf(file))));
const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*(\/\/|#).*$/gm, '');

/** What a page made later meets, with our navigation rules on it. */
function confined() {
  const app = new EventEmitter();
  refuseNavigation(as(app), createRecordingLog());
  const contents = fakeContents();
  app.emit('web-contents-created', {}, contents);
  return contents;
}

const prevented = (contents: ReturnType<typeof fakeContents>, name: string, facts: object = {}) => {
  const event = fakeEvent(facts);
  contents.emit(name, event, {}, {});
  return event.prevented;
};

describe('Electron security checklist', () => {
  it('1. Only load secure content', async () => {
    const loaded: string[] = [];
    const window = Object.assign(new EventEmitter(), {
      webContents: fakeContents(),
      loadURL: async (url: string) => void loaded.push(url),
      show: () => {},
    });
    await openConsole(as(window), { clock: createVirtualClock(), log: createRecordingLog() });
    expect(loaded).toEqual([CONSOLE_URL]);
    const declared: { scheme: string; privileges: { secure: boolean; bypassCSP?: boolean } }[] = [];
    declareScheme(as({ registerSchemesAsPrivileged: (schemes: typeof declared) => declared.push(...schemes) }));
    expect(declared).toMatchObject([
      { scheme: new URL(CONSOLE_URL).protocol.replace(':', ''), privileges: { secure: true } },
    ]);
    expect(declared[0]?.privileges.bypassCSP).toBeUndefined();
    expect(contentPolicy()).not.toMatch(/https?:|ws:|\*/);
    expect(textOf('src-renderer/index.html')).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it('2. Do not enable Node.js integration for remote content', () => {
    const { nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames } = webPreferences;
    expect([nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames]).toEqual([false, false, false]);
    expect(filesThatSay(/new BrowserWindow\(/)).toEqual(['src-main/shell/electron.ts']);
    expect(filesThatSay(/\bBrowserView\b|\bWebContentsView\b/)).toEqual([]);
  });

  it('3. Enable context isolation', () => expect(webPreferences.contextIsolation).toBe(true));

  it('4. Enable process sandboxing', () => {
    expect(webPreferences.sandbox).toBe(true);
    // that the operating system grants the sandbox shows only the real program; nothing here asks it not to
    const shell = textOf('src-main/shell/electron.ts');
    expect(shell.indexOf('app.enableSandbox()')).toBeGreaterThan(0);
    expect(shell.indexOf('app.enableSandbox()')).toBeLessThan(shell.indexOf('app.whenReady()'));
    expect(filesThatSay(/no-sandbox|commandLine\.append/)).toEqual([]);
  });

  it('5. Handle session permission requests from remote content', () => {
    const answers: unknown[] = [];
    const keep = (handler: (...facts: unknown[]) => unknown) =>
      handler(null, 'media', (answer: unknown) => answers.push(answer));
    const session = Object.assign(new EventEmitter(), {
      setPermissionRequestHandler: keep,
      setPermissionCheckHandler: (handler: () => boolean) => answers.push(handler()),
      setDevicePermissionHandler: (handler: () => boolean) => answers.push(handler()),
      setDisplayMediaRequestHandler: () => {},
    });
    refusePermissions(as(session));
    expect(answers).toEqual([false, false, false]);
    // the default session is the only one there is
    expect(filesThatSay(/fromPartition|fromPath\(|\bpartition:/)).toEqual([]);
    expect(textOf('src-main/shell/electron.ts')).toContain('refusePermissions(session.defaultSession)');
  });

  it('6. Do not disable webSecurity', () => expect(webPreferences.webSecurity).toBe(true));

  it('7. Define a Content Security Policy', async () => {
    const answers: ((request: object) => Response)[] = [];
    const handle = (_scheme: string, answer: (request: object) => Response) => void answers.push(answer);
    await serveRenderer(as({ handle }), path.join(ROOT, 'src-renderer'));
    const asked = [CONSOLE_URL, `${CONSOLE_URL}missing`, 'app://elsewhere/'].map((url) =>
      answers[0]?.({ url, method: 'GET' }).headers.get('content-security-policy'),
    );
    expect(new Set(asked)).toEqual(new Set([contentPolicy()]));
    expect(contentPolicy()).toContain("default-src 'none'; script-src 'self';");
    expect(contentPolicy()).not.toContain('unsafe-eval');
  });

  it('8. Do not enable allowRunningInsecureContent', () =>
    expect(webPreferences.allowRunningInsecureContent).toBe(false));

  it('9. Do not enable experimental features', () => {
    expect(webPreferences.experimentalFeatures).toBe(false);
    expect(filesThatSay(/experimentalFeatures: true|enable-experimental|enable-features/)).toEqual([]);
  });

  it('10. Do not use enableBlinkFeatures', () => {
    expect(webPreferences).not.toHaveProperty('enableBlinkFeatures');
    expect(filesThatSay(/enableBlinkFeatures|enable-blink-features/)).toEqual([]);
  });

  it('11. Do not use allowpopups for WebViews', () => {
    expect(webPreferences.webviewTag).toBe(false);
    expect(filesThatSay(/<webview|allowpopups/i)).toEqual([]);
  });

  it('12. Verify WebView options before creation', () =>
    expect(prevented(confined(), 'will-attach-webview')).toBe(true));

  it('13. Disable or limit navigation', () => {
    const contents = confined();
    for (const way of ['will-frame-navigate', 'will-redirect']) {
      expect(prevented(contents, way, { url: 'https://example.com/' })).toBe(true);
      expect(prevented(contents, way, { url: CONSOLE_URL })).toBe(false);
    }
    const shell = textOf('src-main/shell/electron.ts');
    expect(shell.indexOf('refuseNavigation(app')).toBeLessThan(shell.indexOf('new BrowserWindow('));
  });

  it('14. Disable or limit creation of new windows', () => {
    expect(confined().openHandler({ url: CONSOLE_URL })).toEqual({ action: 'deny' });
    expect(confined().openHandler({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
  });

  it('15. Do not use shell.openExternal with untrusted content', () =>
    // not with any content: nothing is handed to the desktop at all
    expect(filesThatSay(/openExternal|openPath/)).toEqual([]));

  it('16. Use a current version of Electron', () => {
    // which one is current is known to the network alone; here it is one exact release, the locked one, and not an old line
    const wanted = (JSON.parse(textOf('package.json')) as { devDependencies: { electron: string } }).devDependencies
      .electron;
    expect(wanted).toMatch(/^\d+\.\d+\.\d+$/);
    const lock = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, { version: string }> };
    expect(lock.packages['node_modules/electron']?.version).toBe(wanted);
    expect(Number(wanted.split('.')[0])).toBeGreaterThanOrEqual(45);
  });

  it('17. Validate the sender of all IPC messages', () => {
    const ipc = new EventEmitter();
    const ours = fakeContents();
    let attached = 0;
    acceptPorts(as(ipc), as(ours), () => (attached += 1), createRecordingLog());
    const port = { close: () => {}, on: () => {}, start: () => {}, postMessage: () => {} };
    const main = { url: CONSOLE_URL, parent: null };
    const offers = [
      { sender: fakeContents(), senderFrame: main },
      { sender: ours, senderFrame: { ...main, parent: main } },
      { sender: ours, senderFrame: { ...main, url: 'https://example.com/' } },
      { sender: ours, senderFrame: null },
    ];
    for (const offer of offers) ipc.emit('console-bridge', { ...offer, ports: [port] });
    expect(attached).toBe(0);
    ipc.emit('console-bridge', { sender: ours, senderFrame: main, ports: [port] });
    expect(attached).toBe(1);
    expect(ipc.eventNames()).toEqual(['console-bridge']);
    // and this is the only place that listens
    expect(filesThatSay(/\bipcMain\.|ipc\.(on|handle)\(/)).toEqual(['src-main/shell/bridge-port.ts']);
  });

  it('18. Avoid usage of the file:// protocol and prefer usage of custom protocols', () => {
    expect(new URL(CONSOLE_URL).protocol).toBe('app:');
    expect(filesThatSay(/file:\/\/|loadFile\(/)).toEqual([]);
    expect(INTENDED_FUSES.grantFileProtocolExtraPrivileges).toBe('off');
  });

  it('19. Check which fuses you can change', () => {
    // that they are flipped in the packed program: test/integration/packaging
    const [, block = ''] = /^electronFuses:\n((?: {2}.+\n)+)/m.exec(textOf('electron-builder.yml')) ?? [];
    const set = Object.fromEntries(
      [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, value]) => [
        name,
        value === 'true' ? 'on' : 'off',
      ]),
    );
    expect(set).toEqual(INTENDED_FUSES);
    // every fuse that the packer knows is decided, and none left to Electron's default
    const types = textOf('node_modules/app-builder-lib/out/configuration.d.ts');
    const [, options = ''] = /interface FuseOptionsV1 \{([\s\S]*?)\n\}/.exec(types) ?? [];
    const known = [...options.matchAll(/^ {4}(\w+)\?: boolean;/gm)].map(([, name]) => name);
    // not a fuse: how macOS programs are signed after flipping
    expect(new Set(known.filter((name) => name !== 'resetAdHocDarwinSignature'))).toEqual(new Set(Object.keys(set)));
  });

  it('20. Do not expose Electron APIs to untrusted web content', () => {
    const posted: { message: unknown; ports: unknown[] }[] = [];
    const listeners: ((event: object) => void)[] = [];
    const page = {
      location: { origin: 'app://console' },
      addEventListener: (_type: string, listener: (event: object) => void) => listeners.push(listener),
      postMessage: (message: unknown, _origin: string, ports: unknown[]) => posted.push({ message, ports }),
    };
    const before = Object.keys(page);
    const sent: Port[] = [];
    handOverPorts(as(page), as({ postMessage: (_c: string, _m: null, ports: Port[]) => sent.push(...ports) }));
    for (const listener of listeners) listener({ source: page, data: 'console-bridge-wanted' });
    expect(posted).toEqual([{ message: 'console-bridge', ports: [expect.any(MessagePort)] }]);
    expect(Object.keys(page)).toEqual(before);
    for (const port of [...sent, ...((posted[0]?.ports ?? []) as Port[])]) port.close();
    expect(filesThatSay(/contextBridge|exposeInMainWorld/)).toEqual([]);
  });
});
