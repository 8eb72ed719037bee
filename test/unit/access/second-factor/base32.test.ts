import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from '../../../../src-main/access/second-factor/base32.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** RFC 4648, section 10. */
const VECTORS: readonly (readonly [string, string])[] = [
  ['', ''],
  ['f', 'MY======'],
  ['fo', 'MZXQ===='],
  ['foo', 'MZXW6==='],
  ['foob', 'MZXW6YQ='],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI======'],
];

test.each(VECTORS)('%j is %s', (text, encoded) => {
  expect(encodeBase32(bytes(text))).toBe(encoded.replaceAll('=', ''));
  expect(decodeBase32(encoded)).toEqual(bytes(text));
});

test('what people make of it when they copy it is read all the same', () => {
  for (const typed of ['mzxw6ytboi', 'MZXW 6YTB OI', 'mzxw-6ytb-oi', ' MZXW6YTBOI==']) {
    expect(decodeBase32(typed)).toEqual(bytes('foobar'));
  }
});

test.each(['M', 'MZX', 'MZXW6Y', 'MZ', 'MZXW6YT1', 'MZXW6YT8', 'MZXW6YTÀ', 'MY==MY', '='.repeat(3) + 'A'])(
  '%s is what no encoder makes, and the refusal does not repeat it',
  (text) => {
    const expected = { code: 'INPUT_INVALID', details: { rule: 'base32' }, message: expect.not.stringContaining(text) };
    expect(() => decodeBase32(text)).toThrow(expect.objectContaining(expected));
  },
);

test('any bytes come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (any) => {
      expect(decodeBase32(encodeBase32(any))).toEqual(any);
    }),
  );
});
