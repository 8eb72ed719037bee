import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeRecord,
  encodeRecord,
  HEADER_BYTES,
  LARGEST_PAYLOAD,
  nextMagic,
  type JournalRecord,
} from '../../../../src-main/store/journal/record.ts';

/** Any UTF-16 code units: halves of surrogate pairs too, which are no text but which SQLite was given. */
const anyString = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.array(fc.integer({ min: 0xd800, max: 0xdfff })).map((units) => String.fromCharCode(...units)),
);

// -0 is the one number that does not come back: SQLite is given 0 for it as well.
const anyNumber = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((n) => n + 0);

const anyParameter = fc.oneof(anyString, anyNumber, fc.constant(null), fc.uint8Array({ maxLength: 200 }));

const anyStatement = fc.record({ sql: anyString, parameters: fc.array(anyParameter) });

const sixBytes = fc.integer({ min: 0, max: 2 ** 48 - 1 });

const anyRecord: fc.Arbitrary<JournalRecord> = fc.record({
  sequence: sixBytes,
  synced: sixBytes,
  at: sixBytes,
  statements: fc.array(anyStatement, { maxLength: 5 }),
});

const asPlain = (record: JournalRecord | undefined): unknown =>
  record && {
    ...record,
    statements: record.statements.map(({ sql, parameters }) => ({
      sql,
      parameters: parameters.map((one) => (one instanceof Uint8Array ? ['blob', ...one] : one)),
    })),
  };

const RECORD: JournalRecord = {
  sequence: 3,
  synced: 2,
  at: 1_767_225_600_000,
  statements: [{ sql: 'INSERT INTO users VALUES (?, ?)', parameters: ['Đỗ', new Uint8Array([0, 255])] }],
};

describe('a record', () => {
  test('comes back as it was, wherever it lies', () => {
    fc.assert(
      fc.property(
        anyRecord,
        fc.uint8Array({ maxLength: 40 }),
        fc.uint8Array({ maxLength: 40 }),
        (record, before, after) => {
          const bytes = encodeRecord(record);
          const found = decodeRecord(Buffer.concat([before, bytes, after]), before.length);
          expect(asPlain(found?.record)).toEqual(asPlain(record));
          expect(found?.end).toBe(before.length + bytes.length);
        },
      ),
      { numRuns: 1000, seed: 20_260_101 },
    );
  });

  test.each([Number.NaN, Infinity, -Infinity])('with %s in it is refused: it would come back as null', (number) => {
    expect(() => encodeRecord({ ...RECORD, statements: [{ sql: 'x', parameters: [1, number] }] })).toThrow(TypeError);
  });

  test.each(['sequence', 'synced', 'at'] as const)('whose %s does not fit is refused', (field) => {
    expect(() => encodeRecord({ ...RECORD, [field]: 2 ** 48 })).toThrow(RangeError);
    expect(() => encodeRecord({ ...RECORD, [field]: -1 })).toThrow(RangeError);
  });

  test('that could not be read back is refused: one byte more than the largest', { timeout: 30_000 }, () => {
    const withText = (length: number): JournalRecord => ({
      ...RECORD,
      statements: [{ sql: 'a'.repeat(length), parameters: [] }],
    });
    const around = encodeRecord(withText(0)).length - HEADER_BYTES;
    const largest = withText(LARGEST_PAYLOAD - around);
    expect(decodeRecord(encodeRecord(largest), 0)?.record.statements[0]?.sql.length).toBe(LARGEST_PAYLOAD - around);
    expect(() => encodeRecord(withText(LARGEST_PAYLOAD - around + 1))).toThrow(RangeError);
  });

  test('is found by its magic, in what a person typed too, and that does not make it one', () => {
    const forged = encodeRecord(RECORD).toString('latin1');
    const bytes = encodeRecord({ ...RECORD, statements: [{ sql: forged, parameters: [forged] }] });
    const places: number[] = [];
    for (let at = nextMagic(bytes, 0); at !== -1; at = nextMagic(bytes, at + 1)) places.push(at);
    expect(places).toHaveLength(3);
    expect(places.map((at) => decodeRecord(bytes, at) !== null)).toEqual([true, false, false]);
  });
});

describe('no record', () => {
  test('is found in a part of one, in zeros or in nothing', () => {
    const bytes = encodeRecord(RECORD);
    for (let length = 0; length < bytes.length; length++) expect(decodeRecord(bytes.subarray(0, length), 0)).toBeNull();
    expect(decodeRecord(Buffer.alloc(bytes.length), 0)).toBeNull();
    expect(decodeRecord(bytes, 1)).toBeNull();
    expect(decodeRecord(bytes, bytes.length)).toBeNull();
  });

  test('is found where a bit, or any one byte, is another', () => {
    const bytes = encodeRecord(RECORD);
    for (let at = 0; at < bytes.length; at++) {
      for (let flip = 1; flip < 256; flip++) {
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        expect(decodeRecord(bytes, 0), `byte ${at} ^ ${flip}`).toBeNull();
        bytes[at] = (bytes[at] ?? 0) ^ flip;
      }
    }
    expect(decodeRecord(bytes, 0)).not.toBeNull();
  });
});
