import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { keyStore, type UsedSafeStorage } from '../../../src-main/shell/key-store.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { temporaryFolder } from '../../support/store.ts';
import { fakeSafeStorage } from './fakes.ts';

const SECRET = Uint8Array.from({ length: 256 }, (_nothing, value) => value);

/** A process that asks for the key store, one after the other in the same folder. */
function asking(folder: string, safeStorage: UsedSafeStorage = fakeSafeStorage(), platform: NodeJS.Platform = 'linux') {
  const log = createRecordingLog();
  return { log, found: keyStore(safeStorage, { platform, folder, log }) };
}

it('gives back any bytes, and shows nothing of them', async () => {
  const { found } = asking(await temporaryFolder());
  const sealed = found?.protect(SECRET) ?? SECRET;
  expect(new Uint8Array(found?.unprotect(sealed) ?? [])).toEqual(SECRET);
  expect(Buffer.from(sealed).includes(Buffer.from(SECRET).toString('base64'))).toBe(false);
});

it.each([
  ['nothing is available', fakeSafeStorage({ available: false })],
  ['Electron falls back on a password that everybody knows', fakeSafeStorage({ backend: 'basic_text' })],
  ['Electron does not know yet', fakeSafeStorage({ backend: 'unknown' })],
])('is none where %s, and the log says so', async (_why, safeStorage) => {
  const folder = await temporaryFolder();
  const { found, log } = asking(folder, safeStorage);
  expect(found).toBeUndefined();
  expect(log.lines).toMatchObject([{ level: 'warn', message: 'the operating system has no key store here' }]);
  expect(existsSync(path.join(folder, 'key-store-trial'))).toBe(false);
});

it.each(['win32', 'darwin'] as const)('does not ask for the backend of Linux on %s', async (platform) => {
  const safeStorage = {
    ...fakeSafeStorage(),
    getSelectedStorageBackend(): never {
      throw new TypeError('safeStorage.getSelectedStorageBackend is not a function');
    },
  };
  expect(asking(await temporaryFolder(), safeStorage, platform).found?.kind).toBe('operating-system');
});

it('is proven when what one process sealed has opened in the next', async () => {
  const folder = path.join(await temporaryFolder(), 'desktop');
  expect(asking(folder).found?.proven).toBe(false);
  expect(asking(folder).found?.proven).toBe(true);
  expect(asking(folder).found?.proven).toBe(true);
});

it('is not proven while it forgets from start to start, nor by what another machine has sealed', async () => {
  const folder = await temporaryFolder();
  for (const owner of ['session 1', 'session 2', 'session 3'])
    expect(asking(folder, fakeSafeStorage({ owner })).found?.proven).toBe(false);
  expect(asking(folder, fakeSafeStorage({ owner: 'session 3' })).found?.proven).toBe(true);
});

it('is not proven where the trial cannot be written, and opens what it has sealed before all the same', async () => {
  const folder = await temporaryFolder();
  const sealed = asking(folder).found?.protect(SECRET) ?? SECRET;
  const spoilt = path.join(await temporaryFolder(), 'desktop');
  mkdirSync(path.join(spoilt, 'key-store-trial'), { recursive: true });
  const { found, log } = asking(spoilt);
  expect(found?.proven).toBe(false);
  expect(log.lines.at(-1)).toMatchObject({ level: 'warn' });
  expect(new Uint8Array(found?.unprotect(sealed) ?? [])).toEqual(SECRET);
  expect(() => readFileSync(path.join(spoilt, 'key-store-trial'))).toThrow('EISDIR');
});
