import { sessionState, type SessionLife } from './session-life.ts';
import type { SessionPolicy } from './session-policy.ts';

/** A session of an account, as far as counting needs to know it. */
export interface CountedSession {
  readonly id: string;
  readonly life: SessionLife;
}

/**
 * The sessions of one account that end when it signs in once more, so that with the new one no more than the policy's
 * number remain: those that are over, then those that were used longest ago. Ending old ones, not refusing the new one,
 * because whoever left a session behind in another hall must still be able to sign in here (IEC 62443-4-2 CR 2.7).
 */
export function endedBySignIn(
  sessions: readonly CountedSession[],
  policy: SessionPolicy,
  now: number,
): readonly CountedSession[] {
  const isOver = ({ life }: CountedSession) => sessionState(life, policy, now) === 'expired';
  const longestUnused = sessions
    .filter((session) => !isOver(session))
    .toSorted((one, other) => one.life.activeAt - other.life.activeAt);
  const surplus = Math.max(0, longestUnused.length + 1 - policy.concurrent);
  return [...sessions.filter(isOver), ...longestUnused.slice(0, surplus)];
}
