import { archiveSegment } from '../archive/archive-segment.ts';
import { keepBackup } from '../backup/back-up.ts';
import { verify } from '../integrity/verify.ts';
import type { JobContext } from './job.ts';
import { keepSnapshot, type SnapshotJob } from './keep-snapshot.ts';

/** Every kind of long work there is. Arguments and answers cross between threads: plain data and bytes. */
export const jobs = {
  'keep-snapshot': ({ files }: JobContext, job: SnapshotJob) => keepSnapshot(files, job),
  'keep-backup': keepBackup,
  'archive-segment': archiveSegment,
  verify,
};

export type JobName = keyof typeof jobs;
export type JobArgs<N extends JobName> = Parameters<(typeof jobs)[N]>[1];
export type JobAnswer<N extends JobName> = Awaited<ReturnType<(typeof jobs)[N]>>;

/** Does one job by its name. */
export function doJob(context: JobContext, name: JobName, args: unknown): Promise<unknown> {
  const table = jobs as Record<JobName, (context: JobContext, args: never) => Promise<unknown>>;
  return table[name](context, args as never);
}
