import { TEMPORARY_ENDING } from '../atomic-file.ts';
import { BACKUP_REASONS, type BackupReason } from './manifest.ts';

/** How the name of every backup ends. */
export const BACKUP_ENDING = '.rcbackup';

const NAME = /^console-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z-([a-z-]+)\.rcbackup$/;

/** The name of a backup: UTC to the second, and no character that Windows forbids. `at` is wall clock, ms. */
export function backupName(at: number, reason: BackupReason): string {
  const moment = new Date(at).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
  return `console-${moment.replaceAll(':', '-')}Z-${reason}${BACKUP_ENDING}`;
}

/** What the name says of a backup, `at` to the second; null when `backupName` did not make it. */
export function backupNamed(name: string): { readonly at: number; readonly reason: BackupReason } | null {
  const [, day, hour, minute, second, word] = NAME.exec(name) ?? [];
  const reason = BACKUP_REASONS.find((known) => known === word);
  const at = Date.parse(`${day}T${hour}:${minute}:${second}Z`);
  return reason && !Number.isNaN(at) && backupName(at, reason) === name ? { at, reason } : null;
}

/** Whether a file of this name is the rest of a backup that was never finished: worth nothing, and may be removed. */
export const isUnfinishedBackup = (name: string): boolean => name.endsWith(`${BACKUP_ENDING}${TEMPORARY_ENDING}`);
