import { describe, expect, it } from 'vitest';
import { PASSWORD_MAX_BYTES, PASSWORD_MIN_CODE_POINTS } from '../../../src-main/bridge/contract.ts';
import { EMPTY_DRAFT, fieldOf, passwordSize, problemsOf } from '../../../src-renderer/screens/account-form.ts';

const draft = (password: string, repeat = password) => ({ ...EMPTY_DRAFT, username: 'hoa', password, repeat });

describe('the form for a new account', () => {
  it('accepts a long enough password, spaces, accents and emoji included', () => {
    expect(problemsOf(draft('một câu dễ nhớ 🐘'))).toEqual({});
  });

  it('counts what people see as one character as one: composed code points', () => {
    expect(passwordSize('e\u0301')).toEqual({ codePoints: 1, bytes: 2 });
    expect(passwordSize('🐘')).toEqual({ codePoints: 1, bytes: 4 });
  });

  it('tells that a password is too short, with both numbers', () => {
    expect(problemsOf(draft('x'.repeat(PASSWORD_MIN_CODE_POINTS - 1))).password).toEqual({
      code: 'PASSWORD_TOO_SHORT',
      details: { minimum: PASSWORD_MIN_CODE_POINTS, actual: PASSWORD_MIN_CODE_POINTS - 1 },
    });
  });

  it('tells that a password has too many bytes, and accepts the most there may be', () => {
    const longest = 'bảy con rô bốt màu tím đang ăn chuối trong nhà kho 94827 xin';
    expect(passwordSize(longest).bytes).toBe(PASSWORD_MAX_BYTES);
    expect(problemsOf(draft(longest)).password).toBeUndefined();
    expect(problemsOf(draft('🐘'.repeat(PASSWORD_MAX_BYTES / 4 + 1))).password).toMatchObject({
      code: 'PASSWORD_TOO_LONG',
    });
  });

  it('tells what guessers try early, as far as a page without the console’s list can', () => {
    expect(problemsOf(draft('abcdefghijklmnopqrst')).password).toEqual({
      code: 'PASSWORD_BLOCKED',
      details: { reason: 'sequence' },
    });
    const own = { ...draft('maximilian bauer'), username: 'maximilian.bauer' };
    expect(problemsOf(own).password).toMatchObject({ details: { reason: 'personal' } });
  });

  it('asks for a user name and for the same password twice', () => {
    const typed = { ...draft('a long enough password', 'a long enough passwort'), username: '  ' };
    expect(problemsOf(typed)).toEqual({ username: 'required', repeat: 'mismatch' });
  });
});

describe('a refusal of the console', () => {
  it('stands at the field that it is about', () => {
    expect(fieldOf({ code: 'USERNAME_TAKEN', details: {} })).toBe('username');
    expect(fieldOf({ code: 'PASSWORD_BLOCKED', details: {} })).toBe('password');
    expect(fieldOf({ code: 'INPUT_INVALID', details: { field: 'displayName' } })).toBe('displayName');
    expect(fieldOf({ code: 'INPUT_INVALID', details: { path: 'username' } })).toBe('username');
  });

  it('stands at the form when it is about no field', () => {
    expect(fieldOf({ code: 'STORE_UNAVAILABLE', details: {} })).toBeNull();
    expect(fieldOf({ code: 'INPUT_INVALID', details: { path: 'unknown' } })).toBeNull();
  });
});
