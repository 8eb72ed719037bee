import { isSegmentName } from '../segments/segment-file.ts';
import { snapshotSequence } from '../snapshot/snapshot-file.ts';

/** A part's name is a plain file name of one of two patterns, so no backup can name a file outside a folder. */
export { isSegmentName };

/** Whether this is the name of a snapshot: `snapshot-SEQUENCE.db`, twelve digits. */
export const isSnapshotName = (name: string): boolean => snapshotSequence(name) !== null;
