import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src-main/random.ts';
import { backupName } from '../../../../src-main/store/backup/backup-name.ts';
import type { BackupReason } from '../../../../src-main/store/backup/manifest.ts';
import { expiredBackups, type BackupMoment } from '../../../../src-main/store/backup/retention.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Thursday. */
const NOW = Date.UTC(2026, 10, 26, 12);
const POLICY = { keepDaily: 7, keepWeekly: 4, keepAtLeast: 3 };

/** The start of the week of a moment, by the calendar. */
function monday(at: number): number {
  const day = new Date(at);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
}

const made = (at: number, reason: BackupReason = 'scheduled'): BackupMoment => ({
  name: backupName(at, reason),
  at,
  reason,
});

describe('of the scheduled backups', () => {
  it('the last of each day and of each week stays', () => {
    const hours = Array.from({ length: 40 * 4 }, (_, index) => made(NOW - index * 6 * HOUR));
    const expired = new Set(expiredBackups(hours, NOW, POLICY));
    const stay = hours.filter(({ name }) => !expired.has(name)).map(({ at }) => new Date(at).toISOString());
    expect(stay.map((moment) => moment.slice(0, 16))).toEqual([
      '2026-11-26T12:00',
      '2026-11-26T06:00',
      '2026-11-26T00:00',
      '2026-11-25T18:00',
      '2026-11-24T18:00',
      '2026-11-23T18:00',
      '2026-11-22T18:00',
      '2026-11-21T18:00',
      '2026-11-20T18:00',
      '2026-11-15T18:00',
      '2026-11-08T18:00',
    ]);
  });

  it('none expires because the console was off for a year', () => {
    const backups = [0, 1, 2, 3, 4, 5, 6].map((days) => made(NOW - 400 * DAY - days * DAY));
    expect(expiredBackups(backups, NOW, POLICY)).toEqual([]);
  });

  it('the newest stays under the meanest policy', () => {
    const backups = [made(NOW - 2 * DAY), made(NOW - DAY), made(NOW - 3 * DAY)];
    const mean = { keepDaily: 0, keepWeekly: 0, keepAtLeast: 1 };
    expect(expiredBackups(backups, NOW, mean).toSorted()).toEqual(
      [made(NOW - 3 * DAY).name, made(NOW - 2 * DAY).name].toSorted(),
    );
    expect(expiredBackups([], NOW, mean)).toEqual([]);
  });

  it('one from the future stays, and pushes no other out', () => {
    const backups = [made(NOW + 300 * DAY), made(NOW - 10 * DAY), made(NOW - 11 * DAY)];
    expect(expiredBackups(backups, NOW, { keepDaily: 0, keepWeekly: 0, keepAtLeast: 2 })).toEqual([]);
  });

  it('what a year of days leaves is bounded, and reaches back into the fourth week', () => {
    let backups: BackupMoment[] = [];
    const random = seededRandom(3);
    for (let day = 0; day < 365; day++) {
      const now = NOW + day * DAY + Math.floor(random() * 10 * HOUR);
      backups.push(made(now));
      const expired = new Set(expiredBackups(backups, now, POLICY));
      backups = backups.filter(({ name }) => !expired.has(name));
      expect(backups.at(-1)?.at).toBe(now);
      expect(backups.length).toBeLessThanOrEqual(POLICY.keepDaily + POLICY.keepWeekly);
      if (day >= 28) expect(monday(now) - monday(backups[0]?.at ?? now)).toBe(3 * 7 * DAY);
    }
  });
});

it.each(['on-demand', 'before-migration', 'before-restore'] as const)(
  'a backup made %s never expires and takes no place',
  (reason) => {
    const kept = [made(NOW, reason), made(NOW - 900 * DAY, reason)];
    const mean = { keepDaily: 0, keepWeekly: 0, keepAtLeast: 1 };
    expect(expiredBackups(kept, NOW, mean)).toEqual([]);
    expect(expiredBackups([...kept, made(NOW - DAY)], NOW, mean)).toEqual([]);
  },
);

it.each([
  ['keepDaily', -1],
  ['keepWeekly', 1.5],
  ['keepAtLeast', 0],
  ['keepAtLeast', Number.NaN],
])('a policy whose %s is %d is refused by name', (key, value) => {
  expect(() => expiredBackups([], NOW, { ...POLICY, [key]: value })).toThrow(key);
});
