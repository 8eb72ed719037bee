import path from 'node:path';
import { BY_ITSELF } from './audit/record.ts';
import { protectionOf } from './audit/key-file.ts';
import { auditKeyIn } from './audit/log-key.ts';
import type { SealedSigningKey, SigningKey } from './audit/signing-key.ts';
import { canonicalUsername } from './access/username.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { ConsoleError } from './errors.ts';
import type { KeyProtection } from './key-protection.ts';
import type { Log } from './log.ts';
import { scheduleArchiving } from './store/archive/schedule.ts';
import { archivePolicy } from './store/archive/store-archive.ts';
import { passphraseIn } from './store/backup/passphrase-file.ts';
import { KEEP_BACKUPS } from './store/backup/retention.ts';
import { scheduleBackups } from './store/backup/schedule.ts';
import { AUDIT_KEY_FILE, verifierKeyIn } from './store/checkpoints/key-beside.ts';
import { diskFiles } from './store/files.ts';
import { openStore, type Store } from './store/store.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface OpenedStore {
  readonly store: Store;
  /** Of the key that signs the audit log. */
  readonly verifierKey: string;
  /** What keeps that key from others, as its file says. */
  readonly keyProtection: string;
  close(): Promise<void>;
}

/**
 * Opens the store as the configuration says; it is verified in the background, and backed up while it is open.
 *
 * @throws ConsoleError STORE_*; AUDIT_KEY_UNUSABLE when the key that signs the audit log cannot be used; BACKUP_* when the passphrase for its backups cannot be had
 */
export async function openConsoleStore(
  { dataDir, demo, backup, audit }: Pick<Config, 'dataDir' | 'demo' | 'backup' | 'audit'>,
  {
    clock,
    log,
    keyProtection,
  }: { readonly clock: Clock; readonly log: Log; readonly keyProtection?: KeyProtection | undefined },
): Promise<OpenedStore> {
  const passphrase = backup.passphraseFile === '' ? null : await passphraseIn(backup.passphraseFile);
  let key = null as SigningKey | SealedSigningKey | null;
  const store = await openStore({
    dir: dataDir,
    clock,
    log,
    canonicalName: canonicalUsername,
    backupFolder: backup.folder || undefined,
    backupPassphrase: passphrase,
    auditKey: () => (key = logKey(dataDir, keyProtection, log)),
    witnessFolder: audit.witnessFolder || undefined,
    checkpointEveryMs: audit.checkpointMinutes * MINUTE_MS,
    archive: archivePolicy(audit),
    keepBackups: { ...KEEP_BACKUPS, keepDaily: backup.keepDaily, keepWeekly: backup.keepWeekly },
  });
  // the start does not wait for it; what it finds is logged, recorded, and in the store's status
  void store.verify({ kind: 'quick', by: BY_ITSELF }).catch(() => {});
  const everyMs = backup.everyHours * HOUR_MS;
  const endSchedule =
    everyMs > 0 && !demo ? scheduleBackups({ backups: store.backups, everyMs, passphrase, clock, log }) : () => {};
  const endArchiving =
    audit.keepDays > 0 && !demo ? scheduleArchiving({ archive: store.archive, clock, log }) : () => {};
  return {
    store,
    verifierKey: key?.verifierKey ?? '',
    keyProtection: protectionOf({ files: diskFiles, file: path.join(dataDir, AUDIT_KEY_FILE) }),
    async close() {
      endSchedule();
      endArchiving();
      await store.close();
    },
  };
}

/** A log whose key is sealed elsewhere is kept, read and verified; that it is not signed is said loudly. */
function logKey(folder: string, protection: KeyProtection | undefined, log: Log): SigningKey | SealedSigningKey {
  try {
    return auditKeyIn(folder, protection, log);
  } catch (error) {
    if (!(error instanceof ConsoleError && error.code === 'KEY_SEALED')) throw error;
    log.error('the audit log is not signed', { error });
    return {
      verifierKey: verifierKeyIn(diskFiles, folder) ?? '',
      sealed: 'its key is sealed for another user, machine or shell',
    };
  }
}
