import type { Actor } from '../audit/record.ts';
import type { BackupListing, VerifyKind, VerifyReport } from '../store/reports.ts';
import type { Followed } from './jobs.ts';

export interface VerifyWish extends Followed {
  readonly kind: VerifyKind;
  /** Do what repairs are safe. */
  readonly repair: boolean;
  /** Who asked, for the audit log. */
  readonly by: Actor;
}

/** Looks whether what the store keeps is as it must be; rejects with a ConsoleError when it could not look. */
export type Verify = (wish: VerifyWish) => Promise<VerifyReport>;

export interface BackupWish extends Followed {
  /** Null: not sealed. */
  readonly passphrase: string | null;
  readonly by: Actor;
}

/** The backups of the store in the one folder that the configuration names. */
export interface Backups {
  /** Newest first; empty when there is none. */
  list(): Promise<readonly BackupListing[]>;
  /** Resolves when it is on the disk and was read back; rejects with BACKUP_*, and then there is none. */
  create(wish: BackupWish): Promise<BackupListing>;
}
