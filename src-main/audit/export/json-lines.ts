import type { ChainedRecord } from '../chain.ts';
import {
  checkpointLine,
  headerLine,
  provenRecordLine,
  recordLine,
  type ExportHeader,
  type InclusionPath,
} from './lines.ts';

/** Records from memory, or page by page from a store. */
export type Records<T = ChainedRecord> = Iterable<T> | AsyncIterable<T>;

/**
 * A whole segment as JSON Lines: a header, one record a line in order, and the signed checkpoints, oldest first. The last
 * one covers every record; an export whose last records nobody has signed does not verify.
 */
export async function* segmentAsJsonLines(
  header: Omit<ExportHeader, 'content' | 'filter'>,
  records: Records,
  checkpoints: readonly string[],
): AsyncGenerator<string, void, undefined> {
  yield headerLine({ ...header, content: 'segment', filter: null });
  for await (const record of records) yield recordLine(record);
  for (const note of checkpoints) yield checkpointLine(note);
}

/** A record of a selection. */
export interface ProvenRecord {
  readonly chained: ChainedRecord;
  readonly proof: InclusionPath;
}

/**
 * Records of one log, picked by a filter, in order of their ids, as JSON Lines: each with the proof that it is in the
 * segment of one of the `checkpoints`.
 */
export async function* selectionAsJsonLines(
  header: Omit<ExportHeader, 'content'>,
  records: Records<ProvenRecord>,
  checkpoints: readonly string[],
): AsyncGenerator<string, void, undefined> {
  yield headerLine({ ...header, content: 'selection' });
  for await (const { chained, proof } of records) yield provenRecordLine(chained, proof);
  for (const note of checkpoints) yield checkpointLine(note);
}
