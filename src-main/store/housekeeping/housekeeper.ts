import type { SeekableFiles } from '../files.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { Following } from './job.ts';
import { doJob, type JobAnswer, type JobArgs, type JobName } from './jobs.ts';

/** Long work of the store that must not hold up anybody. One job at a time, in the order asked for. */
export interface Housekeeper {
  /**
   * Takes the bytes that stand in `args` over: they are gone for the caller. Rejects with what the job rejects with (a
   * ConsoleError stays one), or with an Error when the thread that did it has ended meanwhile; the next job begins anew.
   */
  run<N extends JobName>(name: N, args: JobArgs<N>, following?: Following): Promise<JobAnswer<N>>;
  /** Waits for the jobs that were asked for. */
  close(): Promise<void>;
}

const NEVER = { aborted: false };

/** Does the work in the caller's thread: for the command line, and for tests with files of their own. */
export function inlineHousekeeper(files: SeekableFiles): Housekeeper {
  const inTurn = oneAtATime();
  return {
    run<N extends JobName>(name: N, args: JobArgs<N>, following: Following = {}) {
      const { onProgress = () => {}, signal = NEVER } = following;
      const context = { files, onProgress, signal };
      return inTurn(() => doJob(context, name, args)) as Promise<JobAnswer<N>>;
    },
    close: () => inTurn(async () => {}),
  };
}
