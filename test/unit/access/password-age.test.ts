import { expect, test } from 'vitest';
import { passwordAge } from '../../../src-main/access/password-age.ts';

const DAY = 86_400_000;
const changedAt = Date.UTC(2026, 0, 1);
const after = (ms: number) => passwordAge(changedAt, changedAt + ms, 90);

test('NIST wants no change without a reason: a hundred years are fine', () => {
  expect(passwordAge(changedAt, changedAt + 36_500 * DAY, null)).toEqual({ kind: 'current' });
});

test('a password is warned of for a week and over when its days are full', () => {
  expect(after(83 * DAY - 1)).toEqual({ kind: 'current' });
  expect(after(83 * DAY)).toEqual({ kind: 'ending', daysLeft: 7 });
  expect(after(89 * DAY)).toEqual({ kind: 'ending', daysLeft: 1 });
  expect(after(90 * DAY - 1)).toEqual({ kind: 'ending', daysLeft: 0 });
  expect(after(90 * DAY)).toEqual({ kind: 'over' });
});

test('a clock that was set back to before the change makes it no older', () => {
  expect(after(-400 * DAY)).toEqual({ kind: 'current' });
});
