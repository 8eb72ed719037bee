import { cancelled } from './failure.ts';

/** How far some work on a backup is, in bytes that went through its hands. */
export interface Progress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** What the caller may follow and stop. */
export interface WorkOptions {
  /** Called at the start, and after each piece of a mebibyte or so. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /**
   * Asked before each piece. An AbortSignal fits, but its message does not reach a thread that is busy here: such a
   * caller gives an object whose `aborted` looks into memory that it shares with whoever cancels.
   */
  readonly signal?: Pick<AbortSignal, 'aborted'> | undefined;
}

/** @throws ConsoleError BACKUP_CANCELLED {file} once the signal is aborted */
export function refuseCancelled(file: string, { signal }: WorkOptions): void {
  if (signal?.aborted) throw cancelled(file);
}

/** Says that `bytes` more went through; throws when the work was cancelled. */
export type Step = (bytes: number) => void;

/** @throws ConsoleError BACKUP_CANCELLED; so does every step */
export function startWork(file: string, totalBytes: number, work: WorkOptions): Step {
  let doneBytes = 0;
  const step: Step = (bytes) => {
    refuseCancelled(file, work);
    doneBytes += bytes;
    work.onProgress?.({ doneBytes, totalBytes });
  };
  step(0);
  return step;
}
