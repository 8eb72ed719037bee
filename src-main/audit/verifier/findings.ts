/**
 * What can be wrong with an audit log:
 * - `edited`: a record is not what was hashed, or its successor was written after another version of it;
 * - `inserted`: a record stands where the chain knows none;
 * - `deleted`: records, or a whole segment, are missing from the middle;
 * - `swapped`: genuine records stand in another order;
 * - `truncated`: the end is missing, or nothing signed closes the file;
 * - `rolled-back`: all is consistent, but a checkpoint kept elsewhere knows of more;
 * - `recomputed`: the chain is consistent in itself, but not what was signed: rewritten by somebody without the key;
 * - `replayed`: an old checkpoint stands where the newest should;
 * - `forked`: the key signed two histories that exclude each other;
 * - `forged`: a checkpoint that no trusted key has signed;
 * - `unvouched`: signed by a key for which no key that is known vouches, though one says that it follows it;
 * - `unreadable`: not the format of an export, or of a later version.
 */
export const FINDING_KINDS = [
  'edited',
  'inserted',
  'deleted',
  'swapped',
  'truncated',
  'rolled-back',
  'recomputed',
  'replayed',
  'forked',
  'forged',
  'unvouched',
  'unreadable',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  readonly kind: FindingKind;
  readonly file: string;
  /** From 1; null when it concerns the file as a whole. */
  readonly line: number | null;
  /** The first record concerned; null when none can be named. */
  readonly recordId: number | null;
  /** One English sentence. It never quotes what the file says, only numbers. */
  readonly message: string;
}

/** What was found to be in one file. */
export interface FileSummary {
  readonly file: string;
  /** A `selection` proves what it holds, never that it holds everything. */
  readonly content: 'segment' | 'selection' | 'unknown';
  readonly log: string | null;
  readonly segment: number | null;
  readonly records: number;
  readonly firstRecord: number | null;
  readonly lastRecord: number | null;
  /** Wall clock of the newest genuine checkpoint in the file, ms; what happened later is not in it. */
  readonly checkpointAt: number | null;
}

/** Records that a signed stub says are in the archive, and that were not among what was read. */
export interface ArchivedRange {
  readonly segment: number;
  readonly firstRecord: number;
  readonly lastRecord: number;
  /** Name of the file, and the folder that it went to; empty when the stub does not say. */
  readonly file: string;
  readonly folder: string;
}

export interface VerificationResult {
  /** No finding. With `trust` `stated` only as good as the file's own word about its key. */
  readonly ok: boolean;
  /** Records read in all files. */
  readonly records: number;
  readonly findings: readonly Finding[];
  /** Findings beyond the first thousand, which are not listed. */
  readonly unlisted: number;
  readonly files: readonly FileSummary[];
  /** What is in the archive and was not checked. */
  readonly archived: readonly ArchivedRange[];
  /** `given`: the caller knew the keys; `stated`: they were taken from the files, so whoever rewrote all could choose. */
  readonly trust: 'given' | 'stated';
  /** The keys that were relied on. */
  readonly keys: readonly string[];
}

const MOST_FINDINGS = 1000;

/** Collects findings, as many as anybody will read; the same one only once. */
export interface Findings {
  add(finding: Finding): void;
  readonly list: readonly Finding[];
  readonly unlisted: () => number;
}

export function collectFindings(): Findings {
  const list: Finding[] = [];
  const seen = new Set<string>();
  let unlisted = 0;
  return {
    list,
    unlisted: () => unlisted,
    add(finding) {
      const { kind, file, line, recordId } = finding;
      // That a checkpoint excludes another one can be seen in several ways, and is one finding.
      const key = `${kind} ${line} ${kind === 'forked' ? '' : recordId} ${file}`;
      if (seen.has(key)) return;
      if (list.length === MOST_FINDINGS) {
        unlisted++;
        return;
      }
      seen.add(key);
      list.push(finding);
    },
  };
}
