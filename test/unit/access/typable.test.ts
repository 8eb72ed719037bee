import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTypable, typableSecret } from '../../../src-main/access/typable.ts';

test('four characters a group, of 32 that are not taken for one another', () => {
  for (let count = 0; count < 200; count++) {
    expect(typableSecret(randomBytes, 4)).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  }
});

test('each of the 256 values of a byte counts, and each character comes equally often', () => {
  const all = typableSecret(() => Uint8Array.from({ length: 256 }, (_, value) => value), 64).replaceAll('-', '');
  const counts = new Map<string, number>();
  for (const character of all) counts.set(character, (counts.get(character) ?? 0) + 1);
  expect([...counts.values()]).toEqual(Array.from({ length: 32 }, () => 8));
});

test('it is read however it is typed: case, spaces, dashes, wide letters, look-alikes', () => {
  const secret = '01ab-cd23-0145';
  for (const typed of [
    '01abcd230145',
    ' 01AB CD23 0145 ',
    'oiab-cd23-OL45',
    '０１ａｂ–cd23–0I45',
    '0 1 a b c d 2 3 0 1 4 5',
  ]) {
    expect(readTypable(typed, 3)).toBe(secret);
  }
});

test.each(['', '01ab-cd23-014', '01ab-cd23-01455', '01ab-cd23-014u', '01ab-cd23-014!', 'ế1ab-cd23-0145'])(
  '%j is none',
  (typed) => {
    expect(readTypable(typed, 3)).toBeNull();
  },
);

test('what was made is read as itself', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const secret = typableSecret(() => bytes, 4);
      expect(readTypable(secret, 4)).toBe(secret);
    }),
  );
});
