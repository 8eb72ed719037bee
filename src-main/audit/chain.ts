import { hash } from 'node:crypto';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import type { Hash } from './merkle.ts';
import type { RecordContent } from './record-content.ts';

/** What stands before the first record of a log. */
export const GENESIS_HASH: Hash = '0'.repeat(64);

/** A record with its place in the chain. */
export interface ChainedRecord {
  readonly record: RecordContent;
  /** Hash of the record before it, `GENESIS_HASH` before the first one. */
  readonly previousHash: Hash;
  readonly hash: Hash;
}

/**
 * Hash of a record that follows the one with `previousHash`:
 *
 *     SHA-256(0x00 || previous hash, 32 bytes || canonical JSON of the record, UTF-8)
 *
 * which is at the same time the leaf hash (RFC 9162, 2.1.1) of `previous hash || canonical JSON`: one hash serves the
 * chain and the Merkle tree. The previous hash stands outside the JSON, so that the canonical text of a record does not
 * depend on its predecessors, can be made before its turn comes, and can be hashed as it stands in an export.
 *
 * @param canonical the text that `canonicalJson` made of the record
 * @throws RangeError when `previousHash` is not a hash
 */
export function chainHash(previousHash: Hash, canonical: string): Hash {
  // A UTF-16 unit takes at most 3 bytes of UTF-8.
  const needed = PREFIX_BYTES + canonical.length * 3;
  if (needed > scratch.length) scratch = Buffer.alloc(needed);
  if (scratch.write(previousHash, 1, 32, 'hex') !== 32) throw new RangeError(`not a hash: ${previousHash}`);
  const length = PREFIX_BYTES + scratch.write(canonical, PREFIX_BYTES, 'utf8');
  return hash('sha256', scratch.subarray(0, length), 'hex');
}

/** Leaf mark and previous hash. */
const PREFIX_BYTES = 33;
/** Reused by every call, since none is interleaved with another. Byte 0 stays 0x00, the mark of a leaf. */
let scratch = Buffer.alloc(64 * 1024);

/**
 * Chains a record to the one with `previousHash`. Pure: a transaction that is rolled back leaves nothing to undo.
 *
 * @returns the record with its hashes, and the canonical text that was hashed
 * @throws ConsoleError AUDIT_RECORD_INVALID when the record holds what JSON cannot carry
 */
export function chainRecord(
  record: RecordContent,
  previousHash: Hash,
): { readonly chained: ChainedRecord; readonly canonical: string } {
  const canonical = canonicalRecord(record);
  return { chained: { record, previousHash, hash: chainHash(previousHash, canonical) }, canonical };
}

/** The text of a record that is hashed. */
export function canonicalRecord(record: RecordContent): string {
  return canonicalJson(record as unknown as JsonValue);
}

/** Whether a record is the one that was hashed. Says nothing about what stands before it. */
export function isUntouched({ record, previousHash, hash: stated }: ChainedRecord): boolean {
  return chainHash(previousHash, canonicalRecord(record)) === stated;
}
