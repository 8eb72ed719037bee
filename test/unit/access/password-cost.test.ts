import { compareSync, hashSync } from 'bcryptjs';
import { expect, test } from 'vitest';
import { costOf, decoyHash, evenOutCosts, needsRehash } from '../../../src-main/access/password-cost.ts';

const hash = hashSync('purple robots eat 7 bananas', 5);

test('a hash is made anew when the setting has risen, and only then', () => {
  expect(costOf(hash)).toBe(5);
  expect(needsRehash(hash, 6)).toBe(true);
  expect(needsRehash(hash, 5)).toBe(false);
  expect(needsRehash(hash, 4)).toBe(false);
});

test('the decoys beside a cheaper hash add up to the work of the setting', () => {
  expect(evenOutCosts(decoyHash(8), 12)).toEqual([8, 9, 10, 11]);
  for (let from = 4; from <= 14; from++) {
    const rounds = [from, ...evenOutCosts(decoyHash(from), 14)].reduce((sum, cost) => sum + 2 ** cost, 0);
    expect(rounds).toBe(2 ** 14);
  }
});

test('a hash of the setting, or a dearer one, needs no decoys', () => {
  expect(evenOutCosts(decoyHash(12), 12)).toEqual([]);
  expect(evenOutCosts(decoyHash(13), 12)).toEqual([]);
});

test('a decoy has the form of a hash and matches nothing', () => {
  expect(decoyHash(5)).toHaveLength(hash.length);
  expect(costOf(decoyHash(5))).toBe(5);
  for (const guess of ['', 'decoy', '.'.repeat(53)]) expect(compareSync(guess, decoyHash(4))).toBe(false);
});

test.each([
  '',
  'plain',
  '$2b$12$short',
  `$2b$99$${'.'.repeat(53)}`,
  `$2b$03$${'.'.repeat(53)}`,
  `$1$12$${'.'.repeat(53)}`,
])('%j is no hash, and the refusal does not repeat it', (text) => {
  const refusal = expect.objectContaining({ code: 'INTERNAL', message: expect.not.stringContaining('$') });
  expect(() => needsRehash(text, 12)).toThrow(refusal);
});
