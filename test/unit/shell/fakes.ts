import { EventEmitter } from 'node:events';
import type { SafeStorage } from 'electron';

/** Passes a fake off as the part of Electron that the function under test uses. */
export function as(fake: object): never {
  return fake as never;
}

/** An event as Electron hands it over, remembering whether its default was prevented. */
export function fakeEvent<Facts extends object>(facts: Facts) {
  const event = { ...facts, prevented: false, preventDefault: () => (event.prevented = true) };
  return event;
}

/** A page's contents: emits Electron's events and keeps the handler for new windows. */
export function fakeContents() {
  const contents = Object.assign(new EventEmitter(), {
    openHandler: (_details: { url: string }): unknown => 'not set',
    setWindowOpenHandler(handler: (details: { url: string }) => unknown) {
      contents.openHandler = handler;
    },
    reloads: 0,
    reload: () => (contents.reloads += 1),
  });
  return contents;
}

/** A key store of the operating system: what one user of one machine seals opens for no other. */
export function fakeSafeStorage({
  owner = 'kim on desk-1',
  backend = 'gnome_libsecret',
  available = true,
}: {
  owner?: string | undefined;
  backend?: ReturnType<SafeStorage['getSelectedStorageBackend']>;
  available?: boolean;
} = {}) {
  const seal = `sealed for ${owner}:`;
  const scrambled = (text: Buffer) => Buffer.from(text).map((byte) => byte ^ 0x5a);
  return {
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend,
    encryptString: (text: string) => Buffer.concat([Buffer.from(seal), scrambled(Buffer.from(text))]),
    decryptString(sealed: Buffer) {
      if (!sealed.toString('latin1').startsWith(seal)) throw new Error('Error while decrypting the ciphertext');
      return Buffer.from(scrambled(sealed.subarray(seal.length))).toString();
    },
  };
}
