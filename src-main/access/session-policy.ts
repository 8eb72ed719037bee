/** How long a sign-in lasts, as data. Free of node: imports: the settings page shows the same ranges. */
import { policyNumber, type PolicyRange } from './policy-number.ts';

const MINUTE_MS = 60_000;

export interface SessionPolicy {
  /** Without a person's input for so long (ms), the session locks. */
  readonly idleMs: number;
  /** Since its sign-in, whatever happens, the session lasts so long (ms). */
  readonly absoluteMs: number;
  /** Sessions that one account may have at a time. */
  readonly concurrent: number;
  /** Sensitive actions want an authentication that is younger than this (ms). */
  readonly freshMs: number;
}

/** A shift and its handover, IEC 62443-4-2 CR 2.5 and 2.7, OWASP ASVS 5 V7.1, V7.5. */
export const SESSION_POLICY: SessionPolicy = {
  idleMs: 10 * MINUTE_MS,
  absoluteMs: 12 * 60 * MINUTE_MS,
  concurrent: 3,
  freshMs: 5 * MINUTE_MS,
};

/** What each number may be, in the unit in which it is edited. The upper ends are NIST SP 800-63B-4, 2.2.3 (AAL2). */
export const SESSION_RANGES = {
  idleMinutes: { minimum: 1, maximum: 60 },
  absoluteMinutes: { minimum: 10, maximum: 24 * 60 },
  concurrentSessions: { minimum: 1, maximum: 20 },
  freshMinutes: { minimum: 1, maximum: 60 },
} as const satisfies Record<string, PolicyRange>;

export type SessionSettings = { readonly [Setting in keyof typeof SESSION_RANGES]?: number };

/**
 * The default policy with what a plant has set.
 *
 * @throws ConsoleError POLICY_INVALID {setting, minimum, maximum}: out of range, or idle longer than absolute.
 */
export function sessionPolicy({
  idleMinutes = SESSION_POLICY.idleMs / MINUTE_MS,
  absoluteMinutes = SESSION_POLICY.absoluteMs / MINUTE_MS,
  concurrentSessions = SESSION_POLICY.concurrent,
  freshMinutes = SESSION_POLICY.freshMs / MINUTE_MS,
}: SessionSettings): SessionPolicy {
  const { minimum, maximum } = SESSION_RANGES.absoluteMinutes;
  policyNumber('idleMinutes', idleMinutes, SESSION_RANGES.idleMinutes);
  const longEnough = { minimum: Math.max(minimum, idleMinutes), maximum };
  return {
    idleMs: idleMinutes * MINUTE_MS,
    absoluteMs: policyNumber('absoluteMinutes', absoluteMinutes, longEnough) * MINUTE_MS,
    concurrent: policyNumber('concurrentSessions', concurrentSessions, SESSION_RANGES.concurrentSessions),
    freshMs: policyNumber('freshMinutes', freshMinutes, SESSION_RANGES.freshMinutes) * MINUTE_MS,
  };
}
