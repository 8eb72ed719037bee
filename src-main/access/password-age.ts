const DAY_MS = 24 * 60 * 60 * 1000;
/** From this many days before the end on, people are told. */
export const AGE_WARNING_DAYS = 7;

export type PasswordAge =
  | { readonly kind: 'current' }
  /** Whole days that are left, rounded down: 0 is the last day. */
  | { readonly kind: 'ending'; readonly daysLeft: number }
  /** It must be changed before anything else is done. */
  | { readonly kind: 'over' };

/**
 * How old a password is for its profile. By the wall clock, the only one that counts days over restarts: set forward,
 * it asks for a change too early, which harms nobody; set back, a password lives longer by as much.
 *
 * @param changedAt wall clock, ms.
 * @param now wall clock, ms.
 */
export function passwordAge(changedAt: number, now: number, maxAgeDays: number | null): PasswordAge {
  if (maxAgeDays === null) return { kind: 'current' };
  const leftMs = changedAt + maxAgeDays * DAY_MS - now;
  if (leftMs <= 0) return { kind: 'over' };
  return leftMs <= AGE_WARNING_DAYS * DAY_MS
    ? { kind: 'ending', daysLeft: Math.floor(leftMs / DAY_MS) }
    : { kind: 'current' };
}
