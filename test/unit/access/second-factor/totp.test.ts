import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from '../../../../src-main/access/second-factor/base32.ts';
import {
  acceptCode,
  checkCode,
  createTotp,
  totpCode,
  totpStep,
  TOTP_STEP_MS,
  type TotpState,
} from '../../../../src-main/access/second-factor/totp.ts';
import { systemRandomBytes } from '../../../../src-main/random.ts';

const key = encodeBase32(new TextEncoder().encode('12345678901234567890'));
const fresh: TotpState = { key, lastStep: null };
const NOW = Date.UTC(2026, 0, 1, 12, 0, 10);
const code = (steps: number) => totpCode(key, totpStep(NOW) + steps);
const judge = (state: TotpState, typed: string, now = NOW) => {
  const verdict = checkCode(state, typed, now);
  return verdict.accepted ? 'accepted' : verdict.reason;
};

/** RFC 6238, appendix B, SHA-1: the last six of its eight digits. */
test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('at %i s after 1970 the code %s is accepted', (seconds, typed) => {
  expect(judge(fresh, typed, seconds * 1000)).toBe('accepted');
});

test('a key has 160 random bits and never comes twice', () => {
  const states = Array.from({ length: 100 }, () => createTotp(systemRandomBytes));
  expect(new Set(states.map((state) => state.key)).size).toBe(100);
  for (const state of states) expect(decodeBase32(state.key)).toHaveLength(20);
  expect(states[0]?.lastStep).toBeNull();
});

describe('the window', () => {
  test('is one step to each side', () => {
    expect([-2, -1, 0, 1, 2].map((steps) => judge(fresh, code(steps)))).toEqual([
      'wrong',
      'accepted',
      'accepted',
      'accepted',
      'wrong',
    ]);
  });

  test('moves at the full half minute', () => {
    const typed = totpCode(key, 1_000);
    const accepted = (now: number) => judge(fresh, typed, now) === 'accepted';
    expect([999 * TOTP_STEP_MS - 1, 999 * TOTP_STEP_MS].map(accepted)).toEqual([false, true]);
    expect([1_002 * TOTP_STEP_MS - 1, 1_002 * TOTP_STEP_MS].map(accepted)).toEqual([true, false]);
  });

  test('does not reach before 1970', () => {
    expect(judge(fresh, totpCode(key, 0), 0)).toBe('accepted');
    expect(judge(fresh, '000000', -TOTP_STEP_MS)).toBe('wrong');
  });
});

describe('what is typed', () => {
  test('may have spaces and wide digits', () => {
    const [first, last] = [code(0).slice(0, 3), code(0).slice(3)];
    const wide = Array.from(code(0), (digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0)).join('');
    for (const typed of [`${first} ${last}`, ` ${code(0)}\n`, wide]) expect(judge(fresh, typed)).toBe('accepted');
  });

  test.each(['', '12345', '1234567', 'abcdef', '-12345', '1e5000', '😀😀😀'])('%j is only wrong', (typed) => {
    expect(judge(fresh, typed)).toBe('wrong');
  });
});

describe('no code twice', () => {
  test('a code that was accepted is refused, and so are those before it', () => {
    const state = acceptCode(fresh, code(0), NOW);
    expect(state).toEqual({ key, lastStep: totpStep(NOW) });
    expect(judge(state, code(0))).toBe('used');
    expect(judge(state, code(-1))).toBe('used');
    expect(judge(state, code(1))).toBe('accepted');
  });

  test('a refusal changes nothing', () => {
    const state = acceptCode(fresh, code(0), NOW);
    expect(checkCode(state, code(0), NOW)).toEqual({ accepted: false, reason: 'used', state });
    expect(() => acceptCode(state, code(0), NOW)).toThrow(
      expect.objectContaining({ code: 'SECOND_FACTOR_FAILED', details: { rule: 'used' } }),
    );
  });

  test('the clock set back does not bring a code back, and the refusal says that it is the clock', () => {
    const state = acceptCode(fresh, code(0), NOW);
    expect(judge(state, code(-10), NOW - 10 * TOTP_STEP_MS)).toBe('clock');
    expect(judge(state, '000000', NOW - 10 * TOTP_STEP_MS)).toBe('clock');
    expect(judge(state, code(1), NOW + TOTP_STEP_MS)).toBe('accepted');
  });

  test('a phone that is ahead is not taken for a clock that is behind', () => {
    const state = acceptCode(fresh, code(1), NOW);
    expect(judge(state, code(0))).toBe('used');
    expect(judge(state, '000000')).toBe('wrong');
  });

  test('whatever is typed, and however the clock is set', () => {
    const attempt = fc.record({ at: fc.integer({ min: -5, max: 5 }), offset: fc.integer({ min: -2, max: 2 }) });
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 40 }), (attempts) => {
        let state = fresh;
        const steps: number[] = [];
        for (const { at, offset } of attempts) {
          const now = NOW + at * TOTP_STEP_MS;
          const verdict = checkCode(state, totpCode(key, totpStep(now) + offset), now);
          if (verdict.accepted) steps.push(verdict.state.lastStep ?? NaN);
          state = verdict.state;
        }
        expect(steps).toEqual([...new Set(steps)].toSorted((one, other) => one - other));
      }),
      { numRuns: 50 },
    );
  });
});
