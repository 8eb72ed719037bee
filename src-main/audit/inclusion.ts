import type { ChainedRecord } from './chain.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { InclusionPath } from './export/lines.ts';
import type { MerkleTree } from './merkle-tree.ts';

/** All that is needed to believe in one record, for a file of its own. Plain JSON. */
export interface InclusionEvidence extends ChainedRecord {
  /** The signed checkpoint to which the proof leads. */
  readonly checkpoint: string;
  readonly proof: InclusionPath;
}

/**
 * Where a record stands in the tree of a checkpoint.
 *
 * @param tree over the hashes of the segment's records, at least as many as the checkpoint covers
 * @throws RangeError when the checkpoint does not cover the record
 */
export function inclusionPath(id: number, { firstRecord, size }: Checkpoint, tree: MerkleTree): InclusionPath {
  const index = id - firstRecord;
  return { index, path: tree.inclusionProof(index, size), size };
}

/** Proof that a record is in a log, for somebody who has nothing of the log but its verifier key. */
export function proveInclusion(
  chained: ChainedRecord,
  signed: { readonly checkpoint: Checkpoint; readonly note: string },
  tree: MerkleTree,
): InclusionEvidence {
  const proof = inclusionPath(chained.record.id, signed.checkpoint, tree);
  return { ...chained, checkpoint: signed.note, proof };
}
