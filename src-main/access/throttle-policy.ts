/** How failures at sign-in slow down whoever fails, as data. */

export interface ThrottlePolicy {
  /** Failures in a row that cost no time: people mistype. */
  readonly freeFailures: number;
  /** The wait after the next one, ms; it doubles with each... */
  readonly firstWaitMs: number;
  /** ...up to this, ms. */
  readonly longestWaitMs: number;
  /** From this failure on the wait is a lock; null for never. */
  readonly lockFrom: number | null;
  /** The lock, ms. */
  readonly lockMs: number;
  /** At this failure it is closed until an administrator helps; null for never. */
  readonly closeAt: number | null;
  /** Without a failure for so long (ms) the counting starts anew; null for never. */
  readonly forgetMs: number | null;
  /** Whether a success wipes the failures before it; otherwise it only takes back its own attempt. */
  readonly successWipes: boolean;
}

/**
 * One account, wherever the attempts come from. NIST SP 800-63B-4, 3.2.2: no more than 100 consecutive failures, and
 * nothing but a success or an administrator starts the counting anew. The hundredth takes an attacker who never pauses
 * 22 hours, and is plainly seen in the audit log by then; until it, the owner waits a quarter of an hour at most.
 */
export const ACCOUNT_THROTTLE: ThrottlePolicy = {
  freeFailures: 3,
  firstWaitMs: 1_000,
  longestWaitMs: 32_000,
  lockFrom: 10,
  lockMs: 15 * 60_000,
  closeAt: 100,
  forgetMs: null,
  successWipes: true,
};

/**
 * One seat, whichever names are tried there: slows who tries one password at many names. A whole shift shares a seat, so
 * it never locks and soon forgets; and a success wipes nothing, or an attacker with an account of their own could. Keep
 * it under a name that a restart does not change (the workstation, the shell), never under the seat's secret.
 */
export const SEAT_THROTTLE: ThrottlePolicy = {
  freeFailures: 5,
  firstWaitMs: 1_000,
  longestWaitMs: 30_000,
  lockFrom: null,
  lockMs: 0,
  closeAt: null,
  forgetMs: 15 * 60_000,
  successWipes: false,
};

/** The wait (ms) that the `failures`-th failure in a row brings; Infinity when only an administrator helps. */
export function waitAfter(failures: number, policy: ThrottlePolicy): number {
  if (policy.closeAt !== null && failures >= policy.closeAt) return Infinity;
  if (policy.lockFrom !== null && failures >= policy.lockFrom) return policy.lockMs;
  const beyondFree = failures - policy.freeFailures;
  if (beyondFree <= 0) return 0;
  return Math.min(policy.longestWaitMs, policy.firstWaitMs * 2 ** (beyondFree - 1));
}
