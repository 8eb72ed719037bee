/** Keeps a secret from others than this user of this machine; the desktop shell has one of the operating system. */
export interface KeyProtection {
  /** Stands in the key file, so that a file is never opened with the wrong protection. */
  readonly kind: string;
  protect(secret: Uint8Array): Uint8Array;
  /** @throws when the bytes were not protected here, by this user */
  unprotect(stored: Uint8Array): Uint8Array;
}

/** No more than the rights of the key file, which is its owner's alone: for machines without a keychain. */
export const fileRights: KeyProtection = {
  kind: 'file-rights',
  protect: (secret) => secret,
  unprotect: (stored) => stored,
};
