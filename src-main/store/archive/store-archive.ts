import path from 'node:path';
import type { Actor, AuditEvent } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Following } from '../housekeeping/job.ts';
import type { ArchiveState } from '../repositories/archive.ts';
import type { StoreReads, StoreWrites } from '../store.ts';
import type { Archived, ArchiveTask } from './local-archiver.ts';

const DAY_MS = 24 * 60 * 60_000;

/** How long audit records stay in the data folder, and where they go then. */
export interface ArchivePolicy {
  readonly keepDays: number;
  readonly folder: string;
}

/** The policy that a configuration states; null: records stay for ever. */
export function archivePolicy(config: {
  readonly keepDays: number;
  readonly archiveFolder: string;
}): ArchivePolicy | null {
  return config.keepDays === 0 ? null : { keepDays: config.keepDays, folder: path.resolve(config.archiveFolder) };
}

/** What has gone into the archive, what may follow, and by which rule. */
export interface ArchivePlan extends ArchiveState {
  /** Null: records stay for ever. */
  readonly policy: ArchivePolicy | null;
}

/** Old audit records, in the one folder that the configuration names. */
export interface StoreArchive {
  plan(): Promise<ArchivePlan>;
  /**
   * Moves every sealed segment whose last record is older than the policy allows; reads and writes go on meanwhile.
   * Each is recorded; so is what failed.
   *
   * @throws ConsoleError AUDIT_NOT_ARCHIVED, STORE_SEGMENT_DAMAGED, AUDIT_ARCHIVE_CANCELLED, STORE_UNAVAILABLE
   */
  move(request: { readonly by: Actor; readonly systemUser?: string | null } & Following): Promise<Archived>;
}

export interface StoreArchiveOptions {
  readonly store: StoreReads & StoreWrites;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly policy: ArchivePolicy | null;
  readonly archive: (task: ArchiveTask, following: Following) => Promise<Archived>;
}

export function createStoreArchive({ store, clock, log, policy, archive }: StoreArchiveOptions): StoreArchive {
  const before = (): number | null => (policy ? clock.now() - policy.keepDays * DAY_MS : null);

  async function recordFailure(by: Actor, code: string): Promise<void> {
    const event: AuditEvent = {
      actor: by,
      action: 'audit.archive',
      subject: null,
      outcome: 'failed',
      details: { code, folder: policy?.folder ?? null },
    };
    await store.write('audit.append', {}, event).catch((error: unknown) => {
      log.error('that nothing could be archived could not be recorded', { code, error });
    });
  }

  return {
    plan: async () => ({ policy, ...(await store.read('audit.archive', { before: before() })) }),
    async move({ by, systemUser = null, ...following }) {
      const limit = before();
      if (policy === null || limit === null) {
        throw new ConsoleError('AUDIT_NOT_ARCHIVED', 'audit records are kept for ever here', { reason: 'KEPT' });
      }
      try {
        return await archive({ before: limit, to: policy.folder, by, systemUser }, following);
      } catch (error) {
        const code = error instanceof ConsoleError ? error.code : 'INTERNAL';
        if (code === 'AUDIT_ARCHIVE_CANCELLED') log.info('archiving was cancelled');
        else {
          log.error('audit records could not be archived', { code, error: String(error) });
          await recordFailure(by, code);
        }
        throw error;
      }
    },
  };
}
