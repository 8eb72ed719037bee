import type { SeenCheckpoint } from './checkpoint.ts';
import type { FindingKind } from './findings.ts';
import { rootOverPath } from './hashing.ts';
import { forEachLine } from './lines.ts';
import { readRecordLine, type RecordLine } from './record-line.ts';
import type { Tell } from './sequence.ts';

export interface SelectionWalk {
  readonly pieces: AsyncIterable<Uint8Array>;
  /** The genuine checkpoints of the file. */
  readonly checkpoints: readonly SeenCheckpoint[];
  readonly tell: Tell;
  readonly afterPiece: (bytes: number, records: number) => void;
}

export interface WalkedSelection {
  readonly records: number;
  readonly firstId: number | null;
  readonly lastId: number | null;
}

/** Checks every record of a selection by its own proof, and that they come in order of their ids. */
export async function walkSelection(walk: SelectionWalk): Promise<WalkedSelection> {
  const { pieces, checkpoints, tell, afterPiece } = walk;
  let records = 0;
  let firstId: number | null = null;
  let lastId: number | null = null;
  await forEachLine(
    pieces,
    ({ bytes, number, ended }) => {
      const record = readRecordLine(bytes, number);
      if (record === null) return;
      if (typeof record === 'string') {
        tell(ended ? 'unreadable' : 'truncated', number, null, record);
        return;
      }
      records++;
      firstId ??= record.id;
      const wrong = whatIsWrong(record, checkpoints) ?? whatIsOutOfOrder(record, lastId);
      if (wrong) tell(wrong.kind, number, record.id, `record ${record.id} ${wrong.why}`);
      lastId = record.id;
    },
    (bytes) => afterPiece(bytes, records),
  );
  return { records, firstId, lastId };
}

export interface Wrong {
  readonly kind: FindingKind;
  /** The rest of a sentence that begins with the record. */
  readonly why: string;
}

/** What keeps a record from being proven by one of `checkpoints`; null when nothing does. */
export function whatIsWrong(record: RecordLine, checkpoints: readonly SeenCheckpoint[]): Wrong | null {
  const { id, proof, computed, hash } = record;
  if (computed !== hash) return { kind: 'edited', why: 'was changed: its hash is another one' };
  if (!proof) return { kind: 'unreadable', why: 'has no proof that it is in the log' };
  const root = rootOverPath(computed, proof.index, proof.size, proof.path);
  const proven = checkpoints.some(
    (checkpoint) =>
      checkpoint.root === root && checkpoint.size === proof.size && checkpoint.firstRecord + proof.index === id,
  );
  return proven ? null : { kind: 'recomputed', why: 'is not what was signed: its proof leads to no signed root' };
}

function whatIsOutOfOrder({ id }: RecordLine, lastId: number | null): Wrong | null {
  if (lastId === null || id > lastId) return null;
  if (id === lastId) return { kind: 'inserted', why: 'stands twice' };
  return { kind: 'swapped', why: `stands behind record ${lastId}` };
}
