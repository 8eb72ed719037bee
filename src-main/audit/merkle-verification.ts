import { EMPTY_ROOT, nodeHash, type Hash } from './merkle.ts';

export interface InclusionClaim {
  /** Place of the leaf, from 0. */
  readonly index: number;
  readonly size: number;
  readonly leaf: Hash;
  readonly path: readonly Hash[];
}

/** The root to which an inclusion proof leads (RFC 9162, 2.1.3.2), null when the proof has not the right shape. */
export function rootFromInclusion({ index, size, leaf, path }: InclusionClaim): Hash | null {
  if (!isCount(index) || !isCount(size) || index >= size) return null;
  let node = index;
  let last = size - 1;
  let root = leaf;
  for (const beside of path) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      root = nodeHash(beside, root);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      root = nodeHash(root, beside);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? root : null;
}

export function verifyInclusion(claim: InclusionClaim, root: Hash): boolean {
  return rootFromInclusion(claim) === root;
}

export interface ConsistencyClaim {
  readonly first: number;
  readonly firstRoot: Hash;
  readonly second: number;
  readonly secondRoot: Hash;
  readonly path: readonly Hash[];
}

/** Whether the second tree only appended to the first (RFC 9162, 2.1.4.2). Everything appends to the empty tree. */
export function verifyConsistency({ first, firstRoot, second, secondRoot, path }: ConsistencyClaim): boolean {
  if (!isCount(first) || !isCount(second) || first > second) return false;
  if (first === second) return path.length === 0 && firstRoot === secondRoot;
  if (first === 0) return path.length === 0 && firstRoot === EMPTY_ROOT;

  // A first tree that is one complete subtree is known: the proof leaves its root out.
  const [start, ...rest] = isPowerOfTwo(first) ? [firstRoot, ...path] : path;
  if (start === undefined) return false;
  let node = first - 1;
  let last = second - 1;
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let [oldRoot, newRoot] = [start, start];
  for (const beside of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      oldRoot = nodeHash(beside, oldRoot);
      newRoot = nodeHash(beside, newRoot);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newRoot = nodeHash(newRoot, beside);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && oldRoot === firstRoot && newRoot === secondRoot;
}

/** Not `>> 1`, which ends at 2^31. */
const half = (value: number) => Math.floor(value / 2);
const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
const isPowerOfTwo = (value: number) => 2 ** Math.round(Math.log2(value)) === value;
