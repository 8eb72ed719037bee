import type { ErrorCode, ErrorDetails } from '../../errors.ts';
import type { Progress } from './job.ts';
import type { JobName } from './jobs.ts';

/** What the housekeeping thread is told. */
export interface Order {
  readonly name: JobName;
  readonly args: unknown;
  /** One number, not 0 once the job is to end: a message would not reach a thread that is busy. */
  readonly cancelled: SharedArrayBuffer;
}

/** What it says. */
export type Told =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly answer: unknown }
  /** `code` is null when it was none of the console's own errors. */
  | {
      readonly kind: 'failed';
      readonly code: ErrorCode | null;
      readonly message: string;
      readonly details: ErrorDetails;
    };
