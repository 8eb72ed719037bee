import { describe, expect, it } from 'vitest';
import { openChunk, sealChunk, type Seal } from '../../../../src-main/store/backup/sealing.ts';

const SEAL: Seal = { key: Buffer.alloc(32, 1), noncePrefix: Buffer.alloc(7, 2), associated: Buffer.from('header') };
const PLACE = { index: 3, last: false };
const PLAIN = Buffer.from('what nobody should see');
const SEALED = sealChunk(SEAL, PLACE, PLAIN);

describe('a sealed chunk', () => {
  it('opens in its place', () => {
    expect(SEALED.length).toBe(PLAIN.length + 16);
    expect(openChunk(SEAL, PLACE, SEALED)).toEqual(PLAIN);
  });

  it.each([
    ['in another place', SEAL, { index: 4, last: false }],
    ['as an end that it is not', SEAL, { index: 3, last: true }],
    ['with another key', { ...SEAL, key: Buffer.alloc(32, 9) }, PLACE],
    ['with another nonce', { ...SEAL, noncePrefix: Buffer.alloc(7, 9) }, PLACE],
    ['behind another header', { ...SEAL, associated: Buffer.from('Header') }, PLACE],
  ])('does not open %s', (_how, seal, place) => {
    expect(openChunk(seal, place, SEALED)).toBeNull();
  });

  it('does not open when it is cut, at whatever length', () => {
    for (let length = 0; length < SEALED.length; length++) {
      expect(openChunk(SEAL, PLACE, SEALED.subarray(0, length)), String(length)).toBeNull();
    }
  });

  it('has a nonce of its own in each place', () => {
    const places = [0, 1, 2 ** 32 - 1].flatMap((index) => [false, true].map((last) => ({ index, last })));
    const sealed = places.map((place) => sealChunk(SEAL, place, PLAIN).toString('hex'));
    expect(new Set(sealed).size).toBe(places.length);
    expect(() => sealChunk(SEAL, { index: 2 ** 32, last: true }, PLAIN)).toThrow(RangeError);
  });
});
