import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMerkleTree } from '../../../src-main/audit/merkle-tree.ts';
import { rootFromInclusion, verifyConsistency, verifyInclusion } from '../../../src-main/audit/merkle-verification.ts';
import {
  appendLeaf,
  appendLeaves,
  EMPTY_FRONTIER,
  EMPTY_ROOT,
  leafHash,
  nodeHash,
  rootOf,
} from '../../../src-main/audit/merkle.ts';

/** The leaves and roots with which implementations of Certificate Transparency are tested. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (data) => leafHash(Buffer.from(data, 'hex')),
);
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** RFC 9162, 2.1.1, word for word. */
function naiveRoot(leaves: readonly string[]): string {
  if (leaves.length === 0) return createHash('sha256').digest('hex');
  if (leaves.length === 1) return leaves[0] ?? '';
  let cut = 1;
  while (cut * 2 < leaves.length) cut *= 2;
  const parts = [
    Buffer.of(1),
    ...[leaves.slice(0, cut), leaves.slice(cut)].map((part) => Buffer.from(naiveRoot(part), 'hex')),
  ];
  return createHash('sha256').update(Buffer.concat(parts)).digest('hex');
}

const many = (count: number) => Array.from({ length: count }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)));
const frontierOf = (leaves: readonly string[]) => leaves.reduce(appendLeaf, EMPTY_FRONTIER);
const otherThan = (hash: string) => (hash.startsWith('0') ? '1' : '0') + hash.slice(1);

describe('the root', () => {
  it('is the known one, whole and grown leaf by leaf', () => {
    const tree = createMerkleTree(LEAVES);
    expect(ROOTS.map((_, index) => tree.root(index + 1))).toEqual(ROOTS);
    let frontier = EMPTY_FRONTIER;
    const grown = LEAVES.map((leaf) => rootOf((frontier = appendLeaf(frontier, leaf))));
    expect(grown).toEqual(ROOTS);
  });

  it('of nothing is the hash of nothing', () => {
    expect([EMPTY_ROOT, rootOf(EMPTY_FRONTIER), createMerkleTree([]).root()]).toEqual(
      Array(3).fill('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
    );
  });

  it('agrees with the definition for every size up to 70', () => {
    const leaves = many(70);
    const tree = createMerkleTree(leaves);
    for (let size = 0; size <= 70; size++) {
      const expected = naiveRoot(leaves.slice(0, size));
      expect([size, tree.root(size), rootOf(frontierOf(leaves.slice(0, size)))]).toEqual([size, expected, expected]);
    }
  });

  it('keeps a node from passing for a leaf', () => {
    const [left = '', right = ''] = many(2);
    expect(leafHash(Buffer.from(left + right, 'hex'))).not.toBe(nodeHash(left, right));
  });
});

describe('the frontier', () => {
  it('holds one peak for every bit of its size, and appending leaves the old one as it was', () => {
    let frontier = EMPTY_FRONTIER;
    for (const leaf of many(300)) {
      const before = structuredClone(frontier);
      const grown = appendLeaf(frontier, leaf);
      expect(frontier).toEqual(before);
      expect(grown.peaks.length).toBe(grown.size.toString(2).replaceAll('0', '').length);
      frontier = grown;
    }
  });

  it('grows by many leaves at once as by one after the other', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (first, more) => {
        const leaves = many(first + more);
        expect(appendLeaves(frontierOf(leaves.slice(0, first)), leaves.slice(first))).toEqual(frontierOf(leaves));
      }),
    );
  });
});

describe('an inclusion proof', () => {
  it('is the known one', () => {
    const tree = createMerkleTree(LEAVES);
    expect(tree.inclusionProof(0, 1)).toEqual([]);
    expect(tree.inclusionProof(0, 8)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(tree.inclusionProof(5, 8)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(tree.inclusionProof(2, 3)).toEqual(['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']);
  });

  it('leads every leaf of every tree up to 40 leaves to the root, and no other leaf or place', () => {
    const leaves = many(40);
    const tree = createMerkleTree(leaves);
    for (let size = 1; size <= 40; size++) {
      const root = tree.root(size);
      for (let index = 0; index < size; index++) {
        const claim = { index, size, leaf: leaves[index] ?? '', path: tree.inclusionProof(index, size) };
        expect(verifyInclusion(claim, root)).toBe(true);
        for (let other = 0; other < size; other++) {
          if (other === index) continue;
          expect(verifyInclusion({ ...claim, leaf: leaves[other] ?? '' }, root)).toBe(false);
        }
      }
    }
  });

  it('is worth nothing when anything of it is changed', () => {
    const leaves = many(100);
    const tree = createMerkleTree(leaves);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100 }), fc.nat(), fc.nat(), (size, pick, at) => {
        const index = pick % size;
        const path = tree.inclusionProof(index, size);
        const claim = { index, size, leaf: leaves[index] ?? '', path };
        const root = tree.root(size);
        const place = at % path.length;
        const changed = path.map((hash, position) => (position === place ? otherThan(hash) : hash));
        expect(verifyInclusion(claim, root)).toBe(true);
        expect(verifyInclusion({ ...claim, path: changed }, root)).toBe(false);
        expect(verifyInclusion({ ...claim, path: path.slice(1) }, root)).toBe(false);
        expect(verifyInclusion({ ...claim, path: [...path, EMPTY_ROOT] }, root)).toBe(false);
        expect(verifyInclusion({ ...claim, leaf: otherThan(claim.leaf) }, root)).toBe(false);
      }),
    );
  });

  it.each([
    { index: 0, size: 0 },
    { index: 3, size: 3 },
    { index: -1, size: 3 },
    { index: 0.5, size: 3 },
    { index: Number.NaN, size: 3 },
  ])('of an impossible place leads nowhere: %o', (place) => {
    expect(rootFromInclusion({ ...place, leaf: EMPTY_ROOT, path: [EMPTY_ROOT, EMPTY_ROOT] })).toBeNull();
  });
});

describe('a consistency proof', () => {
  it('is the known one', () => {
    const tree = createMerkleTree(LEAVES);
    expect(tree.consistencyProof(1, 1)).toEqual([]);
    expect(tree.consistencyProof(1, 8)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(tree.consistencyProof(6, 8)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(tree.consistencyProof(2, 5)).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]);
  });

  it('holds between all beginnings of a tree of 40 leaves, and between no two others', () => {
    const tree = createMerkleTree(many(40));
    const stranger = createMerkleTree([...many(20), ...many(20)]);
    for (let second = 0; second <= 40; second++) {
      for (let first = 0; first <= second; first++) {
        const path = tree.consistencyProof(first, second);
        const claim = { first, firstRoot: tree.root(first), second, secondRoot: tree.root(second), path };
        expect([first, second, verifyConsistency(claim)]).toEqual([first, second, true]);
        // Every tree is consistent with the empty one.
        if (first === 0) continue;
        expect(verifyConsistency({ ...claim, secondRoot: otherThan(claim.secondRoot) })).toBe(false);
        expect(verifyConsistency({ ...claim, firstRoot: otherThan(claim.firstRoot) })).toBe(false);
        expect(verifyConsistency({ ...claim, path: [...path, EMPTY_ROOT] })).toBe(false);
        if (first <= 20) continue;
        const fork = { firstRoot: stranger.root(first), path: stranger.consistencyProof(first, second) };
        expect(verifyConsistency({ ...claim, firstRoot: fork.firstRoot })).toBe(false);
        expect(verifyConsistency({ ...claim, ...fork })).toBe(false);
      }
    }
  });

  it('is worth nothing when one of its hashes is changed or missing', () => {
    const tree = createMerkleTree(many(64));
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), fc.nat(), fc.nat(), (second, pick, at) => {
        const first = 1 + (pick % (second - 1));
        const path = tree.consistencyProof(first, second);
        const claim = { first, firstRoot: tree.root(first), second, secondRoot: tree.root(second) };
        const place = at % path.length;
        const changed = path.map((hash, position) => (position === place ? otherThan(hash) : hash));
        expect(verifyConsistency({ ...claim, path: changed })).toBe(false);
        expect(verifyConsistency({ ...claim, path: path.toSpliced(place, 1) })).toBe(false);
      }),
    );
  });

  it('never says that a tree shrank', () => {
    const [one = '', two = ''] = ROOTS;
    expect(verifyConsistency({ first: 2, firstRoot: two, second: 1, secondRoot: one, path: [] })).toBe(false);
  });
});

it('a tree refuses questions about leaves it has not', () => {
  const tree = createMerkleTree(LEAVES);
  for (const ask of [
    () => tree.root(9),
    () => tree.inclusionProof(8),
    () => tree.inclusionProof(3, 3),
    () => tree.consistencyProof(5, 4),
    () => tree.consistencyProof(0, 9),
  ]) {
    expect(ask).toThrow(RangeError);
  }
});

it('what is no hash is refused, not hashed', () => {
  expect(() => nodeHash('', EMPTY_ROOT)).toThrow(RangeError);
  expect(() => nodeHash(EMPTY_ROOT, 'x'.repeat(64))).toThrow(RangeError);
});
