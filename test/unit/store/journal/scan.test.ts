import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../src-main/random.ts';
import { change, journalOf, nameOf, scanned } from './changes.ts';

const BASE = 40;

/** Groups of one, three, one and two changes: sequences 41, 42 to 44, 45, 46 and 47. */
const GROUPS = journalOf(BASE, [
  [change('a')],
  [change('b'), change('c', 30), change('d')],
  [change('e', 90)],
  [change('f'), change('g')],
]);
const RECORDS = GROUPS.flat();
const NAMES = 'abcdefg'.split('');
const BYTES = Buffer.concat(RECORDS);
/** Where record `index` begins; for one more than there are, where the file ends. */
const startOf = (index: number): number => Buffer.concat(RECORDS.slice(0, index)).length;
/** How many records were on the disk before the group of record `index` was written. */
const SYNCED_BEFORE = [0, 1, 1, 1, 4, 5, 5];

test('a whole journal gives every record, in order', () => {
  const scan = scanned(BYTES, BASE);
  expect(scan.records.map(nameOf)).toEqual(NAMES);
  expect(scan.records.map(({ sequence }) => sequence)).toEqual([41, 42, 43, 44, 45, 46, 47]);
  expect(scan).toMatchObject({
    wholeBytes: BYTES.length,
    fileBytes: BYTES.length,
    lastSequence: 47,
    end: { kind: 'whole' },
  });
  expect(scan.lastAt).toBe(1_767_225_600_000);
});

test('an empty one is whole and ends where it begins', () => {
  expect(scanned(new Uint8Array(0), BASE)).toMatchObject({
    wholeBytes: 0,
    lastSequence: BASE,
    lastAt: null,
    end: { kind: 'whole' },
    records: [],
  });
});

test('only the last group is unproven: what a later record calls synced was on the disk', () => {
  for (let count = 0; count <= RECORDS.length; count++) {
    const { unproven } = scanned(BYTES.subarray(0, startOf(count)), BASE);
    const proven = count === 0 ? 0 : SYNCED_BEFORE[count - 1];
    expect(unproven.equals(BYTES.subarray(startOf(proven ?? 0), startOf(count))), `${count} records`).toBe(true);
  }
});

test('a journal that does not follow the base gives nothing', () => {
  expect(scanned(BYTES, BASE + 1).records).toEqual([]);
  expect(scanned(BYTES, BASE - 1).records).toEqual([]);
});

test('cut at every byte of its last three records, it ends at the last whole one and says whether it was torn', () => {
  for (let length = startOf(RECORDS.length - 3); length <= BYTES.length; length++) {
    const count = RECORDS.findLastIndex((_, index) => startOf(index + 1) <= length) + 1;
    const torn = length - startOf(count);
    const scan = scanned(BYTES.subarray(0, length), BASE);
    expect(scan.records.map(nameOf), `${length} bytes`).toEqual(NAMES.slice(0, count));
    expect(scan.wholeBytes).toBe(startOf(count));
    expect(scan.end).toEqual(torn === 0 ? { kind: 'whole' } : { kind: 'torn', bytes: torn });
  }
});

describe('with one byte changed', () => {
  /** Every byte, each with every single bit, all bits, and a few others. */
  const flips = [1, 2, 4, 8, 16, 32, 64, 128, 255, 0x5a];
  const random = seededRandom(5);

  test('no journal passes for whole, and no record for another', () => {
    for (let at = 0; at < BYTES.length; at++) {
      for (const flip of [...flips, 1 + Math.floor(random() * 255)]) {
        const bytes = Buffer.from(BYTES);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const hit = RECORDS.findLastIndex((_, index) => startOf(index) <= at);
        const scan = scanned(bytes, BASE);
        expect(scan.records.map(nameOf), `byte ${at} ^ ${flip}`).toEqual(NAMES.slice(0, hit));
        expect(scan.end.kind).not.toBe('whole');
      }
    }
  });

  test('in a record that a later one calls synced, it is damage, and it is said up to where there was more', () => {
    for (let at = 0; at < BYTES.length; at++) {
      const bytes = Buffer.from(BYTES);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      const hit = RECORDS.findLastIndex((_, index) => startOf(index) <= at);
      const calledSynced = SYNCED_BEFORE.some((synced) => synced > hit);
      expect(scanned(bytes, BASE).end, `byte ${at}`).toEqual(
        calledSynced
          ? { kind: 'damaged', lastSeen: 47, lastSeenAt: 1_767_225_600_000 }
          : { kind: 'torn', bytes: BYTES.length - startOf(hit) },
      );
    }
  });
});

test('damage is seen behind any amount of garbage, and a hole of whole records is damage as well', () => {
  const [a, b, c, d, e] = RECORDS.slice(0, 5) as [Buffer, Buffer, Buffer, Buffer, Buffer];
  const damaged = { kind: 'damaged', lastSeen: 45, lastSeenAt: 1_767_225_600_000 };
  const hole = Buffer.alloc(b.length + c.length + d.length);
  expect(scanned(Buffer.concat([a, hole, e]), BASE).end).toEqual(damaged);
  expect(scanned(Buffer.concat([a, Buffer.from('RCJ1RCJRCJ1'.repeat(9)), e]), BASE).end).toEqual(damaged);
  expect(scanned(Buffer.concat([a, e]), BASE).end).toEqual(damaged);
});

test('of a write that never finished, any sectors may have arrived: that is torn, never damaged', () => {
  const groups = journalOf(BASE, [
    [change('kept')],
    Array.from({ length: 12 }, (_, index) => change(`torn-${index}`, index * 70)),
  ]);
  const before = Buffer.concat(groups[0] ?? []);
  const bytes = Buffer.concat(groups.flat());
  const kinds = new Set<string>();
  for (let seed = 0; seed < 3000; seed++) {
    const random = seededRandom(seed);
    const survives = random();
    const left = Buffer.from(bytes);
    for (let sector = 0; sector < left.length; sector += 512) {
      if (random() >= survives) left.fill(0, Math.max(sector, before.length), Math.min(sector + 512, left.length));
    }
    const scan = scanned(left, BASE);
    const arrived = scan.records.slice(1).map(nameOf);
    expect(scan.records[0] && nameOf(scan.records[0])).toBe('kept');
    expect(arrived).toEqual(arrived.map((_, index) => `torn-${index}`));
    kinds.add(scan.end.kind);
  }
  expect(kinds).toEqual(new Set(['whole', 'torn']));
});
