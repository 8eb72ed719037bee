import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../src-main/random.ts';
import {
  FOOTER_BYTES,
  readSnapshot,
  snapshotName,
  snapshotSequence,
  writeSnapshot,
  type Snapshot,
} from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { createFailingFiles, SimulatedCrash } from '../../../support/failing-files.ts';
import { createSimulatedDisk } from '../../../support/simulated-disk.ts';

const FOLDER = '/data';

const SNAPSHOT: Snapshot = {
  sequence: 12,
  at: 1_767_225_600_000,
  database: Uint8Array.from({ length: 300 }, (_, index) => (index * 7) % 256),
};

/** The bytes that are written for a snapshot. */
function fileOf(snapshot: Snapshot): Buffer {
  const { files } = createSimulatedDisk({ random: seededRandom(1) });
  files.makeFolder(FOLDER);
  writeSnapshot(files, FOLDER, snapshot);
  return Buffer.from(files.read(`${FOLDER}/${snapshotName(snapshot.sequence)}`));
}

const BYTES = fileOf(SNAPSHOT);

test('the name of a snapshot says what it holds, and no other name does', () => {
  for (const sequence of [0, 12, 999_999_999_999, 1_000_000_000_000, 2 ** 48 - 1]) {
    expect(snapshotSequence(snapshotName(sequence))).toBe(sequence);
  }
  for (const name of ['snapshot-1.db', `${snapshotName(1)}.tmp`, `x${snapshotName(1)}`, 'journal-000000000001.log']) {
    expect(snapshotSequence(name)).toBeNull();
  }
});

test('comes back as it was, and begins with the database itself', () => {
  const number = fc.maxSafeNat();
  fc.assert(
    fc.property(number, number, fc.uint8Array({ maxLength: 3000 }), (sequence, at, database) => {
      const bytes = fileOf({ sequence: sequence % 10 ** 15, at, database });
      expect(readSnapshot(bytes)).toEqual({ sequence: sequence % 10 ** 15, at, database: Buffer.from(database) });
      expect(bytes.subarray(0, -FOOTER_BYTES).equals(database)).toBe(true);
    }),
    { numRuns: 200, seed: 20_260_101 },
  );
});

test('is found in bytes that lie anywhere in memory', () => {
  const around = Buffer.concat([Buffer.from('before'), BYTES, Buffer.from('behind')]);
  const inside = new Uint8Array(around.buffer, around.byteOffset + 6, BYTES.length);
  expect(readSnapshot(inside)).toMatchObject({ sequence: 12 });
});

describe('what is not exactly what was written is refused, in words:', () => {
  const refused = (bytes: Uint8Array, about: string): void => expect(readSnapshot(bytes), about).toMatch(/^it/);

  test('with any one byte changed, by any bit or all of them', () => {
    for (let at = 0; at < BYTES.length; at++) {
      for (const flip of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
        const bytes = Buffer.from(BYTES);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        refused(bytes, `byte ${at} ^ ${flip}`);
      }
    }
    expect(readSnapshot(BYTES)).toMatchObject({ sequence: 12 });
  });

  test('shorter, by the end or by the beginning', () => {
    for (let length = 0; length < BYTES.length; length++) {
      refused(BYTES.subarray(0, length), `the first ${length} bytes`);
      refused(BYTES.subarray(BYTES.length - length), `the last ${length} bytes`);
    }
  });

  test('longer, by zeros, by its own bytes, at either end', () => {
    for (let length = 1; length <= BYTES.length; length++) {
      for (const more of [Buffer.alloc(length), BYTES.subarray(0, length), BYTES.subarray(-length)]) {
        refused(Buffer.concat([BYTES, more]), `${length} more bytes behind`);
        refused(Buffer.concat([more, BYTES]), `${length} more bytes before`);
      }
    }
  });

  test('with another of its sectors missing', () => {
    const bytes = fileOf({ ...SNAPSHOT, database: new Uint8Array(4000).fill(7) });
    for (let sector = 0; sector * 512 < bytes.length; sector++) {
      refused(Buffer.from(bytes).fill(0, sector * 512, Math.min(bytes.length, (sector + 1) * 512)), `sector ${sector}`);
    }
  });
});

test('whenever the power goes while one is written, the one before stays, and the new one is whole or not there', () => {
  const seen = new Set<string>();
  let returned = false;
  for (let operation = 1; !returned; operation++) {
    const disk = createSimulatedDisk({ random: seededRandom(operation) });
    disk.files.makeFolder(FOLDER);
    writeSnapshot(disk.files, FOLDER, SNAPSHOT);
    const files = createFailingFiles(disk.files);
    files.failAfter(operation, 'crash');
    try {
      writeSnapshot(files, FOLDER, { ...SNAPSHOT, sequence: 13 });
      returned = true;
    } catch (error) {
      expect(error).toBeInstanceOf(SimulatedCrash);
    }
    for (let seed = 0; seed < 200; seed++) {
      const after = disk.afterPowerCut(seededRandom(seed)).files;
      const found = after.list(FOLDER).filter((name) => snapshotSequence(name) !== null);
      for (const name of found) {
        expect(readSnapshot(after.read(`${FOLDER}/${name}`))).toMatchObject({ sequence: snapshotSequence(name) });
      }
      expect(found).toContain(snapshotName(12));
      if (returned) expect(found).toContain(snapshotName(13));
      seen.add(`${found.length}${returned ? ' for certain' : ''}`);
    }
  }
  expect(seen).toEqual(new Set(['1', '2', '2 for certain']));
});
