import { snapshotSequence } from '../snapshot/snapshot-file.ts';

/** A part's name is a plain file name of one of two patterns, so no backup can name a file outside a folder. */
const SEGMENT = /^audit-(\d{12})-(\d{12})\.db$/;

/** Whether this is the name of a sealed audit segment: `audit-FIRST-LAST.db`, twelve digits each, FIRST <= LAST. */
export function isSegmentName(name: string): boolean {
  const [, first = '', last = ''] = SEGMENT.exec(name) ?? [];
  return first !== '' && first <= last;
}

/** Whether this is the name of a snapshot: `snapshot-SEQUENCE.db`, twelve digits. */
export const isSnapshotName = (name: string): boolean => snapshotSequence(name) !== null;
