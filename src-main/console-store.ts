import type { Actor } from './audit/record.ts';
import { fileRights } from './audit/key-protection.ts';
import { auditKeyIn } from './audit/log-key.ts';
import type { SigningKey } from './audit/signing-key.ts';
import { canonicalUsername } from './access/username.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { passphraseIn } from './store/backup/passphrase-file.ts';
import { KEEP_BACKUPS } from './store/backup/retention.ts';
import { scheduleBackups } from './store/backup/schedule.ts';
import { openStore, type Store } from './store/store.ts';

/** What the console does with its store by itself: looking whether it is whole at every start, and its backups. */
const BY: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'console' };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface OpenedStore {
  readonly store: Store;
  /** Of the key that signs the audit log. */
  readonly verifierKey: string;
  /** What keeps that key from others. */
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
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<OpenedStore> {
  const passphrase = backup.passphraseFile === '' ? null : await passphraseIn(backup.passphraseFile);
  const keyProtection = fileRights;
  let key: SigningKey | null = null as SigningKey | null;
  const store = await openStore({
    dir: dataDir,
    clock,
    log,
    canonicalName: canonicalUsername,
    backupFolder: backup.folder || undefined,
    backupPassphrase: passphrase,
    auditKey: () => (key = auditKeyIn(dataDir, keyProtection)),
    witnessFolder: audit.witnessFolder || undefined,
    checkpointEveryMs: audit.checkpointMinutes * MINUTE_MS,
    keepBackups: { ...KEEP_BACKUPS, keepDaily: backup.keepDaily, keepWeekly: backup.keepWeekly },
  });
  // the start does not wait for it; what it finds is logged, recorded, and in the store's status
  void store.verify({ kind: 'quick', by: BY }).catch(() => {});
  const everyMs = backup.everyHours * HOUR_MS;
  const endSchedule =
    everyMs > 0 && !demo ? scheduleBackups({ backups: store.backups, everyMs, passphrase, clock, log }) : () => {};
  return {
    store,
    verifierKey: key?.verifierKey ?? '',
    keyProtection: keyProtection.kind,
    async close() {
      endSchedule();
      await store.close();
    },
  };
}
