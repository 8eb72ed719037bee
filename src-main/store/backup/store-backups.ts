import type { Actor, AuditEvent } from '../../audit/record.ts';
import { ConsoleError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Following } from '../housekeeping/job.ts';
import type { StoreWrites } from '../store.ts';
import type { BackupTask, BackupTaken } from './back-up.ts';
import type { BackupListing } from './list-backups.ts';
import type { BackupReason } from './manifest.ts';

export interface BackupRequest extends Following {
  readonly reason: BackupReason;
  /** Null: readable for whoever gets the file. */
  readonly passphrase: string | null;
  /** Who asks. */
  readonly by: Actor;
}

/** The backups of the store, in the one folder that the configuration names. */
export interface StoreBackups {
  /** Newest first. */
  list(): Promise<readonly BackupListing[]>;
  /**
   * Resolves when the backup is on the disk and was read back; reads and writes go on meanwhile. Recorded, also when it
   * fails; not when it was cancelled.
   *
   * @throws ConsoleError BACKUP_*: there is none then
   */
  create(request: BackupRequest): Promise<BackupListing>;
}

export interface StoreBackupsOptions {
  readonly store: StoreWrites;
  readonly log: Log;
  readonly backUp: (task: BackupTask, following: Following) => Promise<BackupTaken>;
  readonly list: () => Promise<readonly BackupListing[]>;
}

export function createStoreBackups({ store, log, backUp, list }: StoreBackupsOptions): StoreBackups {
  async function record(by: Actor, outcome: AuditEvent['outcome'], details: AuditEvent['details']): Promise<void> {
    const event = { actor: by, action: 'backup.create', subject: null, outcome, details };
    await store.write('audit.append', {}, event).catch((error: unknown) => {
      log.error('a backup could not be recorded', { ...details, outcome, error });
    });
  }

  return {
    list,
    async create({ reason, passphrase, by, ...following }) {
      const encrypted = passphrase !== null;
      try {
        const { listing, expired } = await backUp({ reason, passphrase }, following);
        const { file, sequence } = listing;
        log.info('backup written', { file, sequence, reason, encrypted, expired });
        await record(by, 'succeeded', { file, sequence, reason, encrypted, expired: expired.join(', ') });
        return listing;
      } catch (error) {
        const code = error instanceof ConsoleError ? error.code : 'INTERNAL';
        // whoever ends it knows; a store that closes ends it too, and takes no record any more
        if (code === 'BACKUP_CANCELLED') log.info('a backup was cancelled', { reason });
        else {
          log.error('no backup was written', { reason, code, error: String(error) });
          await record(by, 'failed', { reason, encrypted, code });
        }
        throw error;
      }
    },
  };
}
