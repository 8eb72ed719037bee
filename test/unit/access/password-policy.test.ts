import { describe, expect, test } from 'vitest';
import { acceptPassword, PASSWORD_MAX_BYTES, passwordBytes } from '../../../src-main/access/password-policy.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import { seededRandom } from '../../../src-main/random.ts';

const context = {
  blocklist: new Set(['password', 'admin', 'correcthorsebatterystaple']),
  personalNames: ['an.nguyen'],
};
const accept = (password: string) => acceptPassword(password, context);

/** `count` characters drawn from `letters`, the same at every run. */
function mixed(letters: string, count: number): string {
  const random = seededRandom(1);
  const all = Array.from(letters);
  return Array.from({ length: count }, () => all[Math.floor(random() * all.length)]).join('');
}

const failure = (password: string) => {
  try {
    accept(password);
    return null;
  } catch (error) {
    return error instanceof ConsoleError ? { code: error.code, details: error.details } : error;
  }
};

describe('length', () => {
  test('15 code points are enough and 14 are not, and the refusal says both numbers', () => {
    expect(accept('xk7 mq2 vl9 pr4')).toBe('xk7 mq2 vl9 pr4');
    expect(failure('xk7 mq2 vl9 pr')).toEqual({ code: 'PASSWORD_TOO_SHORT', details: { minimum: 15, actual: 14 } });
  });

  test('an emoji counts as one character although it is four bytes and two UTF-16 units', () => {
    const faces = '😀🦊🚀🌵🎲🍋🐙🎻🧊🔧🪁🧲🦉🍩';
    expect(failure(faces)).toMatchObject({ code: 'PASSWORD_TOO_SHORT', details: { actual: 14 } });
    expect(accept(`${faces}🐌`)).toBe(`${faces}🐌`);
  });

  test('72 bytes are accepted and 73 are refused, not cut', () => {
    const longest = mixed('abdegkmpqtvwxz2579', 72);
    expect(accept(longest)).toBe(longest);
    expect(failure(`${longest}Z`)).toEqual({ code: 'PASSWORD_TOO_LONG', details: { maximumBytes: 72 } });
  });

  test('the limit is bytes: 24 characters of three bytes fit, 25 do not', () => {
    const longest = mixed('ằếộựỡẩễỗữẹịọụỷ', 24);
    expect(passwordBytes(longest)).toBe(PASSWORD_MAX_BYTES);
    expect(accept(longest)).toBe(longest);
    expect(failure(`${longest}ằ`)).toMatchObject({ code: 'PASSWORD_TOO_LONG' });
  });
});

describe('any character, in one form', () => {
  test.each([
    ['Vietnamese with spaces', 'tôi thích cà phê sữa đá'],
    ['spaces at both ends', '  ba con cọp trong vườn  '],
    ['joined emoji', 'gia đình 👩‍👩‍👧‍👦 năm người'],
    ['Arabic with non-joiners', 'می‌خواهم چای بنوشم'],
    ['only digits, but no pattern', '938274105528367'],
    ['only lower case letters', 'hoist above seven tables'],
  ])('%s is welcome', (_what, password) => {
    expect(accept(password)).toBe(password.normalize('NFC'));
  });

  test('letters typed with combining marks give the same password as composed ones', () => {
    const composed = 'tôi thích cà phê sữa đá';
    expect(accept(composed.normalize('NFD'))).toBe(composed);
  });

  test('combining marks do not make a short password long', () => {
    const fourteen = 'ế ộ ự ẩ ỡ ễ ỗ ';
    expect(Array.from(fourteen.normalize('NFD')).length).toBeGreaterThan(15);
    expect(failure(fourteen.normalize('NFD'))).toMatchObject({ code: 'PASSWORD_TOO_SHORT', details: { actual: 14 } });
  });

  test('compatibility forms stay different characters, as NFC demands', () => {
    expect(accept('x² means x times x')).not.toBe(accept('x2 means x times x'));
  });

  test.each([
    ['a control character', 'xk7 mq2\u0000vl9 pr4'],
    ['half a surrogate pair', 'xk7 mq2 vl9 pr4\ud83d'],
    ['an unassigned code point', 'xk7 mq2 vl9 pr4\u{e0fff}'],
  ])('%s is refused: it could not be typed again', (_what, password) => {
    expect(failure(password)).toEqual({ code: 'PASSWORD_BLOCKED', details: { reason: 'unprintable' } });
  });
});

test.each([
  ['correct horse battery staple', 'common'],
  ['Password-Password', 'common'],
  ['qwertyuiopasdfg', 'sequence'],
  ['zzzzzzzzzzzzzzzz', 'repetition'],
  ['an.nguyen AN NGUYEN', 'personal'],
])('%s is long enough and refused because it is guessed early', (password, reason) => {
  expect(failure(password)).toEqual({ code: 'PASSWORD_BLOCKED', details: { reason } });
});
