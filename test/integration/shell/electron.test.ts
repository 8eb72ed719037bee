import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connectPort } from '../../support/bridge-client.ts';

let dataDir: string;
const given = process.argv;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'desktop-'));
});
afterEach(async () => {
  process.argv = given;
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts the desktop shell as Electron would, with the fake in its place. */
async function startShell(...args: string[]) {
  process.argv = ['electron', '.', '--data', dataDir, ...args];
  vi.resetModules();
  const electron = await import('./fake-electron.ts');
  vi.doMock('electron', () => electron);
  await import('../../../src-main/shell/electron.ts');
  return electron;
}

it('opens one closed window, in the right order, and its page reaches the console over a port', async () => {
  const { acts, app, BrowserWindow, ipcMain, protocol } = await startShell('--mock-robots', '2');
  expect(acts).toEqual([
    `path userData ${path.join(dataDir, 'desktop')}`,
    'sandbox for all',
    'scheme declared',
    'single instance',
  ]);
  app.ready.resolve();
  await vi.waitFor(() => expect(acts).toContain('window shown'), 20_000);
  expect(acts.indexOf('permissions refused')).toBeLessThan(acts.indexOf('window made'));
  expect(acts.indexOf('scheme served')).toBeLessThan(acts.indexOf('load app://console/'));
  expect(acts).toContain('menu Bảng điều khiển, Chỉnh sửa, Hiển thị');
  expect(protocol.answer?.({ url: 'app://console/', method: 'GET' }).status).toBe(200);

  const [window] = BrowserWindow.opened;
  const { port1, port2 } = new MessageChannel();
  const senderFrame = { url: 'app://console/', parent: null };
  ipcMain.emit('console-bridge', { sender: window?.webContents, senderFrame, ports: [port2] });
  const page = connectPort(port1);
  expect(await page.client.console.info()).toMatchObject({
    shell: 'electron',
    simulatedOnly: true,
    firstAdministratorNeeded: true,
  });
  await page.client.console.createFirstAdministrator({ username: 'chief', password: 'a quiet river stone' });
  expect(await page.client.robots.list()).toHaveLength(2);

  app.quit();
  expect(await app.exited.promise).toBe(0);
  await page.closed;
});

it('seals its keys by the operating system once that has shown at a second start that it remembers', async () => {
  const keys = async () =>
    Promise.all(['access.key', 'audit-key.json'].map((name) => readFile(path.join(dataDir, name))));
  const sealed: boolean[][] = [];
  for (let start = 1; start <= 3; start++) {
    const { acts, app } = await startShell('--mock-robots', '1');
    app.ready.resolve();
    await vi.waitFor(() => expect(acts).toContain('window shown'), 20_000);
    app.quit();
    expect(await app.exited.promise).toBe(0);
    sealed.push((await keys()).map((content) => content.includes('"protection":"operating-system"')));
  }
  expect(sealed).toEqual([
    [false, false],
    [true, true],
    [true, true],
  ]);
}, 60_000);

it('says in a box what is wrong with the configuration, and ends with 2', async () => {
  const { acts, app } = await startShell('--port', 'ninety');
  expect(await app.exited.promise).toBe(2);
  expect(acts).toEqual([expect.stringMatching(/^error box Robot Control Console: CONFIG_INVALID: .*ninety/)]);
});

it('leaves the demo to the browser', async () => {
  const { acts, app } = await startShell('--demo');
  expect(await app.exited.promise).toBe(2);
  expect(acts.join()).toContain('npm start -- --demo');
});
