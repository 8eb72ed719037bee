import { hash } from 'node:crypto';

/** A SHA-256 hash, 64 lower-case hexadecimal digits. */
export type Hash = string;

/** Root of the tree without leaves (RFC 9162, 2.1.1). */
export const EMPTY_ROOT: Hash = hash('sha256', '', 'hex');

/** Hash of a leaf: SHA-256(0x00 || data). The mark keeps a leaf from passing for a node. */
export function leafHash(data: Uint8Array): Hash {
  return hash('sha256', Buffer.concat([LEAF_MARK, data]), 'hex');
}

/** Hash of an inner node: SHA-256(0x01 || left || right). @throws RangeError when one is not a hash */
export function nodeHash(left: Hash, right: Hash): Hash {
  const written = node.write(left, 1, 32, 'hex') + node.write(right, 33, 32, 'hex');
  if (written !== 64) throw new RangeError(`not two hashes: ${left}, ${right}`);
  return hash('sha256', node, 'hex');
}

const LEAF_MARK = Buffer.of(0);
/** Reused by every call, since none is interleaved with another. Byte 0 stays 0x01, the mark of a node. */
const node = Buffer.alloc(65, 1);

/**
 * All that is needed of a tree to grow it: the roots of its complete subtrees, largest first, one for each bit that is
 * set in `size` (also called a compact range). At most 53 hashes.
 */
export interface Frontier {
  readonly size: number;
  readonly peaks: readonly Hash[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] };

/** The frontier with one leaf more. The old one stays as it was: a transaction that is rolled back has nothing to undo. */
export function appendLeaf(frontier: Frontier, leaf: Hash): Frontier {
  return appendLeaves(frontier, [leaf]);
}

/** The frontier with these leaves more: about one node hash for each, and one copy of the peaks for all. */
export function appendLeaves({ size, peaks }: Frontier, leaves: Iterable<Hash>): Frontier {
  const grown = [...peaks];
  let count = size;
  for (const leaf of leaves) {
    let top = leaf;
    // Each complete subtree at the right edge that is as large as the new one forms a larger one with it.
    for (let rest = count; rest % 2 === 1; rest = (rest - 1) / 2) top = nodeHash(grown.pop() ?? '', top);
    grown.push(top);
    count++;
  }
  return { size: count, peaks: grown };
}

/** Root of the tree: O(log n). */
export function rootOf({ peaks }: Frontier): Hash {
  let root = peaks.at(-1);
  if (root === undefined) return EMPTY_ROOT;
  for (let index = peaks.length - 2; index >= 0; index--) root = nodeHash(peaks[index] ?? '', root);
  return root;
}
