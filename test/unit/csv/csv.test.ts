import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardFormula, readCsv, withoutGuard, writeCsv } from '../../../src-main/csv.ts';

const fields = (text: string, separator?: string) => readCsv(text, separator).records.map((record) => record.fields);

describe('reading', () => {
  test.each([
    [
      'aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n',
      [
        ['aaa', 'bbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    [
      'aaa,bbb,ccc\r\nzzz,yyy,xxx',
      [
        ['aaa', 'bbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    [
      '"aaa","b\r\nbb","ccc"\r\nzzz,yyy,xxx',
      [
        ['aaa', 'b\r\nbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    ['"aaa","b""bb","ccc"', [['aaa', 'b"bb', 'ccc']]],
  ])('follows the examples of RFC 4180, section 2: %j', (text, expected) => {
    expect(fields(text)).toEqual(expected);
  });

  test('keeps spaces and empty fields, and leaves empty lines out', () => {
    expect(fields(' a ,,\n\n"",\r,')).toEqual([
      [' a ', '', ''],
      ['', ''],
      ['', ''],
    ]);
    expect(fields('')).toEqual([]);
    expect(fields('\n\r\n\r')).toEqual([]);
    expect(fields('""')).toEqual([['']]);
  });

  test('takes another separator, and no comma then', () => {
    expect(fields('a,b;"c;d"\n', ';')).toEqual([['a,b', 'c;d']]);
  });

  test('does not take a byte order mark for content', () => {
    expect(fields('\uFEFF"a",b')).toEqual([['a', 'b']]);
  });

  test('says on which line each record begins, also behind fields of several lines', () => {
    expect(readCsv('a\r\n"b\nb\r\nb"\n\nc').records.map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  test.each([
    ['a\n"b\nc', 2, 'quote'],
    ['a\n"b"c\n', 2, 'after-quote'],
    ['a\n"x\ny"z', 3, 'after-quote'],
    ['a\nb"c"\n', 2, 'bare-quote'],
    ['a\n"b""', 2, 'quote'],
  ])('%j ends at line %i by the rule %s, with what stood before', (text, line, rule) => {
    expect(readCsv(text)).toEqual({ records: [{ line: 1, fields: ['a'] }], problem: { line, rule } });
  });

  test('of a large field takes no longer than its length asks for', () => {
    const value = '""x'.repeat(300_000);
    expect(fields(`"${value}"`)[0]?.[0]).toHaveLength(600_000);
  });
});

describe('writing', () => {
  test('whatever the fields hold, it is read back as it was', () => {
    const field = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^['=+\-@\s,;"a]*$/));
    const records = fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { maxLength: 10 });
    fc.assert(
      fc.property(records, (wanted) => {
        const { records: read, problem } = readCsv(writeCsv(wanted));
        expect(problem).toBeNull();
        expect(read.map((record) => record.fields.map(withoutGuard))).toEqual(wanted);
      }),
    );
  });

  test('no field begins like a formula, quoted or not', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^['=+\-@\t\r\n ,;"a1]*$/), (field) => {
        const [[written = ''] = []] = fields(writeCsv([[field]]));
        expect(written.trimStart()).not.toMatch(/^[=+\-@]/);
      }),
    );
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', ' =1', "'=1", '\nx'])('%j is guarded', (value) => {
    expect(guardFormula(value)).toBe(`'${value}`);
    expect(withoutGuard(`'${value}`)).toBe(value);
  });

  test.each(['', "o'brien", "'quoted'", '1-2', 'a=b', 'Ân'])('%j is left as it is', (value) => {
    expect(guardFormula(value)).toBe(value);
    expect(withoutGuard(value)).toBe(value);
  });
});
