import type { SeenCheckpoint } from './checkpoint.ts';
import type { FileSummary, Findings } from './findings.ts';
import { judgeFile, type WalkedFile } from './judge-file.ts';
import type { Tell } from './sequence.ts';
import type { Survey } from './survey.ts';
import type { Tracking } from './tracking.ts';
import { walkSelection } from './walk-selection.ts';
import { walkSegment } from './walk.ts';

export interface Examination {
  readonly survey: Survey;
  /** The file's genuine checkpoints. */
  readonly own: readonly SeenCheckpoint[];
  /** All genuine checkpoints, from wherever they came. */
  readonly all: readonly SeenCheckpoint[];
  readonly tracking: Tracking;
  readonly findings: Findings;
}

export interface Examined {
  readonly summary: FileSummary;
  /** Null for a selection, which says nothing about the whole. */
  readonly walked: WalkedFile | null;
}

/** Verifies the records of one file. */
export async function examineFile(examination: Examination): Promise<Examined> {
  const examined = await (examination.survey.content === 'selection' ? selection : segment)(examination);
  examination.tracking.finish(examined.summary.records);
  return examined;
}

async function selection(examination: Examination): Promise<Examined> {
  const { survey, own } = examination;
  const { records, firstId, lastId } = await walkSelection({ ...reading(examination), checkpoints: own });
  return { summary: summaryOf(survey, own, records, firstId, lastId), walked: null };
}

async function segment(examination: Examination): Promise<Examined> {
  const { survey, findings } = examination;
  const { file } = survey;
  if (survey.content === 'unknown') {
    const message = 'the file does not begin with the header of an audit export that this verifier knows';
    findings.add({ kind: 'unreadable', file, line: 1, recordId: null, message });
  }
  const own = ofOneSegment(examination.own, findings);
  const all = examination.all.filter((checkpoint) => isSameSegment(checkpoint, own[0]));
  const start = own[0] ? { id: own[0].firstRecord - 1, hash: own[0].previousHash } : null;
  const sizes = new Set(all.map(({ size }) => size));
  const walked = await walkSegment({ ...reading(examination), start, sizes });
  const subject = { file, walked, own, hasNotes: survey.notes.length > 0 };
  judgeFile(subject, all, findings);
  const lastId = walked.records === 0 ? null : walked.lastId;
  return { summary: summaryOf(survey, own, walked.records, walked.firstId, lastId), walked: subject };
}

function reading({ survey: { file }, tracking, findings }: Examination) {
  const tell: Tell = (kind, line, recordId, message) => findings.add({ kind, file, line, recordId, message });
  const afterPiece = (bytes: number, records: number) => tracking.advance(file, bytes, records);
  return { pieces: tracking.read(file), tell, afterPiece };
}

/** A file holds one segment; a checkpoint of another one has been brought in. */
function ofOneSegment(own: readonly SeenCheckpoint[], findings: Findings): SeenCheckpoint[] {
  const [first] = own;
  return own.filter((checkpoint) => {
    if (isSameSegment(checkpoint, first)) return true;
    const { file, line, segment: other } = checkpoint;
    const message = `the checkpoint is one of segment ${other}, and the file holds segment ${first?.segment}`;
    findings.add({ kind: 'replayed', file, line, recordId: null, message });
    return false;
  });
}

export function isSameSegment(one: SeenCheckpoint, other: SeenCheckpoint | undefined): boolean {
  return one.log === other?.log && one.segment === other.segment;
}

function summaryOf(
  { file, content }: Survey,
  own: readonly SeenCheckpoint[],
  records: number,
  firstRecord: number | null,
  lastRecord: number | null,
): FileSummary {
  const [first] = own;
  const times = own.map(({ at }) => at);
  return {
    file,
    content,
    log: first?.log ?? null,
    segment: content === 'selection' ? null : (first?.segment ?? null),
    records,
    firstRecord,
    lastRecord,
    checkpointAt: times.length === 0 ? null : Math.max(...times),
  };
}
