import { decodeRecord } from '../../../../src-main/store/journal/record.ts';

/** Where the records of a whole journal begin, and where the last one ends. */
export function recordStarts(journal: Buffer): number[] {
  const starts = [0];
  for (let found = decodeRecord(journal, 0); found; found = decodeRecord(journal, found.end)) starts.push(found.end);
  return starts;
}
