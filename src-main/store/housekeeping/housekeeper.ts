import type { Files } from '../files.ts';
import { keepSnapshot, type SnapshotDone, type SnapshotJob } from './keep-snapshot.ts';

/** Long work of the store that nobody waits for. One piece at a time. */
export interface Housekeeper {
  /** Takes the bytes of `job.database` over: they are gone for the caller. */
  keepSnapshot(job: SnapshotJob): Promise<SnapshotDone>;
  close(): Promise<void>;
}

/** Does the work at once, in the caller's thread: for the command line and for tests with files of their own. */
export function inlineHousekeeper(files: Files): Housekeeper {
  return {
    keepSnapshot: (job) => keepSnapshot(files, job),
    close: async () => {},
  };
}
