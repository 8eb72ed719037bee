import type { ErrorCode, ErrorDetails } from '../../errors.ts';
import type { Call } from '../engine.ts';
import type { SnapshotPolicy } from '../snapshot/snapshots.ts';
import type { LocalStatus } from '../status.ts';

/** What the store's thread is told when it starts. */
export interface ThreadOptions {
  readonly folder: string;
  readonly policy: Partial<SnapshotPolicy>;
  readonly acceptLoss: boolean;
}

/** What the main thread may ask, beside reads and writes. */
export interface Tasks {
  status: { readonly args: null; readonly answer: LocalStatus };
  snapshot: { readonly args: null; readonly answer: null };
  close: { readonly args: null; readonly answer: null };
}
export type TaskName = keyof Tasks;

/**
 * Requests cross as one JSON text per moment, a list: for plain data that is several times faster than handing over the
 * objects, and what cannot be plain data does not get through by accident.
 */
export type Request = { readonly id: number } & (
  Call | { readonly kind: 'task'; readonly name: TaskName; readonly args: unknown }
);

export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** What the thread says, again as JSON, a list. */
export type Told =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'problem'; readonly id: number; readonly problem: Problem }
  /** The thread is ready (`problem` null), or could not open the store and ends. */
  | { readonly kind: 'opened'; readonly problem: Problem | null }
  | { readonly kind: 'changed'; readonly status: LocalStatus }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly facts: Record<string, unknown> | null;
    };
