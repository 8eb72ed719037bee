import { EMPTY_ROOT, nodeHash, type Hash } from './merkle.ts';

/** A whole tree in memory (about 250 bytes a leaf), for making proofs. */
export interface MerkleTree {
  readonly size: number;
  /** Root of the first `size` leaves, of all when not given. */
  root(size?: number): Hash;
  /**
   * Proof that leaf `index` (from 0) is in the tree of the first `size` leaves: the roots of the subtrees beside its way
   * up, from the leaf's own neighbour on (RFC 9162, 2.1.3.1).
   */
  inclusionProof(index: number, size?: number): Hash[];
  /** Proof that the tree of the first `first` leaves is the beginning of that of the first `second` (RFC 9162, 2.1.4.1). */
  consistencyProof(first: number, second?: number): Hash[];
}

/** Builds the tree over leaf hashes. All its questions are answered in O(log n); @throws RangeError when out of range. */
export function createMerkleTree(leaves: readonly Hash[]): MerkleTree {
  const levels = levelsOver(leaves);

  /** Root of the leaves from `start` to `end` (exclusive); the recursion only ever cuts at multiples of the part's size. */
  function rangeRoot(start: number, end: number): Hash {
    const size = end - start;
    const complete = levels[Math.log2(size)]?.[start / size];
    if (complete !== undefined) return complete;
    const cut = start + largestPowerBelow(size);
    return nodeHash(rangeRoot(start, cut), rangeRoot(cut, end));
  }

  function path(index: number, start: number, end: number): Hash[] {
    if (end - start === 1) return [];
    const cut = start + largestPowerBelow(end - start);
    return index < cut
      ? [...path(index, start, cut), rangeRoot(cut, end)]
      : [...path(index, cut, end), rangeRoot(start, cut)];
  }

  /** SUBPROOF(first, D[start:end], known): `known` while the subtree is one that the owner of the first root has. */
  function subproof(first: number, start: number, end: number, known: boolean): Hash[] {
    if (first === end) return known ? [] : [rangeRoot(start, end)];
    const cut = start + largestPowerBelow(end - start);
    return first <= cut
      ? [...subproof(first, start, cut, known), rangeRoot(cut, end)]
      : [...subproof(first, cut, end, false), rangeRoot(start, cut)];
  }

  return {
    size: leaves.length,
    root(size = leaves.length) {
      within('size', size, 0, leaves.length);
      return size === 0 ? EMPTY_ROOT : rangeRoot(0, size);
    },
    inclusionProof(index, size = leaves.length) {
      within('size', size, 1, leaves.length);
      within('index', index, 0, size - 1);
      return path(index, 0, size);
    },
    consistencyProof(first, second = leaves.length) {
      within('second', second, 0, leaves.length);
      within('first', first, 0, second);
      return first === 0 || first === second ? [] : subproof(first, 0, second, true);
    },
  };
}

/** The leaves, and above them the roots of all complete subtrees of 2, 4, 8 ... leaves. */
function levelsOver(leaves: readonly Hash[]): Hash[][] {
  const levels = [[...leaves]];
  for (let below = levels[0]; below && below.length >= 2; below = levels.at(-1)) {
    const level: Hash[] = [];
    for (let index = 0; index + 1 < below.length; index += 2) {
      level.push(nodeHash(below[index] ?? '', below[index + 1] ?? ''));
    }
    levels.push(level);
  }
  return levels;
}

/** Largest power of two that is smaller than `size` (2 or more). */
function largestPowerBelow(size: number): number {
  return 2 ** Math.floor(Math.log2(size - 1));
}

function within(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${value}`);
}
