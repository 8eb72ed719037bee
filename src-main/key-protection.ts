/**
 * Keeps a secret from others than this user of this machine. The desktop shell has one of the operating system; without
 * it there are the rights of the key file.
 */
export interface KeyProtection {
  /** Stands in the key file, so that a file is never opened with the wrong protection. */
  readonly kind: string;
  /** Whether what an earlier process protected has opened in this one; before that no key is entrusted to it. */
  readonly proven: boolean;
  protect(secret: Uint8Array): Uint8Array;
  /** @throws when the bytes were not protected here, by this user */
  unprotect(stored: Uint8Array): Uint8Array;
}

/** No more than the rights of the key file, which is its owner's alone: for machines without a key store. */
export const fileRights: KeyProtection = {
  kind: 'file-rights',
  proven: true,
  protect: (secret) => secret,
  unprotect: (stored) => stored,
};
