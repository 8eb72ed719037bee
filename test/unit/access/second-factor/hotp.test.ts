import { expect, test } from 'vitest';
import { hotp } from '../../../../src-main/access/second-factor/hotp.ts';

const key = new TextEncoder().encode('12345678901234567890');

/** RFC 4226, appendix D. */
const CODES = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489';

test.each(CODES.split(' ').map((code, counter) => [counter, code] as const))('counter %i gives %s', (counter, code) => {
  expect(hotp(key, counter)).toBe(code);
});

/** RFC 6238, appendix B, SHA-1: eight digits at steps of 30 s. */
test.each([
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
])('at %i s after 1970 it is %s', (seconds, code) => {
  expect(hotp(key, Math.floor(seconds / 30), 8)).toBe(code);
});
