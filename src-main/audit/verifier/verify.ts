import { join } from 'node:path';
import { examineFile, type Examined } from './examine.ts';
import { collectFindings, type ArchivedRange, type Finding, type VerificationResult } from './findings.ts';
import { judgeCopies } from './judge-copies.ts';
import { archivedOf, judgeForks, reachesEnd, judgeRollBack, judgeSuccession, type Segment } from './judge-log.ts';
import { relyOnKeys } from './keys.ts';
import { segmentsByLog } from './segments.ts';
import { diskSource, type AuditSource } from './source.ts';
import { judgePredecessors, judgeSigners } from './successions.ts';
import { openCheckpoints, surveyFile, type Survey } from './survey.ts';
import { trackReading, type Progress } from './tracking.ts';
import { readNotesBeside, readWitnesses } from './witnesses.ts';

export interface VerifyOptions {
  /** The verifier keys that may speak for the log, from whom one trusts. Without, the files' own word is taken. */
  readonly keys?: readonly string[] | undefined;
  /** Files and folders with checkpoints that were kept elsewhere: what shows that a whole log was rolled back. */
  readonly witnesses?: readonly string[] | undefined;
  readonly source?: AuditSource | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** How the name of an export ends for which a folder is searched. */
const ENDING = '.jsonl';

/**
 * Verifies an exported audit file, or those of a folder (`*.jsonl`) together. Reads every file twice, piece by piece: the
 * memory it takes grows with the number of checkpoints, not with that of the records.
 *
 * @throws TypeError when one of `keys` is no verifier key; the system's error when something cannot be read; the reason
 *   of the signal when it is aborted
 */
export async function verifyAudit(path: string, options: VerifyOptions = {}): Promise<VerificationResult> {
  const { source = diskSource, witnesses = [], signal, onProgress } = options;
  const findings = collectFindings();
  const isFolder = await source.isFolder(path);
  const files = isFolder ? await exportsIn(path, source) : [path];
  if (files.length === 0) {
    const message = `there is no audit file (*${ENDING}) in this folder`;
    findings.add({ kind: 'truncated', file: path, line: null, recordId: null, message });
  }

  const tracking = await trackReading(source, files, signal, onProgress);
  const surveys: Survey[] = [];
  for (const file of files) {
    surveys.push(await surveyFile(file, tracking.read(file), (bytes) => tracking.advance(file, bytes, 0)));
  }
  const { trust, ...trusted } = relyOnKeys(options.keys, surveys, findings);
  judgePredecessors(trusted, findings);
  const looked = surveys.map((survey) => ({ survey, own: openCheckpoints(survey, trusted, findings) }));
  const all = [
    ...looked.flatMap(({ own }) => own),
    ...(isFolder ? await readNotesBeside(path, source, trusted, findings) : []),
    ...(await readWitnesses(witnesses, source, trusted, findings)),
  ];

  const examined: Examined[] = [];
  for (const { survey, own } of looked) {
    examined.push(await examineFile({ survey, own, all, tracking, findings }));
  }
  const walked = examined.flatMap((one) => one.walked ?? []);
  const archived: ArchivedRange[] = [];
  for (const segments of segmentsByLog(walked, all)) {
    const concerned = segments.filter((segment) => isFolder || segment.files.length > 0);
    for (const segment of concerned) {
      judgeForks(segment, findings);
      judgeRollBack(segment, findings);
    }
    await judgeCopies(concerned, source, findings);
    if (!isFolder) continue;
    judgeSuccession(segments, path, findings);
    const away = archivedOf(segments);
    archived.push(...away);
    // the record that says so may be in the archive, or come later than what is here
    if (away.length === 0 && reachesEnd(segments))
      judgeSigners(signersOf(segments), surveys.flatMap(successionsOf), path, findings);
  }

  const summaries = examined.map(({ summary }) => summary);
  return {
    ok: findings.list.length === 0,
    records: summaries.reduce((sum, { records }) => sum + records, 0),
    findings: findings.list.toSorted((one, other) => inOrderOf(files, one, other)),
    unlisted: findings.unlisted(),
    files: summaries,
    archived,
    trust,
    keys: trusted.keys.map(({ text }) => text),
  };
}

const successionsOf = ({ successions }: Survey) => successions;
const signersOf = (segments: readonly Segment[]) =>
  new Set(segments.flatMap(({ checkpoints }) => checkpoints.map(({ keyId }) => keyId)));

/** By file, then by line; what concerns a whole file, or none of these, comes first. */
function inOrderOf(files: readonly string[], one: Finding, other: Finding): number {
  return files.indexOf(one.file) - files.indexOf(other.file) || (one.line ?? 0) - (other.line ?? 0);
}

async function exportsIn(folder: string, source: AuditSource): Promise<string[]> {
  const names = (await source.list(folder)).filter((name) => name.endsWith(ENDING));
  return names.toSorted().map((name) => join(folder, name));
}
