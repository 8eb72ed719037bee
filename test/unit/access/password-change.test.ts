import { expect, test } from 'vitest';
import { admitByPassword, changeReason, CHANGE_REASONS } from '../../../src-main/access/password-change.ts';

const fine = { oneTime: false, overAge: false, breaksRules: false };

test('a password that is fine stops nobody', () => {
  expect(changeReason(fine)).toBeNull();
  expect(() => admitByPassword(null)).not.toThrow();
});

test.each([
  [{ oneTime: true }, 'one-time'],
  [{ overAge: true }, 'age'],
  [{ breaksRules: true }, 'rules'],
  [{ oneTime: true, overAge: true, breaksRules: true }, 'one-time'],
  [{ overAge: true, breaksRules: true }, 'age'],
])('%j must be changed: %s', (facts, reason) => {
  expect(changeReason({ ...fine, ...facts })).toBe(reason);
});

test.each(CHANGE_REASONS)('until it is changed (%s) every other call is refused', (rule) => {
  const expected = { code: 'PASSWORD_CHANGE_REQUIRED', details: { rule } };
  expect(() => admitByPassword(rule)).toThrow(expect.objectContaining(expected));
});
