import { createHmac } from 'node:crypto';

/**
 * The one-time password for a counter: RFC 4226, section 5.3, with SHA-1.
 *
 * @param key secret bytes; section 4, R6 asks for 128 bits at least.
 * @param counter a whole number from 0 to 2^53 - 1.
 */
export function hotp(key: Uint8Array, counter: number, digits = 6): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const hash = createHmac('sha1', key).update(message).digest();
  const offset = hash.readUInt8(hash.length - 1) & 0x0f;
  const truncated = hash.readUInt32BE(offset) & 0x7fff_ffff;
  return String(truncated % 10 ** digits).padStart(digits, '0');
}
