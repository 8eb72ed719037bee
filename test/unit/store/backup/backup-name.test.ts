import { describe, expect, it } from 'vitest';
import { backupName, backupNamed, isUnfinishedBackup } from '../../../../src-main/store/backup/backup-name.ts';
import { BACKUP_REASONS } from '../../../../src-main/store/backup/manifest.ts';

const AT = Date.UTC(2026, 10, 26, 0, 42, 30, 999);

describe('the name of a backup', () => {
  it('says when it was made, to the second in UTC, and why', () => {
    expect(backupName(AT, 'scheduled')).toBe('console-2026-11-26T00-42-30Z-scheduled.rcbackup');
  });

  it.each(BACKUP_REASONS)('can be read back (%s)', (reason) => {
    expect(backupNamed(backupName(AT, reason))).toEqual({ at: AT - 999, reason });
  });

  it.each([
    'console-2026-11-26T00-42-30Z-scheduled.rcbackup.tmp',
    'console-2026-11-26T00-42-30Z-forgotten.rcbackup',
    'console-2026-02-30T00-42-30Z-scheduled.rcbackup',
    'console-2026-13-26T00-42-30Z-scheduled.rcbackup',
    '../console-2026-11-26T00-42-30Z-scheduled.rcbackup',
    'console-2026-11-26T00-42-30Z-scheduled.rcbackup\n',
    'copy of a backup.rcbackup',
    '',
  ])('is not seen in %j', (name) => {
    expect(backupNamed(name)).toBeNull();
  });

  it('is told from one that was never finished', () => {
    expect(isUnfinishedBackup(`${backupName(AT, 'scheduled')}.tmp`)).toBe(true);
    expect(isUnfinishedBackup(backupName(AT, 'scheduled'))).toBe(false);
    expect(isUnfinishedBackup('snapshot-000000000001.db.tmp')).toBe(false);
  });
});
