import { expect, test } from 'vitest';
import { SESSION_POLICY, sessionPolicy } from '../../../src-main/access/session-policy.ts';

test('by default a session locks after 10 minutes, ends after 12 hours, and is fresh for 5 minutes', () => {
  expect(sessionPolicy({})).toEqual(SESSION_POLICY);
  expect(SESSION_POLICY).toEqual({ idleMs: 600_000, absoluteMs: 43_200_000, concurrent: 3, freshMs: 300_000 });
});

test('a plant may set each number', () => {
  const settings = { idleMinutes: 1, absoluteMinutes: 1440, concurrentSessions: 1, freshMinutes: 60 };
  expect(sessionPolicy(settings)).toEqual({
    idleMs: 60_000,
    absoluteMs: 86_400_000,
    concurrent: 1,
    freshMs: 3_600_000,
  });
});

test.each([
  [{ idleMinutes: 0 }, { setting: 'idleMinutes', minimum: 1, maximum: 60 }],
  [{ idleMinutes: 61 }, { setting: 'idleMinutes', minimum: 1, maximum: 60 }],
  [{ absoluteMinutes: 1441 }, { setting: 'absoluteMinutes', minimum: 10, maximum: 1440 }],
  [
    { absoluteMinutes: 29, idleMinutes: 30 },
    { setting: 'absoluteMinutes', minimum: 30, maximum: 1440 },
  ],
  [{ concurrentSessions: 0 }, { setting: 'concurrentSessions', minimum: 1, maximum: 20 }],
  [{ freshMinutes: Infinity }, { setting: 'freshMinutes', minimum: 1, maximum: 60 }],
])('%j is refused', (settings, details) => {
  expect(() => sessionPolicy(settings)).toThrow(expect.objectContaining({ code: 'POLICY_INVALID', details }));
});
