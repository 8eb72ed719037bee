import type { BackupReason } from './manifest.ts';

/** How many scheduled backups stay. Days and weeks are those of UTC, weeks begin on Monday (ISO 8601). */
export interface RetentionPolicy {
  /** The last backup of so many days. Days without a backup do not count: a console that was off loses nothing. */
  readonly keepDaily: number;
  /** The last backup of so many weeks, counted alike. */
  readonly keepWeekly: number;
  /** So many of the newest in any case; at least 1. */
  readonly keepAtLeast: number;
}

/** What is kept unless told otherwise. */
export const KEEP_BACKUPS: RetentionPolicy = { keepDaily: 7, keepWeekly: 4, keepAtLeast: 3 };

/** What retention needs to know of a backup. */
export interface BackupMoment {
  readonly name: string;
  /** When it was made: wall clock, ms. */
  readonly at: number;
  readonly reason: BackupReason;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const dayOf = ({ at }: BackupMoment): number => Math.floor(at / DAY_MS);
/** Day 0 was a Thursday. */
const weekOf = (backup: BackupMoment): number => Math.floor((dayOf(backup) + 3) / 7);

/**
 * Names of the backups that may be removed: scheduled ones that the policy does not keep. What somebody asked for, or
 * what was made before a migration or a restore, stays until a person removes it. A backup from after `now` (wall
 * clock, ms) was made while a clock was wrong: it stays, and does not push another out.
 *
 * @throws RangeError for a policy that is not made of whole numbers, or keeps not even one
 */
export function expiredBackups(backups: readonly BackupMoment[], now: number, policy: RetentionPolicy): string[] {
  checkPolicy(policy);
  const newestFirst = backups
    .filter(({ at, reason }) => reason === 'scheduled' && at <= now)
    .toSorted((one, other) => other.at - one.at || (one.name < other.name ? 1 : -1));
  const kept = new Set([
    ...newestFirst.slice(0, policy.keepAtLeast),
    ...newestOfEach(newestFirst, dayOf).slice(0, policy.keepDaily),
    ...newestOfEach(newestFirst, weekOf).slice(0, policy.keepWeekly),
  ]);
  return newestFirst.filter((backup) => !kept.has(backup)).map(({ name }) => name);
}

function newestOfEach(newestFirst: readonly BackupMoment[], period: (backup: BackupMoment) => number): BackupMoment[] {
  return newestFirst.filter((backup, index) => {
    const newer = newestFirst[index - 1];
    return newer === undefined || period(newer) !== period(backup);
  });
}

function checkPolicy({ keepDaily, keepWeekly, keepAtLeast }: RetentionPolicy): void {
  const least = { keepDaily: [keepDaily, 0], keepWeekly: [keepWeekly, 0], keepAtLeast: [keepAtLeast, 1] } as const;
  for (const [key, [value, minimum]] of Object.entries(least)) {
    if (!Number.isInteger(value) || value < minimum) {
      throw new RangeError(`${key} is a whole number of at least ${minimum}, not ${value}`);
    }
  }
}
