import type { SnapshotPolicy } from '../../src-main/store/snapshot/snapshots.ts';

/** Snapshots and segments all the time, so that kills fall into them as well. */
export const RESTLESS: Partial<SnapshotPolicy> = { afterBytes: 30_000, afterMs: 200, notBeforeMs: 20, segmentRows: 40 };
