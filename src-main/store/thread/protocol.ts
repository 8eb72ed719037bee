import type { ErrorCode, ErrorDetails } from '../../errors.ts';
import type { Archived, ArchiveTask } from '../archive/local-archiver.ts';
import type { BackupTaken, BackupTask } from '../backup/back-up.ts';
import type { BackupListing } from '../backup/list-backups.ts';
import type { Call } from '../engine.ts';
import type { Progress } from '../housekeeping/job.ts';
import type { Verification, VerifyTask } from '../integrity/local-verifier.ts';
import type { LocalStoreOptions } from '../local-store.ts';
import type { LocalStatus } from '../status.ts';

/** What the store's thread is told when it starts: the part of its options that is plain data. */
export type ThreadOptions = Pick<
  LocalStoreOptions,
  | 'folder'
  | 'policy'
  | 'workstation'
  | 'auditKey'
  | 'witnessFolder'
  | 'checkpointEveryMs'
  | 'acceptLoss'
  | 'acceptRepairable'
  | 'backupFolder'
  | 'backupPassphrase'
  | 'keepBackups'
>;

/** What the main thread may ask, beside reads and writes. */
export interface Tasks {
  status: { readonly args: null; readonly answer: LocalStatus };
  snapshot: { readonly args: null; readonly answer: null };
  signAudit: { readonly args: null; readonly answer: null };
  verify: { readonly args: VerifyTask; readonly answer: Verification };
  backUp: { readonly args: BackupTask; readonly answer: BackupTaken };
  archive: { readonly args: ArchiveTask; readonly answer: Archived };
  listBackups: { readonly args: null; readonly answer: readonly BackupListing[] };
  close: { readonly args: null; readonly answer: null };
}
export type TaskName = keyof Tasks;

export type TaskCall = {
  [N in TaskName]: { readonly kind: 'task'; readonly name: N; readonly args: Tasks[N]['args'] };
}[TaskName];

/**
 * Requests cross as one JSON text per moment, a list: for plain data that is several times faster than handing over the
 * objects, and what cannot be plain data does not get through by accident.
 */
export type Request =
  | ({ readonly id: number } & (Call | TaskCall))
  /** The task with this number is to end; it answers all the same. */
  | { readonly id: number; readonly kind: 'cancel' };

export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** What the thread says, again as JSON, a list. */
export type Told =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'problem'; readonly id: number; readonly problem: Problem }
  /** The task with this number is under way; said again and again as long as it is. `progress` null: nothing new. */
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress | null }
  /** The thread is ready (`problem` null), or could not open the store and ends. */
  | { readonly kind: 'opened'; readonly problem: Problem | null }
  | { readonly kind: 'changed'; readonly status: LocalStatus }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly facts: Record<string, unknown> | null;
    };
