import { createHash, hash } from 'node:crypto';

/** What the hash before the first record of a log is. */
export const NOTHING_BEFORE = '0'.repeat(64);
const HEX_HASH = /^[0-9a-f]{64}$/;
export const isHash = (value: unknown): value is string => typeof value === 'string' && HEX_HASH.test(value);

const buffer = { bytes: Buffer.alloc(64 * 1024) };

/**
 * SHA-256(0x00 || previous hash || canonical record): link of the chain and leaf of the tree.
 *
 * @param source holds the canonical record from `start` to `end`
 */
export function recordHash(previousHash: string, source: Buffer, start = 0, end = source.length): string {
  const length = 33 + end - start;
  if (length > buffer.bytes.length) buffer.bytes = Buffer.alloc(length);
  const { bytes } = buffer;
  bytes.write(previousHash, 1, 32, 'hex');
  source.copy(bytes, 33, start, end);
  return hash('sha256', bytes.subarray(0, length), 'hex');
}

const pair = Buffer.alloc(65, 1);

/** SHA-256(0x01 || left || right). */
function parentHash(left: string, right: string): string {
  pair.write(left, 1, 'hex');
  pair.write(right, 33, 'hex');
  return hash('sha256', pair, 'hex');
}

/** A Merkle tree of which only the right edge is kept (RFC 9162, 2.1.1). */
export interface GrowingTree {
  add(leaf: string): void;
  size(): number;
  root(): string;
}

export function growTree(): GrowingTree {
  /** Root of the complete subtree of 2^n leaves that is not yet part of a larger one, at index n. */
  const edge: (string | null)[] = [];
  let size = 0;
  return {
    size: () => size,
    add(leaf) {
      size++;
      let carried = leaf;
      for (let level = 0; ; level++) {
        const waiting = edge[level] ?? null;
        if (waiting === null) {
          edge[level] = carried;
          return;
        }
        carried = parentHash(waiting, carried);
        edge[level] = null;
      }
    },
    root() {
      let root: string | null = null;
      for (const waiting of edge) if (waiting !== null) root = root === null ? waiting : parentHash(waiting, root);
      return root ?? createHash('sha256').digest('hex');
    },
  };
}

/**
 * The root to which a path from a leaf leads, going up level by level; null when it has not one hash for every level on
 * which the leaf has a neighbour (RFC 9162, 2.1.3).
 */
export function rootOverPath(leaf: string, index: number, size: number, path: readonly string[]): string | null {
  let root = leaf;
  let position = index;
  let used = 0;
  for (let width = size; width > 1; width = Math.ceil(width / 2)) {
    const isRight = position % 2 === 1;
    const hasNeighbour = isRight || position + 1 < width;
    if (hasNeighbour) {
      const neighbour = path[used++];
      if (neighbour === undefined) return null;
      root = isRight ? parentHash(neighbour, root) : parentHash(root, neighbour);
    }
    position = Math.floor(position / 2);
  }
  return used === path.length ? root : null;
}
