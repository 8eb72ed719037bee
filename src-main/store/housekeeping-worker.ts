/** The program of the housekeeping thread: writing snapshots and segments, so that the store's thread need not. */
import { parentPort } from 'node:worker_threads';
import { diskFiles } from './files.ts';
import { keepSnapshot, type SnapshotJob } from './housekeeping/keep-snapshot.ts';
import type { JobAnswer } from './housekeeping/thread.ts';

async function answer(job: SnapshotJob): Promise<JobAnswer> {
  try {
    return { done: await keepSnapshot(diskFiles, job) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (job: SnapshotJob) => {
  void answer(job).then((told) => parentPort?.postMessage(told));
});
