import { lastRecordOf, type SeenCheckpoint } from './checkpoint.ts';
import type { Findings } from './findings.ts';
import type { Walked } from './walk.ts';

/** One file with a segment, after its records were walked. */
export interface WalkedFile {
  readonly file: string;
  readonly walked: Walked;
  /** Its own genuine checkpoints, in the order of their lines, all of one segment. */
  readonly own: readonly SeenCheckpoint[];
  /** It holds a checkpoint, genuine or not. */
  readonly hasNotes: boolean;
}

/**
 * Holds what the records of a file come to against what was signed.
 *
 * @param all every genuine checkpoint of the same segment, from wherever it came
 */
export function judgeFile(subject: WalkedFile, all: readonly SeenCheckpoint[], findings: Findings): void {
  judgeEnding(subject, findings);
  judgeRoots(subject, all, findings);
}

/** Whether the file ends with a checkpoint over all its records. */
function judgeEnding({ file, walked, own, hasNotes }: WalkedFile, findings: Findings): void {
  const { records, lastId, lastLine } = walked;
  const last = own.at(-1);
  if (!last) {
    const message = 'the file ends without a signed checkpoint: nothing in it is proven';
    const recordId = records === 0 ? null : lastId;
    if (!hasNotes) findings.add({ kind: 'truncated', file, line: lastLine || null, recordId, message });
    return;
  }
  for (const checkpoint of own) {
    const has = records === 0 ? checkpoint.firstRecord - 1 : lastId;
    const isStub = records === 0 && checkpoint.state === 'archived';
    if (has >= lastRecordOf(checkpoint) || isStub) continue;
    const message = `the records from ${has + 1} to ${lastRecordOf(checkpoint)} are missing at the end`;
    findings.add({ kind: 'truncated', file, line: lastLine || null, recordId: has + 1, message });
  }
  const covered = lastRecordOf(last);
  if (own.every(({ size }) => size <= last.size) && (records === 0 || lastId <= covered)) return;
  const message =
    `nobody signed what follows record ${covered}: an older checkpoint stands where the newest should, ` +
    'or records were added';
  findings.add({ kind: 'replayed', file, line: last.line, recordId: covered + 1, message });
}

/** Whether the records come to the roots that were signed. */
function judgeRoots({ file, walked }: WalkedFile, all: readonly SeenCheckpoint[], findings: Findings): void {
  const covered = all.filter(({ size }) => size <= walked.records).toSorted((one, other) => one.size - other.size);
  const agrees = ({ size, root }: SeenCheckpoint) => walked.roots.get(size) === root;
  const proven = covered.findLast(agrees)?.size ?? 0;
  for (const checkpoint of covered) {
    if (agrees(checkpoint)) continue;
    const { size, firstRecord } = checkpoint;
    const before = covered.findLast((other) => other.size < size && agrees(other))?.size ?? 0;
    const recordId = firstRecord + before;
    const range = `records ${recordId} to ${lastRecordOf(checkpoint)}`;
    if (size <= proven) {
      const message = `the key signed two different histories of ${range}`;
      findings.add({ kind: 'forked', file: checkpoint.file, line: checkpoint.line, recordId, message });
      continue;
    }
    // A disturbance of the chain in the same stretch says it already, and more precisely.
    if (!walked.disturbedBetween(before, size)) {
      const line = walked.lineOf(before);
      const message =
        `from this line on ${range} are not what was signed, though the chain is consistent: ` +
        'rewritten by somebody without the key';
      findings.add({ kind: 'recomputed', file, line, recordId, message });
    }
    // What was signed later can only disagree, too.
    return;
  }
}
