import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalUsername, checkUsername } from '../../../src-main/access/username.ts';

describe('who is the same person', () => {
  test.each([
    ['Anna', 'anna'],
    ['Ａｎｎａ', 'anna'],
    ['  anna  kowalska ', 'Anna Kowalska'],
    ['Nguyễn'.normalize('NFD'), 'NGUYỄN'.normalize('NFC')],
    ['Straße', 'STRASSE'],
    ['STRAẞE', 'strasse'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
    ['ﬁnn', 'Finn'],
  ])('%s and %s', (one, other) => {
    expect(canonicalUsername(one)).toBe(canonicalUsername(other));
  });

  test.each([
    ['anna', 'hanna'],
    ['an', 'ân'],
    ['anna.k', 'annak'],
  ])('but not %s and %s', (one, other) => {
    expect(canonicalUsername(one)).not.toBe(canonicalUsername(other));
  });

  test('any text has one canonical form, and it is its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const canonical = canonicalUsername(text);
        expect(canonicalUsername(canonical)).toBe(canonical);
      }),
      { numRuns: 500 },
    );
  });

  test('half a surrogate pair is only a name that nobody has', () => {
    expect(() => canonicalUsername('a\ud800b')).not.toThrow();
  });
});

describe('what a username may be', () => {
  test.each(['a', 'anna.kowalska@plant.example', "o'brien", 'Nguyễn Văn Ân', 'Юрий_2', '山田 太郎', 'a'.repeat(64)])(
    '%s',
    (name) => {
      expect(checkUsername(name)).toBe(name);
    },
  );

  test('it is kept trimmed, composed and in the case that was typed', () => {
    expect(checkUsername('  Ân  Nguyễn '.normalize('NFD'))).toBe('Ân Nguyễn');
  });

  test.each([
    ['', 'empty'],
    [' \t\n', 'empty'],
    ['a'.repeat(65), 'too-long'],
    ['ﷺ'.repeat(4), 'too-long'],
    ['an\u0000na', 'characters'],
    ['an\u200bna', 'characters'],
    ['\u202eanna', 'characters'],
    ['.anna', 'characters'],
    ['(unknown)', 'characters'],
    ['=cmd', 'characters'],
    ['anna<b>', 'characters'],
    ['😀', 'characters'],
  ])('%j is refused by the rule %s', (name, rule) => {
    expect(() => checkUsername(name)).toThrow(
      expect.objectContaining({ code: 'USERNAME_INVALID', details: expect.objectContaining({ rule }) }),
    );
  });
});
