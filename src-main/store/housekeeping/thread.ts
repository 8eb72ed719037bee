import { Worker } from 'node:worker_threads';
import { workerEntry } from '../../worker-entry.ts';
import type { Housekeeper } from './housekeeper.ts';
import type { SnapshotDone, SnapshotJob } from './keep-snapshot.ts';

/** What the housekeeping thread answers to a job. */
export type JobAnswer = { readonly done: SnapshotDone } | { readonly problem: string };

/** Does the work in a thread of its own, which starts with the first job. Jobs are done one after the other. */
export function threadedHousekeeper(): Housekeeper {
  let worker: Worker | null = null;
  let tail: Promise<unknown> = Promise.resolve();

  function run(job: SnapshotJob): Promise<SnapshotDone> {
    worker ??= new Worker(workerEntry('store/housekeeping-worker'), { execArgv: [] });
    const thread = worker;
    return new Promise((resolve, reject) => {
      const ended = (cause: unknown): void => {
        worker = null;
        reject(cause instanceof Error ? cause : new Error(`the housekeeping thread ended (${String(cause)})`));
      };
      thread.once('exit', ended).once('error', ended);
      thread.once('message', (answer: JobAnswer) => {
        thread.off('exit', ended).off('error', ended);
        if ('done' in answer) resolve(answer.done);
        else reject(new Error(answer.problem));
      });
      thread.postMessage(job, ownBuffer(job.database));
    });
  }

  return {
    keepSnapshot(job) {
      const done = tail.then(() => run(job));
      tail = done.catch(() => {});
      return done;
    },
    async close() {
      await tail;
      await worker?.terminate();
    },
  };
}

/** The buffer to hand over instead of copying it, where the bytes are all of it. */
function ownBuffer({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
