import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type JsonValue } from '../../../src-main/audit/canonical-json.ts';
import { ConsoleError } from '../../../src-main/errors.ts';

/** Any JSON, with keys that look like array indices among them. */
const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
const indexKeys = fc.dictionary(fc.oneof(fc.nat(200).map(String), fc.string()), fc.nat());

/** RFC 8785 said as simply as can be. */
function naive(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(naive).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${naive(member)}`).join(',')}}`;
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, reversed(member)]);
  return Object.fromEntries(members.toReversed());
}

describe('canonical JSON', () => {
  it('writes the sample of RFC 8785, 3.2.2', () => {
    const sample = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`) as JsonValue;
    expect(canonicalJson(sample)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts the keys of RFC 8785, 3.2.3, by their UTF-16 code units', () => {
    const sample = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const order = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const keys = [...canonicalJson(sample).matchAll(/("[^"]+"):/g)].map(([, key]) => JSON.parse(key ?? '') as string);
    expect(keys).toEqual(order);
  });

  // RFC 8785, appendix B: IEEE 754 bits and their text.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the number with the bits %s as %s', (bits, text) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE(0))).toBe(text);
  });

  it('agrees with the plain rule for any value', () => {
    fc.assert(fc.property(json, (value) => canonicalJson(value) === naive(value)));
    fc.assert(fc.property(indexKeys, (value) => canonicalJson(value) === naive(value)));
  });

  it('does not depend on how a value was built, and loses nothing', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(value) as JsonValue)).toBe(text);
        expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text);
      }),
    );
  });

  it('carries what only looks like a lone surrogate', () => {
    expect(canonicalJson({ a: '\\ud800', b: '\ud83d\ude00' })).toBe('{"a":"\\\\ud800","b":"\ud83d\ude00"}');
  });

  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  it.each([
    ['NaN', { a: [1, Number.NaN] }, '$.a.1'],
    ['Infinity', Number.POSITIVE_INFINITY, '$'],
    ['undefined', { a: undefined }, '$.a'],
    ['undefined in a list', [undefined], '$.0'],
    ['a hole', Array.from({ length: 2 }, () => null).concat(Array<null>(1)), '$.2'],
    ['a function', { toJSON: () => 'other' }, '$.toJSON'],
    ['a symbol', { a: Symbol('s') }, '$.a'],
    ['a bigint', { a: 1n }, '$.a'],
    ['a date', { when: new Date(0) }, '$.when'],
    ['a map', new Map(), '$'],
    ['a lone high surrogate', { z: 1, a: ['x\ud800'] }, '$.a.0'],
    ['a lone low surrogate', '\udfff', '$'],
    ['a lone surrogate in a key', { deep: { '\udead': 1 } }, '$.deep'],
    ['a value that contains itself', cycle, `$${'.self'.repeat(64)}`],
  ])('refuses %s and says where', (_what, value, where) => {
    const refusal = (() => {
      try {
        return canonicalJson(value as JsonValue);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(ConsoleError);
    expect(refusal).toMatchObject({ code: 'AUDIT_RECORD_INVALID', details: { path: where } });
  });
});
