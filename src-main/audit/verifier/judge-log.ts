import { lastRecordOf, type SeenCheckpoint } from './checkpoint.ts';
import type { ArchivedRange, Findings } from './findings.ts';
import type { WalkedFile } from './judge-file.ts';

/** One segment of one log, from all files and witnesses. It has a checkpoint at least. */
export interface Segment {
  readonly number: number;
  readonly files: readonly WalkedFile[];
  readonly checkpoints: readonly [SeenCheckpoint, ...SeenCheckpoint[]];
}

/** Whether the key signed two trees of the same size, or two beginnings, for one segment. */
export function judgeForks({ checkpoints }: Segment, findings: Findings): void {
  const [{ firstRecord, previousHash }] = checkpoints;
  const bySize = new Map<number, string>();
  for (const checkpoint of checkpoints) {
    const { size, file, line, root } = checkpoint;
    const rootBefore = bySize.get(size) ?? root;
    bySize.set(size, rootBefore);
    const sameBeginning = firstRecord === checkpoint.firstRecord && previousHash === checkpoint.previousHash;
    if (rootBefore === root && sameBeginning) continue;
    const recordId = sameBeginning ? lastRecordOf(checkpoint) : checkpoint.firstRecord;
    const message = `the key signed two different histories up to record ${lastRecordOf(checkpoint)}`;
    findings.add({ kind: 'forked', file, line, recordId, message });
  }
}

/** Whether a checkpoint from elsewhere knows of more than all files together hold. */
export function judgeRollBack(segment: Segment, findings: Findings): void {
  const fullest = fullestOf(segment);
  const latest = latestOf(segment);
  if (!fullest) return;
  const { file, walked, own } = fullest;
  const has = walked.records === 0 ? latest.firstRecord - 1 : walked.lastId;
  const should = lastRecordOf(latest);
  // What a checkpoint of the file itself misses is told of the file.
  if (has >= should || own.some((checkpoint) => lastRecordOf(checkpoint) > has)) return;
  const when = new Date(latest.at).toISOString();
  const message = `rolled back: on ${when} it was signed up to record ${should}, and here it ends with record ${has}`;
  findings.add({ kind: 'rolled-back', file, line: walked.lastLine || null, recordId: has + 1, message });
}

/**
 * Whether each segment of one log begins where the one before it ends. A segment without records must have left a
 * checkpoint that says it was archived.
 *
 * @param segments of one log, ascending
 * @param folder where they were looked for
 */
export function judgeSuccession(segments: readonly Segment[], folder: string, findings: Findings): void {
  const newest = segments.findLast((segment) => lastIdOf(segment) !== null)?.number ?? 0;
  let before: Segment | null = null;
  for (const segment of segments) {
    const { firstRecord } = segment.checkpoints[0];
    const expected = before === null ? 1 : (lastIdOf(before) ?? lastRecordOf(latestOf(before))) + 1;
    if (lastIdOf(segment) === null) {
      const kind = segment.number > newest ? 'rolled-back' : 'deleted';
      const range = `records ${firstRecord} to ${lastRecordOf(latestOf(segment))}`;
      const message = `segment ${segment.number} with the ${range} is missing, and no signed stub stands for it`;
      findings.add({ kind, file: folder, line: null, recordId: firstRecord, message });
    } else if (segment.number !== (before?.number ?? 0) + 1 || firstRecord > expected) {
      const range = `records ${expected} to ${firstRecord - 1}`;
      const message = `the ${range} before segment ${segment.number} are missing, and no signed stub stands for them`;
      findings.add({ kind: 'deleted', file: folder, line: null, recordId: expected, message });
    } else if (before && lastRecordOf(latestOf(before)) >= firstRecord) {
      tellOverlap(before, segment, findings);
    } else if (before) {
      judgeSeam(before, segment, findings);
    }
    before = segment;
  }
}

/** Two segments that were signed, or two stubs, are about the same records. */
function tellOverlap(before: Segment, { number, checkpoints }: Segment, findings: Findings): void {
  const [{ file, line, firstRecord }] = checkpoints;
  const range = `records ${firstRecord} to ${lastRecordOf(latestOf(before))}`;
  const message = `the segments ${before.number} and ${number} are both said to hold the ${range}`;
  findings.add({ kind: 'forked', file, line, recordId: firstRecord, message });
}

/** Whether the segments go on to the one that still grew. */
export function reachesEnd(segments: readonly Segment[]): boolean {
  const last = segments.at(-1);
  return last !== undefined && latestOf(last).state === 'open';
}

/** The segments of which nothing is here but a stub. */
export function archivedOf(segments: readonly Segment[]): ArchivedRange[] {
  return segments.flatMap((segment) => {
    const latest = latestOf(segment);
    const isHere = (fullestOf(segment)?.walked.records ?? 0) > 0;
    if (isHere || latest.state !== 'archived') return [];
    const { file = '', folder = '' } = latest.archive ?? {};
    const { firstRecord } = latest;
    return [{ segment: segment.number, firstRecord, lastRecord: lastRecordOf(latest), file, folder }];
  });
}

/** Whether a segment was written after the one before it as that one is now. */
function judgeSeam(before: Segment, segment: Segment, findings: Findings): void {
  const { file, line, firstRecord, previousHash } = segment.checkpoints[0];
  const ends = before.checkpoints.filter((checkpoint) => lastRecordOf(checkpoint) === firstRecord - 1);
  // If the signed end fits and the records do not, that was told of the records.
  if (ends.some(({ lastHash }) => lastHash === previousHash)) return;
  const fullest = fullestOf(before);
  const message = `segment ${segment.number} was written after another version of segment ${before.number}`;
  if (ends.length > 0) findings.add({ kind: 'forked', file, line, recordId: firstRecord, message });
  else if (fullest && (fullest.walked.lastId !== firstRecord - 1 || fullest.walked.lastHash !== previousHash)) {
    const { walked } = fullest;
    findings.add({
      kind: 'recomputed',
      file: fullest.file,
      line: walked.lastLine || null,
      recordId: walked.lastId,
      message,
    });
  }
}

/** Id of the last record that is here or was archived, null when nothing of the segment is. */
function lastIdOf(segment: Segment): number | null {
  const fullest = fullestOf(segment);
  if (fullest && fullest.walked.records > 0) return fullest.walked.lastId;
  const { state, size, ...latest } = latestOf(segment);
  if (state === 'archived' || (fullest && size === 0)) return lastRecordOf({ ...latest, state, size });
  return null;
}

function fullestOf({ files }: Segment): WalkedFile | undefined {
  const [fullest] = files.toSorted((one, other) => other.walked.lastId - one.walked.lastId);
  return fullest;
}

function latestOf({ checkpoints }: Segment): SeenCheckpoint {
  const [first] = checkpoints;
  // Of the same size, the one that says the segment was archived is the later one.
  return checkpoints.reduce((latest, other) => {
    const later = other.size > latest.size || (other.size === latest.size && other.state === 'archived');
    return later ? other : latest;
  }, first);
}
