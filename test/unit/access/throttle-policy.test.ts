import { describe, expect, test } from 'vitest';
import { ACCOUNT_THROTTLE, SEAT_THROTTLE, waitAfter } from '../../../src-main/access/throttle-policy.ts';

const waits = (policy: typeof ACCOUNT_THROTTLE, upTo: number) =>
  Array.from({ length: upTo + 1 }, (_, failures) => waitAfter(failures, policy) / 1000);

describe('an account', () => {
  test('forgives three, then waits twice as long each time, then locks for a quarter of an hour', () => {
    expect(waits(ACCOUNT_THROTTLE, 12)).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 900, 900, 900]);
  });

  test('takes 100 failures in a row and no more (NIST SP 800-63B-4, 3.2.2)', () => {
    expect(waitAfter(99, ACCOUNT_THROTTLE)).toBe(900_000);
    expect(waitAfter(100, ACCOUNT_THROTTLE)).toBe(Infinity);
    expect(waitAfter(1_000_000, ACCOUNT_THROTTLE)).toBe(Infinity);
  });

  test('costs an attacker who never pauses at least 22 hours until it is closed', () => {
    const all = waits(ACCOUNT_THROTTLE, 99).reduce((sum, wait) => sum + wait, 0);
    expect(all / 3600).toBeGreaterThan(22);
  });
});

test('a seat never waits longer than half a minute, since a whole shift shares it', () => {
  expect(waits(SEAT_THROTTLE, 12)).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30]);
  expect(waitAfter(1_000_000, SEAT_THROTTLE)).toBe(30_000);
});

test('waits never get shorter with more failures', () => {
  for (const policy of [ACCOUNT_THROTTLE, SEAT_THROTTLE]) {
    const all = waits(policy, 200);
    expect(all).toEqual(all.toSorted((one, other) => one - other));
  }
});
