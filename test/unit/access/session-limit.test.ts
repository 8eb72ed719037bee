import { expect, test } from 'vitest';
import { beginLife } from '../../../src-main/access/session-life.ts';
import { endedBySignIn } from '../../../src-main/access/session-limit.ts';
import { SESSION_POLICY } from '../../../src-main/access/session-policy.ts';

const session = (id: string, signedInAt: number, activeAt = signedInAt) => ({
  id,
  life: { ...beginLife(signedInAt), activeAt },
});
const policy = { ...SESSION_POLICY, concurrent: 3 };
const ended = (sessions: ReturnType<typeof session>[], now: number) =>
  endedBySignIn(sessions, policy, now).map(({ id }) => id);

test('with room for one more nothing ends', () => {
  expect(ended([], 100)).toEqual([]);
  expect(ended([session('a', 0), session('b', 1)], 100)).toEqual([]);
});

test('without room the one that was used longest ago ends, wherever it stands', () => {
  expect(ended([session('a', 0, 50), session('b', 1, 20), session('c', 2, 30)], 100)).toEqual(['b']);
});

test('when the number was lowered as many end as are too many', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((id, index) => session(id, index));
  expect(ended(five, 100)).toEqual(['a', 'b', 'c']);
});

test('sessions that are over end in any case and take no room', () => {
  const now = policy.absoluteMs + 5;
  expect(ended([session('over', 0), session('b', 10), session('c', 11)], now)).toEqual(['over']);
});
