import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { guessableBecause } from '../../../src-main/access/guessable.ts';
import { estimateStrength, STRENGTH_REASONS } from '../../../src-main/access/password-strength.ts';

const known = {
  blocklist: new Set(['password', 'summer']),
  personalNames: ['anna.kowalska'],
  plantWords: ['Nordhafen'],
};
const estimate = (password: string) => estimateStrength(password, known);

test.each([
  ['', 0, 'empty'],
  ['k7w', 0, 'length'],
  ['k7wqx9ce', 1, 'length'],
  ['k7wqx9ce2mzt', 2, 'length'],
  ['k7wqx9ce2mzt8hr', 3, 'length'],
  ['k7wqx9ce2mzt8hrvdn4g', 4, 'enough'],
  ['seven tired welders laugh', 4, 'enough'],
  ['password password', 0, 'common'],
  ['qwertyuiopasdfgh', 0, 'sequence'],
  ['zzzzzzzzzzzzzzzzzzzz', 0, 'repetition'],
  ['k7wqk7wqk7wqk7wqk7wq', 0, 'repetition'],
  ['Anna Kowalska 2024', 0, 'personal'],
  ['Nordhafen Nordhafen', 0, 'plant'],
  ['robot control console', 0, 'plant'],
  // Long enough for the policy, and still told what it is worth.
  ['summer at the sea', 1, 'common'],
])('%j has strength %i because of %s', (password, score, reason) => {
  expect(estimate(password)).toEqual({ score, reason });
});

test('0 is exactly what the console would refuse as guessed early', () => {
  const piece = fc.constantFrom('summer', 'anna', '1234', 'zzz', 'k', '7', 'ế', 'w', 'Nordhafen', ' ');
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 20 }), (pieces) => {
      const password = pieces.join('').slice(0, 72);
      const refused = guessableBecause(password, known.blocklist, known.personalNames, known.plantWords) !== null;
      expect(estimate(password).score === 0).toBe(refused);
    }),
  );
});

test('any text has an estimate with a known reason, and the answer for a very long one comes at once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (password) => {
      expect(STRENGTH_REASONS).toContain(estimate(password).reason);
    }),
    { numRuns: 200 },
  );
  expect(estimate('k7w'.repeat(300_000))).toEqual({ score: 0, reason: 'repetition' });
}, 20_000);

test('more of what nobody guesses is never weaker', () => {
  const whole = Array.from('k7wqx9ce2mzt8hrvdn4g');
  const scores = whole.map((_, index) => estimate(whole.slice(0, index + 1).join('')).score);
  expect(scores).toEqual(scores.toSorted((one, other) => one - other));
});
