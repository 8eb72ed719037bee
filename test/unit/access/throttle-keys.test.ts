import { expect, test } from 'vitest';
import { surplusKeys, throttleKey } from '../../../src-main/access/throttle-keys.ts';

const secret = new Uint8Array(32).fill(7);
const state = (failures: number, wall: number) => ({ failures, last: { run: 'r', uptime: 0, wall } });

test('all ways to write a name share one throttle, two names do not', () => {
  expect(throttleKey(' ANNA  Kowalska', secret)).toBe(throttleKey('anna kowalska', secret));
  expect(throttleKey('anna', secret)).not.toBe(throttleKey('hanna', secret));
});

test('the key tells nothing of the name to who has not the secret', () => {
  const key = throttleKey('anna', secret);
  expect(key).toMatch(/^[\w-]{43}$/);
  expect(throttleKey('anna', new Uint8Array(32))).not.toBe(key);
});

test('invented names cannot push out the count of an account under attack', () => {
  const states = new Map([
    ['attacked', state(40, 1)],
    ...Array.from({ length: 20 }, (_, index) => [`invented ${index}`, state(1, 100 + index)] as const),
  ]);
  const dropped = surplusKeys(states, 5);
  expect(dropped).toEqual(Array.from({ length: 16 }, (_, index) => `invented ${index}`));
});

test('nothing is dropped while there is room', () => {
  expect(surplusKeys(new Map([['one', state(1, 1)]]), 1)).toEqual([]);
  expect(surplusKeys(new Map(), 0)).toEqual([]);
});
