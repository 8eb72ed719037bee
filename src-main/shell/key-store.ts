import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SafeStorage } from 'electron';
import type { KeyProtection } from '../key-protection.ts';
import type { Log } from '../log.ts';

/** What Electron answers on Linux when it has no key store: a password that everybody knows, or nothing yet. */
const NO_KEY_STORE: readonly string[] = ['basic_text', 'unknown'];

/** Sealed by one process and opened by a later one, to see that the key store remembers. */
const TRIAL_FILE = 'key-store-trial';
const TRIAL = 'opens again';

/** The part of Electron's safeStorage that is used. */
export type UsedSafeStorage = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>;

/**
 * Protection by the operating system's key store (Keychain, DPAPI, libsecret or KWallet, through Electron); undefined
 * where there is none. To be asked when Electron is ready.
 *
 * No key is entrusted to it at its first start: Windows' part of it lies in a file that Chromium writes at its leisure,
 * and some key stores forget when the desktop session ends. What would be sealed by then would be lost.
 *
 * @param folder Electron's own, which holds what its key store needs
 */
export function keyStore(
  safeStorage: UsedSafeStorage,
  { platform, folder, log }: { readonly platform: NodeJS.Platform; readonly folder: string; readonly log: Log },
): KeyProtection | undefined {
  const backend = platform === 'linux' ? safeStorage.getSelectedStorageBackend() : platform;
  if (!safeStorage.isEncryptionAvailable() || NO_KEY_STORE.includes(backend)) {
    log.warn('the operating system has no key store here', { backend });
    return undefined;
  }
  return {
    kind: 'operating-system',
    proven: isProven(safeStorage, folder, log),
    protect: (secret) => safeStorage.encryptString(Buffer.from(secret).toString('base64')),
    unprotect: (stored) => Buffer.from(safeStorage.decryptString(Buffer.from(stored)), 'base64'),
  };
}

/** Whether what an earlier process sealed opens in this one; if not, the next one gets another trial. */
function isProven(safeStorage: UsedSafeStorage, folder: string, log: Log): boolean {
  const file = path.join(folder, TRIAL_FILE);
  try {
    if (safeStorage.decryptString(readFileSync(file)) === TRIAL) return true;
  } catch (error) {
    log.info('no key is entrusted to the operating system’s key store before its next start', { error });
  }
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, safeStorage.encryptString(TRIAL), { mode: 0o600 });
  } catch (error) {
    log.warn('the operating system’s key store could not be tried', { error });
  }
  return false;
}
