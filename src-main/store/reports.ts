import type { BackupReason } from './backup/manifest.ts';
import type { ErrorCode } from '../errors.ts';

/** How far long work on the store is; the unit is the work's own (records, bytes), `total` may grow as more is found. */
export interface WorkProgress {
  readonly done: number;
  readonly total: number;
  /** What is being done at the moment, in words for an engineer; null: there is only one step. */
  readonly step: string | null;
}

/** `quick`: what every start looks at. `full`: every record, sealed segments included. */
export type VerifyKind = 'quick' | 'full';

/** One thing that is not as it must be. */
export interface VerifyFinding {
  /** The name of the check that found it. */
  readonly check: string;
  readonly table: string | null;
  readonly record: string | number | null;
  /** What is wrong, in words for an engineer. */
  readonly finding: string;
  /** What a safe repair does (or did, when `repaired`); null: there is none, a person must decide. */
  readonly repair: string | null;
  readonly repaired: boolean;
}

/** What a check of the store's content found. */
export interface VerifyReport {
  readonly kind: VerifyKind;
  /** When it began: wall clock, ms. */
  readonly at: number;
  readonly tookMs: number;
  readonly findings: readonly VerifyFinding[];
}

/** One backup file, as its unsealed head tells. What cannot be read of it is null, and `problem` says why. */
export interface BackupListing {
  readonly file: string;
  /** Wall clock, ms. */
  readonly createdAt: number | null;
  readonly reason: BackupReason | null;
  /** Every change up to this one is in it. */
  readonly sequence: number | null;
  /** Sealed with a passphrase. */
  readonly encrypted: boolean | null;
  /** Length of the file. */
  readonly bytes: number;
  readonly problem: ErrorCode | null;
}
