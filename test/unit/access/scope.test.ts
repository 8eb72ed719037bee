import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inScope, isWithin, sameScope, tidyScope, type Scope } from '../../../src-main/access/scope.ts';
import { readScope, scopeInWords } from '../../../src-main/access/scope-text.ts';
import type { ConsoleError } from '../../../src-main/errors.ts';

const GROUPS: Readonly<Record<string, string>> = { 'hoist-1': 'Hall A', 'hoist-2': 'Hall B', 'hoist-3': '' };
const robots = Object.entries(GROUPS).map(([id, group]) => ({ id, group }));
const reached = (scope: Scope) => robots.filter((robot) => inScope(scope, robot)).map(({ id }) => id);

describe('a scope', () => {
  test('reaches its robots and those of its groups; null is the whole plant', () => {
    expect(reached(null)).toEqual(['hoist-1', 'hoist-2', 'hoist-3']);
    expect(reached({ robots: ['hoist-3'], groups: ['Hall A'] })).toEqual(['hoist-1', 'hoist-3']);
    expect(reached({ robots: [], groups: [] })).toEqual([]);
  });

  test('never reaches a robot without a group by its group', () => {
    expect(reached({ robots: [], groups: [''] })).toEqual([]);
  });

  test('lies within another one when that reaches all of it', () => {
    const within = (inner: Scope, outer: Scope) => isWithin(inner, outer, (id) => GROUPS[id]);
    const hallA: Scope = { robots: [], groups: ['Hall A'] };
    expect(within(null, null)).toBe(true);
    expect(within(hallA, null)).toBe(true);
    expect(within(null, { robots: ['hoist-1', 'hoist-2', 'hoist-3'], groups: ['Hall A', 'Hall B'] })).toBe(false);
    expect(within({ robots: ['hoist-1'], groups: [] }, hallA)).toBe(true);
    expect(within({ robots: ['hoist-2'], groups: [] }, hallA)).toBe(false);
    expect(within(hallA, { robots: ['hoist-1'], groups: [] })).toBe(false);
    expect(within({ robots: ['not-there-yet'], groups: [] }, hallA)).toBe(false);
  });
});

describe('a scope in words', () => {
  test.each([
    ['all', null],
    ['none', { robots: [], groups: [] }],
    ['robots: hoist-1, hoist-2; groups: Hall A', { robots: ['hoist-1', 'hoist-2'], groups: ['Hall A'] }],
    ['groups: Xưởng 1', { robots: [], groups: ['Xưởng 1'] }],
  ] as const)('is %s', (words, scope) => {
    expect(scopeInWords(scope)).toBe(words);
    expect(readScope(words)).toEqual(scope);
  });

  test('is read in any order, letters and spaces, and empty as the whole plant', () => {
    expect(readScope(' Groups:Hall A ,Hall A;ROBOTS : hoist-1 ')).toEqual({ robots: ['hoist-1'], groups: ['Hall A'] });
    expect(readScope('  ')).toBeNull();
    expect(readScope(' ALL')).toBeNull();
  });

  test.each(['hoist-1', 'robots', 'robots:', 'robots: ;', 'halls: A', 'robots: a; all', `robots: ${'x'.repeat(65)}`])(
    '%j is none, and never the whole plant by accident',
    (words) => {
      expect(() => readScope(words)).toThrow(expect.objectContaining({ code: 'SCOPE_INVALID' }));
    },
  );

  test('comes back as it was, for any names that the configuration allows', () => {
    const name = fc.stringMatching(/^[\p{L}\d][\p{L}\d ._-]{0,20}[\p{L}\d]$/u).map((text) => text.normalize('NFC'));
    const scope = fc.record({ robots: fc.array(name, { maxLength: 5 }), groups: fc.array(name, { maxLength: 5 }) });
    fc.assert(
      fc.property(scope, (one) => {
        expect(sameScope(readScope(scopeInWords(tidyScope(one))), one)).toBe(true);
      }),
    );
  });

  test('of any text whatsoever is a scope or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          readScope(text);
        } catch (error) {
          expect((error as ConsoleError).code).toBe('SCOPE_INVALID');
        }
      }),
    );
  });
});
