import { describe, expect, it } from 'vitest';
import { campaignNumbers, SEED, wantedParts } from '../../support/campaign-arguments.ts';

const KNOWN = { minutes: { byDefault: 5, atLeast: 0.1, parts: true }, seed: SEED } as const;

describe('the command line of a campaign', () => {
  it('names numbers; what it does not name is by default', () => {
    expect(campaignNumbers(KNOWN, ['--minutes', '0.5'])).toEqual({ minutes: 0.5, seed: 1 });
    expect(campaignNumbers(KNOWN, ['--seed=7'])).toEqual({ minutes: 5, seed: 7 });
  });

  it.each([
    [['--minutes', 'x'], '--minutes x: must be a number, at least 0.1'],
    [['--minutes', '0'], '--minutes 0: must be a number, at least 0.1'],
    [['--minutes='], '--minutes : must be a number, at least 0.1'],
    [['--minutes', 'Infinity'], '--minutes Infinity: must be a number, at least 0.1'],
    [['--seed', '1.5'], '--seed 1.5: must be a whole number, at least 0'],
    [['--seed'], /argument missing$/],
    [['--seed', '-1'], /ambiguous\.$/],
    [['--inputs', '5'], /^Unknown option '--inputs'/],
    [['5'], /^Unexpected argument '5'/],
  ])('%j starts nothing that would try nothing and call it a success', (args, said) => {
    expect(() => campaignNumbers(KNOWN, args)).toThrow(said);
  });
});

describe('the parts of a measure', () => {
  it('are all of them, or those that are named', () => {
    expect(wantedParts({ read: 1, truth: 2 }, [])).toEqual([1, 2]);
    expect(wantedParts({ read: 1, truth: 2 }, ['truth'])).toEqual([2]);
  });

  it('are none that nobody knows', () => {
    expect(() => wantedParts({ read: 1, truth: 2 }, ['truth', 'rad'])).toThrow('rad: there are: read, truth');
  });
});
