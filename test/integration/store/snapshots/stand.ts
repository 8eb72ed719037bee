import { vi } from 'vitest';
import type { LocalStoreOptions } from '../../../../src-main/store/local-store.ts';
import { journalBase } from '../../../../src-main/store/journal/journal.ts';
import { snapshotSequence } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import type { SnapshotPolicy } from '../../../../src-main/store/snapshot/snapshots.ts';
import type { Files } from '../../../../src-main/store/files.ts';
import type { InThreadStore } from '../../../support/local-store.ts';
import { createRecordingLog } from '../../../support/recording-log.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';
import { leveredDisk } from '../engine/levered-files.ts';
import { list, open } from '../opening/lives.ts';

export const NEVER: SnapshotPolicy = { afterBytes: 1e9, afterMs: 1e12, notBeforeMs: 1e12, segmentRows: 1e9 };

/** A new store on a disk whose journals can be made to fail, with the log that it writes and the time that it lives in. */
export async function stand(policy: Partial<SnapshotPolicy>, options: Partial<LocalStoreOptions> = {}) {
  const levers = leveredDisk();
  const clock = createVirtualClock();
  const log = createRecordingLog();
  const store = await open(levers.files, { clock, log, policy: { ...NEVER, ...policy }, ...options });
  return { levers, clock, log, store, files: levers.disk.files };
}

/** Waits until the snapshot that holds change `sequence` is kept, and everything that goes with it is done. */
export async function keptUpTo(store: InThreadStore, sequence: number): Promise<void> {
  await vi.waitFor(() => {
    if (store.status().lastSnapshot?.sequence !== sequence) throw new Error('no such snapshot yet');
  });
}

export const snapshotsIn = (files: Files): number[] =>
  list(files)
    .map(snapshotSequence)
    .filter((one) => one !== null);
export const journalsIn = (files: Files): number[] =>
  list(files)
    .map(journalBase)
    .filter((one) => one !== null);
