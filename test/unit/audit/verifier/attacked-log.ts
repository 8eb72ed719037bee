import type { ChainedRecord } from '../../../../src-main/audit/chain.ts';
import type { RecordContent } from '../../../../src-main/audit/record-content.ts';
import type { Finding } from '../../../../src-main/audit/verifier/findings.ts';
import { verifyAudit, type VerifyOptions } from '../../../../src-main/audit/verifier/verify.ts';
import { chain, content, exportLines, fileWith, KEY, records, signedOver } from '../log-stand.ts';

/** A log of 40 records with checkpoints over 10, 25 and all of them; record n stands on line n + 1. */
export const ALL = records(40);
export const NOTES = [10, 25, 40].map((size) => signedOver(ALL.slice(0, size)));
export const lines = () => exportLines(ALL, NOTES);
export const lineOf = (id: number) => id + 1;
/** Where the line of a record stands in `lines()`. */
export const at = (id: number) => lineOf(id) - 1;

export function record(id: number): ChainedRecord {
  const found = ALL[id - 1];
  if (!found) throw new Error(`no record ${id}`);
  return found;
}

/** A record that was never written, with a hash that fits it and the place it claims. */
export function forged(
  id: number,
  changes: Partial<RecordContent> = { reason: 'forged' },
  previousHash = record(id).previousHash,
): ChainedRecord {
  const [made] = chain([content(id, changes)], previousHash);
  if (!made) throw new Error('no record');
  return made;
}

/** The log with record `id` changed, and all that follows chained anew by somebody without the key. */
export function rewritten(id: number): ChainedRecord[] {
  const [, ...after] = ALL.slice(id - 1).map((kept) => kept.record);
  return [...ALL.slice(0, id - 1), ...chain([content(id, { reason: 'another' }), ...after], record(id).previousHash)];
}

export type Found = Pick<Finding, 'kind' | 'line' | 'recordId'>;

/** What the verifier finds in a file, with the key that everybody knows. */
export async function find(text: readonly string[] | string, options: VerifyOptions = {}): Promise<Found[]> {
  const { findings } = await verifyAudit(fileWith(text), { keys: [KEY.verifierKey], ...options });
  return findings.map(({ kind, line, recordId }) => ({ kind, line, recordId }));
}
