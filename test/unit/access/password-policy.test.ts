import { describe, expect, test } from 'vitest';
import {
  acceptPassword,
  brokenRules,
  PASSWORD_MAX_BYTES,
  passwordBytes,
} from '../../../src-main/access/password-policy.ts';
import { COMPLEXITY_PROFILE, complexityProfile } from '../../../src-main/access/password-profile.ts';
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

describe('beside a second factor', () => {
  const beside = (password: string) =>
    brokenRules(password, { ...context, besideSecondFactor: true }).map(({ code }) => code);

  test('8 code points are enough and 7 are not', () => {
    expect(beside('vk3xq9wm')).toEqual([]);
    expect(beside('vk3xq9w')).toEqual(['PASSWORD_TOO_SHORT']);
    expect(brokenRules('vk3xq9wm', context).map(({ details }) => details)).toEqual([{ minimum: 15, actual: 8 }]);
  });

  test('what is guessed early is refused all the same', () => {
    expect(beside('admin123')).toEqual(['PASSWORD_BLOCKED']);
  });
});

describe('words of the plant and of the product', () => {
  test.each(['Robot Control Console', 'OHT50 supervisor 1', 'Bảng điều khiển robot', 'nhà máy vận hành 2026'])(
    '%s is refused wherever the console runs',
    (password) => {
      expect(failure(password)).toEqual({ code: 'PASSWORD_BLOCKED', details: { reason: 'plant' } });
    },
  );

  test('what a plant is called is refused there and nowhere else', () => {
    const password = 'Nordhafen Halle Sieben';
    expect(accept(password)).toBe(password);
    const plantWords = ['Nordhafen', 'Halle Sieben'];
    expect(brokenRules(password, { ...context, plantWords })).toEqual([
      expect.objectContaining({ code: 'PASSWORD_BLOCKED', details: { reason: 'plant' } }),
    ]);
  });
});

describe('the profile complexity', () => {
  const broken = (password: string) =>
    brokenRules(password, { ...context, profile: COMPLEXITY_PROFILE, besideSecondFactor: true }).map(
      ({ code, details }) => `${code} ${String(details['rule'] ?? details['reason'] ?? '')}`.trim(),
    );

  test('wants 12 characters of four kinds', () => {
    expect(broken('vK3!xq9wm2tz')).toEqual([]);
    expect(broken('vK3!xq9wm2t')).toEqual(['PASSWORD_TOO_SHORT']);
  });

  test.each([
    ['vk3!xq9wm2tz', 'upper'],
    ['VK3!XQ9WM2TZ', 'lower'],
    ['vK!xqwmtzbhr', 'digit'],
    ['vK3xq9wm2tzb', 'symbol'],
    ['vK3 xq9wm2tz', 'symbol'],
  ])('%s lacks %s', (password, rule) => {
    expect(broken(password)).toEqual([`PASSWORD_COMPOSITION ${rule}`]);
  });

  test('tells everything that is wrong at once, the length first', () => {
    expect(broken('')).toEqual([
      'PASSWORD_TOO_SHORT',
      'PASSWORD_COMPOSITION upper',
      'PASSWORD_COMPOSITION lower',
      'PASSWORD_COMPOSITION digit',
      'PASSWORD_COMPOSITION symbol',
    ]);
    expect(() => acceptPassword('x', { ...context, profile: COMPLEXITY_PROFILE })).toThrow(
      expect.objectContaining({ code: 'PASSWORD_TOO_SHORT', details: { minimum: 12, actual: 1 } }),
    );
  });

  test('knows letters and digits of any script', () => {
    expect(broken('ЖдущийТрамвай٣%')).toEqual([]);
  });

  test('mixture is no excuse for what everybody tries', () => {
    expect(broken('Password123!')).toEqual(['PASSWORD_BLOCKED common']);
  });

  test('has numbers that a plant may set within bounds', () => {
    expect(complexityProfile()).toEqual(COMPLEXITY_PROFILE);
    expect(complexityProfile({ remembered: 24, maxAgeDays: 30 })).toMatchObject({ remembered: 24, maxAgeDays: 30 });
  });

  test.each([
    [{ remembered: 0 }, { setting: 'remembered', minimum: 1, maximum: 24 }],
    [{ remembered: 25 }, { setting: 'remembered', minimum: 1, maximum: 24 }],
    [{ maxAgeDays: 0 }, { setting: 'maxAgeDays', minimum: 1, maximum: 730 }],
    [{ maxAgeDays: 1.5 }, { setting: 'maxAgeDays', minimum: 1, maximum: 730 }],
    [{ maxAgeDays: NaN }, { setting: 'maxAgeDays', minimum: 1, maximum: 730 }],
  ])('refuses %j', (settings, details) => {
    expect(() => complexityProfile(settings)).toThrow(expect.objectContaining({ code: 'POLICY_INVALID', details }));
  });
});
