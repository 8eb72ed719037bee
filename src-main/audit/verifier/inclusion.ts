import { isObject, parseJson } from './canonical.ts';
import { openCheckpoint } from './checkpoint.ts';
import { readVerifierKey } from './note.ts';
import { readRecordLine } from './record-line.ts';
import { whatIsWrong } from './walk-selection.ts';

/** What became of a record and its proof. */
export interface InclusionVerdict {
  readonly ok: boolean;
  readonly recordId: number | null;
  /** One English sentence. */
  readonly message: string;
}

/**
 * Verifies the evidence for one record: that it is in the log whose keys are given, as of the checkpoint it brings along.
 *
 * @param evidence JSON with `record`, `hash`, `previousHash`, `proof` and `checkpoint`
 * @throws TypeError when one of `keys` is no verifier key
 */
export function verifyInclusion(evidence: string, keys: readonly string[]): InclusionVerdict {
  const known = keys.map((text) => {
    const key = readVerifierKey(text);
    if (!key) throw new TypeError(`not a verifier key: ${JSON.stringify(text)}`);
    return key;
  });
  const bytes = Buffer.from(evidence);
  const parsed = parseJson(bytes);
  const record = readRecordLine(bytes, 1);
  if (record === null) return { ok: false, recordId: null, message: 'there is no record in it' };
  if (typeof record === 'string') return { ok: false, recordId: null, message: record };
  const { id: recordId } = record;

  const note = isObject(parsed) && typeof parsed['checkpoint'] === 'string' ? parsed['checkpoint'] : '';
  const checkpoint = openCheckpoint(note, known, { file: '', line: 1 });
  if (typeof checkpoint === 'string') {
    return { ok: false, recordId, message: `the checkpoint of record ${recordId} is not genuine: ${checkpoint}` };
  }
  const wrong = whatIsWrong(record, [checkpoint]);
  if (wrong) return { ok: false, recordId, message: `record ${recordId} ${wrong.why}` };
  const when = new Date(checkpoint.at).toISOString();
  return { ok: true, recordId, message: `record ${recordId} is in the log as it was signed on ${when}` };
}
