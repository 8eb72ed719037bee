/** What must be read again, and so cannot be hashed, is encrypted at rest: the keys of second factors. */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { ConsoleError } from '../errors.ts';
import type { RandomBytes } from '../random.ts';

/** What the installation's key does, whatever that is kept by. */
export interface SecretProtection {
  /**
   * Encrypts and authenticates.
   *
   * @param purpose who the secret belongs to: it opens under no other
   */
  seal(secret: string, purpose: string): string;
  /** @throws ConsoleError SECRET_UNREADABLE: sealed by another installation, for another purpose, or changed since */
  open(sealed: string, purpose: string): string;
  /** A key of its own for a purpose, 32 bytes, the same at every start. */
  derive(purpose: string): Uint8Array;
}

export const INSTALLATION_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** Protection by a key of {@link INSTALLATION_KEY_BYTES} random bytes. */
export function protectWith(key: Uint8Array, randomBytes: RandomBytes): SecretProtection {
  const derive = (purpose: string) => new Uint8Array(hkdfSync('sha256', key, '', purpose, INSTALLATION_KEY_BYTES));
  const sealing = derive('sealing');
  return {
    derive: (purpose) => derive(`derived ${purpose}`),

    seal(secret, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, sealing, nonce).setAAD(Buffer.from(purpose));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url');
    },

    open(sealed, purpose) {
      try {
        const bytes = Buffer.from(sealed, 'base64url');
        const decipher = createDecipheriv(CIPHER, sealing, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES));
        const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch (error) {
        const message = 'a stored secret does not open with the key of this installation';
        throw new ConsoleError('SECRET_UNREADABLE', message, {}, error);
      }
    },
  };
}

/**
 * Where the key cannot be opened: what was derived from it beforehand is there, and everything else is refused.
 *
 * @param why what is thrown: the ConsoleError KEY_SEALED with which the key was refused
 */
export function protectWithout(derived: ReadonlyMap<string, Uint8Array>, why: ConsoleError): SecretProtection {
  const refuse = (): never => {
    throw new ConsoleError(why.code, why.message, why.details, why);
  };
  return { derive: (purpose) => derived.get(purpose) ?? refuse(), seal: refuse, open: refuse };
}
