/** Base 32 of RFC 4648, section 6: how authenticator apps take a key. */
import { ConsoleError } from '../../errors.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Without padding, as authenticator apps expect it (RFC 4648, 3.2 allows to leave it out). */
export function encodeBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const fives = bits.match(/.{1,5}/g) ?? [];
  return fives.map((five) => ALPHABET.charAt(Number.parseInt(five.padEnd(5, '0'), 2))).join('');
}

/**
 * The bytes behind a text, which may be padded or not, in either case, and grouped by spaces or hyphens.
 *
 * @throws ConsoleError INPUT_INVALID {rule: base32} for a text that no encoder makes; the text is a secret and stays out.
 */
export function decodeBase32(text: string): Uint8Array {
  const letters = text.toUpperCase().replaceAll(/[\s-]/g, '').replace(/=*$/, '');
  const bits = Array.from(letters, (letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
  // Says the same of a foreign letter, an impossible length, and bits behind the last byte.
  if (encodeBase32(bytes) === letters) return bytes;
  throw new ConsoleError('INPUT_INVALID', 'the key is no base 32', { rule: 'base32' });
}
