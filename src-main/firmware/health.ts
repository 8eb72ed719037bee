import type { Clock } from '../clock.ts';
import type { ConsoleError, ErrorCode, ErrorDetails } from '../errors.ts';
import type { Observation } from './attempt.ts';
import { createAvailability } from './availability.ts';
import type { LinkHealth, LinkState } from './link.ts';
import { createMinuteStatistics } from './statistics.ts';

/** Where a poll stands after a failed attempt. */
export interface FailedAttempt {
  readonly number: number;
  readonly of: number;
  /** null: it was the poll's last. */
  readonly nextInMs: number | null;
}

/** What is known of the link to one robot, from how its attempts ended. */
export interface HealthChecker {
  /** The state as of now. */
  state(): LinkState;
  /** The last thing heard while the link was live. */
  lastHeard(): Observation | null;
  heard(observation: Observation, attempt: number): void;
  failed(error: ConsoleError, attempt: FailedAttempt): void;
  /** An answer came, but nothing in it is newer than `since` (monotonic, ms). */
  frozen(error: ConsoleError, attempt: number, since: number): void;
  /** As of `now` (monotonic, ms), by default this moment. */
  view(now?: number): LinkHealth;
}

export function createHealthChecker(clock: Clock, staleAfterMs: number): HealthChecker {
  const statistics = createMinuteStatistics();
  const availability = createAvailability(staleAfterMs);
  let told: LinkState = 'connecting';
  let toldAt = clock.monotonic();
  let heard: Observation | null = null;
  let lastError: { readonly code: ErrorCode; readonly details: ErrorDetails; readonly at: number } | null = null;
  let lastErrorAt = 0;
  let attempt: { readonly number: number; readonly of: number } | null = null;
  let nextAttemptAt = 0;

  return {
    state: () => current(clock.monotonic()).state,
    lastHeard: () => heard,
    heard(observation, number) {
      heard = observation;
      note('live', observation.at, number, observation.latencyMs);
    },
    failed(error, { number, of, nextInMs }) {
      const at = failedWith(error);
      note(nextInMs === null ? 'offline' : 'retrying', at, number, null);
      if (nextInMs === null) return;
      attempt = { number, of };
      nextAttemptAt = at + nextInMs;
    },
    frozen(error, number, since) {
      // The polls before this one took the frozen values for fresh: their age counts from the last movement.
      if (heard && heard.at > since) heard = { ...heard, at: since, observedAt: heard.observedAt - (heard.at - since) };
      note('silent', failedWith(error), number, null);
    },
    view(now = clock.monotonic()) {
      const { state, since } = current(now);
      return {
        state,
        stateForMs: now - since,
        lastSuccessAgeMs: heard && now - heard.at,
        lastError: lastError && { ...lastError, ageMs: now - lastErrorAt },
        attempt: attempt && { ...attempt, nextInMs: Math.max(0, nextAttemptAt - now) },
        ...statistics.view(now),
        availability: availability.view(now),
      };
    },
  };

  function note(state: LinkState, at: number, number: number, latencyMs: number | null): void {
    const succeeded = state === 'live';
    statistics.add({ at, succeeded, retry: number > 1, latencyMs });
    availability.note(succeeded, at);
    if (state !== told) toldAt = at;
    told = state;
    attempt = null;
  }

  function failedWith({ code, details }: ConsoleError): number {
    lastError = { code, details, at: clock.now() };
    lastErrorAt = clock.monotonic();
    return lastErrorAt;
  }

  /**
   * The watchdog: a live link whose reading has grown too old, because this process was suspended or starved, has to
   * prove itself again. Without it the console's own sleep would be shown as the robot's life.
   */
  function current(now: number): { readonly state: LinkState; readonly since: number } {
    const staleAt = heard ? heard.at + staleAfterMs : Infinity;
    return told === 'live' && now > staleAt ? { state: 'retrying', since: staleAt } : { state: told, since: toldAt };
  }
}
