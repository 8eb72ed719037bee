import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { bodyBytes, chunksOf, partAt } from '../../../../src-main/store/backup/layout.ts';
import type { BackupManifest } from '../../../../src-main/store/backup/manifest.ts';
import { takeFrom } from '../../../../src-main/store/backup/take-from.ts';

function manifestOf(partBytes: readonly number[], chunkBytes: number | null): BackupManifest {
  const cost = { N: 2, r: 1, p: 1, salt: '', noncePrefix: '', keyCheck: '' };
  return {
    format: 1,
    product: 'robot-control-console',
    createdAt: '',
    reason: 'on-demand',
    consoleVersion: '',
    schemaStep: 0,
    sequence: 0,
    parts: partBytes.map((bytes, index) => ({ name: `part ${index}`, bytes, sha256: '' })),
    encryption: chunkBytes === null ? null : { cipher: 'aes-256-gcm', kdf: 'scrypt', ...cost, chunkBytes },
  };
}

const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 20 });

it('the chunks of a backup cover every byte of its parts once, in order, and only the last is the last', () => {
  fc.assert(
    fc.property(sizes, fc.option(fc.integer({ min: 16, max: 120 })), (partBytes, chunkBytes) => {
      const manifest = manifestOf(partBytes, chunkBytes);
      const chunks = [...chunksOf(manifest)];
      let [position, plainOffset] = [0, 0];
      for (const [index, chunk] of chunks.entries()) {
        expect(chunk).toMatchObject({ index, position, plainOffset, last: index === chunks.length - 1 });
        expect(chunk.bytes - chunk.plainBytes).toBe(chunkBytes === null ? 0 : 16);
        expect(chunk.plainBytes).toBeGreaterThan(0);
        position += chunk.bytes;
        plainOffset += chunk.plainBytes;
      }
      expect(position).toBe(bodyBytes(manifest));
      expect(plainOffset).toBe(partBytes.reduce((sum, bytes) => sum + bytes, 0));
    }),
  );
});

it('the part that holds a byte is found', () => {
  const manifest = manifestOf([2, 1, 3], null);
  expect([0, 1, 2, 3, 5, 6].map((offset) => partAt(manifest, offset))).toEqual([
    'part 0',
    'part 0',
    'part 1',
    'part 2',
    'part 2',
    null,
  ]);
});

it('bytes are regrouped in whatever lengths, none lost and none twice', () => {
  fc.assert(
    fc.property(sizes, sizes, (given, wanted) => {
      const total = given.reduce((sum, bytes) => sum + bytes, 0);
      const all = Buffer.from(Array.from({ length: total }, (_, index) => index % 251));
      const ends = given.map((_, index) => given.slice(0, index + 1).reduce((sum, bytes) => sum + bytes, 0));
      const take = takeFrom(ends.map((end, index) => all.subarray(ends[index - 1] ?? 0, end)));
      let from = 0;
      for (const length of wanted) {
        if (from + length > total) {
          expect(() => take(length)).toThrow(RangeError);
          return;
        }
        expect(Buffer.from(take(length))).toEqual(all.subarray(from, from + length));
        from += length;
      }
    }),
  );
});
