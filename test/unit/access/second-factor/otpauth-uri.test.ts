import { expect, test } from 'vitest';
import { otpauthUri } from '../../../../src-main/access/second-factor/otpauth-uri.ts';

const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test('names everything that an app must know, spaces as spaces', () => {
  expect(otpauthUri({ issuer: 'Plant Nord', username: 'anna', key })).toBe(
    `otpauth://totp/Plant%20Nord:anna?secret=${key}&issuer=Plant%20Nord&algorithm=SHA1&digits=6&period=30`,
  );
});

test('names of any script and with any sign come back as they were', () => {
  const [issuer, username] = ['Nhà máy Số 1 & 2?', "o'brien+đào@plant.example"];
  const uri = new URL(otpauthUri({ issuer, username, key }));
  expect(decodeURIComponent(uri.pathname.split('/').at(-1) ?? '')).toBe(`${issuer}:${username}`);
  expect(uri.searchParams.get('issuer')).toBe(issuer);
  expect(uri.searchParams.get('secret')).toBe(key);
});

test.each([
  [
    { issuer: 'Plant: Nord', username: 'anna' },
    { field: 'issuer', rule: 'colon' },
  ],
  [
    { issuer: 'Plant', username: 'a:b' },
    { field: 'username', rule: 'colon' },
  ],
  [
    { issuer: ' ', username: 'anna' },
    { field: 'issuer', rule: 'empty' },
  ],
  [
    { issuer: 'x'.repeat(65), username: 'anna' },
    { field: 'issuer', rule: 'too-long' },
  ],
])('%j is refused', (names, details) => {
  expect(() => otpauthUri({ ...names, key })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', details }));
});
