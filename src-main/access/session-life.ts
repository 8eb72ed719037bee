/** What becomes of a session as time passes. Sessions end with the process, so all moments are monotonic (ms). */
import { ConsoleError } from '../errors.ts';
import type { SessionPolicy } from './session-policy.ts';

export interface SessionLife {
  readonly signedInAt: number;
  /** The latest input of a person. What the page does by itself (a heartbeat, a stream) is none. */
  readonly activeAt: number;
  /** The latest proof of who it is: sign-in, unlocking, re-authentication. */
  readonly authenticatedAt: number;
  /** The person has locked it themself. */
  readonly lockedByPerson: boolean;
}

/**
 * `locked` shows no more than what is open to everyone, the alarms and the stop, until the same person authenticates
 * again; `expired` is over for good.
 */
export type SessionState = 'active' | 'locked' | 'expired';

/** A session that begins now. */
export function beginLife(now: number): SessionLife {
  return { signedInAt: now, activeAt: now, authenticatedAt: now, lockedByPerson: false };
}

/** Each limit has passed when its time is up, not after it. */
export function sessionState(life: SessionLife, policy: SessionPolicy, now: number): SessionState {
  if (now - life.signedInAt >= policy.absoluteMs) return 'expired';
  return life.lockedByPerson || now - life.activeAt >= policy.idleMs ? 'locked' : 'active';
}

/** Milliseconds to the next change of state that time alone brings; 0 when there is none left. */
export function msToNextState(life: SessionLife, policy: SessionPolicy, now: number): number {
  const toExpiry = life.signedInAt + policy.absoluteMs - now;
  switch (sessionState(life, policy, now)) {
    case 'active':
      return Math.min(toExpiry, life.activeAt + policy.idleMs - now);
    case 'locked':
      return toExpiry;
    case 'expired':
      return 0;
  }
}

/** A person did something. Changes nothing once the session is locked: input does not open a lock. */
export function touch(life: SessionLife, policy: SessionPolicy, now: number): SessionLife {
  return sessionState(life, policy, now) === 'active' ? { ...life, activeAt: now } : life;
}

/** The person locks it. */
export function lock(life: SessionLife): SessionLife {
  return { ...life, lockedByPerson: true };
}

/**
 * The same person has authenticated again: opens a lock, and makes sensitive actions possible for a while. The absolute
 * limit goes on.
 *
 * @throws ConsoleError SESSION_REQUIRED {rule: expired} when it is over.
 */
export function reauthenticated(life: SessionLife, policy: SessionPolicy, now: number): SessionLife {
  if (sessionState(life, policy, now) === 'expired') throw expired();
  return { ...life, activeAt: now, authenticatedAt: now, lockedByPerson: false };
}

/** Whether the latest authentication is young enough for a sensitive action. */
export function isFresh(life: SessionLife, policy: SessionPolicy, now: number): boolean {
  return now - life.authenticatedAt < policy.freshMs;
}

/**
 * Admits a call by what time has made of its session; what the role allows is another question.
 *
 * @throws ConsoleError SESSION_REQUIRED {rule: expired}, SESSION_LOCKED, or for a sensitive action
 *   REAUTHENTICATION_REQUIRED {maximumAgeMinutes}.
 */
export function admitByLife(life: SessionLife, policy: SessionPolicy, now: number, sensitive: boolean): void {
  const state = sessionState(life, policy, now);
  if (state === 'expired') throw expired();
  if (state === 'locked') throw new ConsoleError('SESSION_LOCKED', 'the session is locked');
  if (!sensitive || isFresh(life, policy, now)) return;
  const maximumAgeMinutes = policy.freshMs / 60_000;
  const message = `this wants an authentication of the last ${maximumAgeMinutes} min`;
  throw new ConsoleError('REAUTHENTICATION_REQUIRED', message, { maximumAgeMinutes });
}

function expired(): ConsoleError {
  return new ConsoleError('SESSION_REQUIRED', 'the session has reached its absolute limit', { rule: 'expired' });
}
