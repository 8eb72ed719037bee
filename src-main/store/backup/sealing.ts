import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Length of what a sealed chunk has more than its plaintext: the tag of GCM. */
export const TAG_BYTES = 16;
/** NIST SP 800-38D, 8.2: 96 bits. */
const NONCE_BYTES = 12;
const PREFIX_BYTES = 7;
const CIPHER = 'aes-256-gcm';

/** What all chunks of one backup share. The key must never seal a second backup. */
export interface Seal {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 7 bytes. */
  readonly noncePrefix: Uint8Array;
  /** What no chunk opens without: the digest of the header. */
  readonly associated: Uint8Array;
}

/** Where in the backup a chunk belongs: opened in any other place, or as an end that it is not, it is refused. */
export interface Place {
  /** 0 to 2^32 - 1. */
  readonly index: number;
  readonly last: boolean;
}

/**
 * STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance,
 * 2015): the nonce is prefix (7), counter (4), and whether this is the last (1). A chunk that is missing, moved,
 * repeated or added does not open.
 */
function nonceOf({ noncePrefix }: Seal, { index, last }: Place): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.set(noncePrefix);
  nonce.writeUInt32BE(index, PREFIX_BYTES);
  nonce.writeUInt8(last ? 1 : 0, NONCE_BYTES - 1);
  return nonce;
}

/** Ciphertext, then the tag. */
export function sealChunk(seal: Seal, place: Place, plain: Uint8Array): Buffer {
  const cipher = createCipheriv(CIPHER, seal.key, nonceOf(seal, place), { authTagLength: TAG_BYTES });
  cipher.setAAD(seal.associated);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext; null when not exactly this was sealed, with this key, for this place. */
export function openChunk(seal: Seal, place: Place, sealed: Uint8Array): Buffer | null {
  const textBytes = sealed.length - TAG_BYTES;
  if (textBytes < 0) return null;
  const decipher = createDecipheriv(CIPHER, seal.key, nonceOf(seal, place), { authTagLength: TAG_BYTES });
  decipher.setAAD(seal.associated);
  decipher.setAuthTag(sealed.subarray(textBytes));
  const plain = decipher.update(sealed.subarray(0, textBytes));
  try {
    decipher.final();
  } catch {
    // Node says so, with an error without a code, when the tag does not fit, and for nothing else.
    return null;
  }
  return plain;
}
