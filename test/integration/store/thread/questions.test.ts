import { expect, test } from 'vitest';
import type { Call } from '../../../../src-main/store/engine.ts';
import { ConsoleError } from '../../../../src-main/errors.ts';
import { askUsers, makeUser } from '../engine/calls.ts';
import { supervised } from './stand.ts';

const circle: Record<string, unknown> = {};
circle['self'] = circle;

const setting = (value: unknown, key = 'a'): Call =>
  ({ ...makeUser('ann'), name: 'settings.change', args: { key, value, at: 1, by: null } }) as Call;

test('what cannot cross to the thread is refused by a typed error, and harms nobody else', async () => {
  const { supervisor, told, states } = await supervised();
  const asked = [setting(1n), setting(circle), setting('x'.repeat(65 * 2 ** 20)), setting(undefined), setting(() => 1)];
  const outcomes = await Promise.allSettled([...asked, makeUser('ann')].map((call) => supervisor.ask(call)));
  expect(outcomes.map(({ status }) => status)).toEqual([...asked.map(() => 'rejected'), 'fulfilled']);
  for (const outcome of outcomes.slice(0, -1)) {
    const { reason } = outcome as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(ConsoleError);
    expect(reason).toMatchObject({ code: 'INTERNAL' });
  }
  expect(await told(askUsers)).toHaveLength(1);
  expect(states).toEqual([]);
});

test('a great many questions at once are all answered, each by its own answer, whatever stands in it', async () => {
  const { supervisor } = await supervised();
  const value = { words: 'dòng\n"hai" \u2028 \u0000 \ud83e\udd16 ]}', numbers: [0, -1.5, 1e300], nothing: null };
  const keys = Array.from({ length: 500 }, (_, index) => `key ${index}`);
  await Promise.all(keys.map((key) => supervisor.ask(setting({ ...value, key }, key))));
  const answers = await Promise.all(
    keys.map((key) => supervisor.ask({ kind: 'read', name: 'settings.read', args: { key } })),
  );
  expect(answers).toEqual(keys.map((key) => ({ ...value, key })));
});

test('after closing everything is refused, and closing again is harmless', async () => {
  const { supervisor, told } = await supervised();
  expect(await told(makeUser('ann'))).toBeNull();
  await supervisor.close();
  expect(await Promise.all([told(askUsers), told(makeUser('bob'))])).toEqual([
    'STORE_UNAVAILABLE',
    'STORE_UNAVAILABLE',
  ]);
  await supervisor.close();
});
