import type { SeekableFiles } from '../files.ts';

/** How far a piece of work is, in steps or bytes: whatever the work counts in. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is being done now: a stable name on which the sentences for people hang. */
  readonly label: string;
}

/** What a job gets beside its arguments. */
export interface JobContext {
  readonly files: SeekableFiles;
  onProgress(progress: Progress): void;
  /** To be asked before each piece of the work, from synchronous code too. */
  readonly signal: Pick<AbortSignal, 'aborted'>;
}

/** What whoever asked for the work may follow and end. */
export interface Following {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** The work ends at its next piece, and rejects. */
  readonly signal?: AbortSignal | undefined;
}
