/** Secrets that somebody reads from paper or a screen and types again. */
import type { RandomBytes } from '../random.ts';

/** Crockford's 32 letters and digits: none is taken for another, since i, l, o and u are left out. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const GROUP = 4;
/** Each character is one of 32. */
export const BITS_PER_GROUP = GROUP * 5;

/** `groups` times four random characters, joined by hyphens: 20 bits a group. */
export function typableSecret(randomBytes: RandomBytes, groups: number): string {
  // 256 is a multiple of 32, so every character is equally likely.
  const characters = Array.from(randomBytes(groups * GROUP), (byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return inGroups(characters.join(''));
}

/**
 * Reads a typed secret of `groups` as it was meant, see {@link typableCharacters}. The answer is in the form of
 * {@link typableSecret}; null when it cannot be one.
 */
export function readTypable(typed: string, groups: number): string | null {
  const characters = typableCharacters(typed);
  const isOne = characters.length === groups * GROUP && /^[0-9a-hjkmnp-tv-z]*$/.test(characters);
  return isOne ? inGroups(characters) : null;
}

/** Case, spaces and hyphens do not count, and what looks alike is alike: o is 0, i and l are 1. */
export function typableCharacters(typed: string): string {
  return typed
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1');
}

function inGroups(characters: string): string {
  return (characters.match(/.{4}/g) ?? []).join('-');
}
