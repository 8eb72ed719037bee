import type { Clock } from '../clock.ts';
import type { ConsoleError, ErrorCode, ErrorDetails } from '../errors.ts';
import type { Observation } from './attempt.ts';
import { createAvailability } from './availability.ts';
import { createFlapDamper, type Flapping } from './flapping.ts';
import { createLag } from './lag.ts';
import { isCurrentLink, isLostLink, type LinkHealth, type LinkState } from './link.ts';
import type { PauseReason } from './resilience/breaker.ts';
import { staleAfterMs as staleAfterMsOf, type RobotSettings } from './settings.ts';
import { createMinuteStatistics } from './statistics.ts';

/** Where a poll stands after a failed attempt. */
export interface FailedAttempt {
  readonly number: number;
  readonly of: number;
  /** null: it was the poll's last. */
  readonly nextInMs: number | null;
}

/** The robot is left alone until `probeAt` (monotonic, ms). */
export interface Pause {
  readonly reason: PauseReason;
  readonly probeAt: number;
}

/** What is known of the link to one robot, from how its attempts ended. */
export interface HealthChecker {
  /** The state as of now. */
  state(): LinkState;
  /** The last thing heard whose values moved. */
  lastHeard(): Observation | null;
  heard(observation: Observation, attempt: number): void;
  failed(error: ConsoleError, attempt: FailedAttempt): void;
  /** An answer came, but nothing in it is newer than `since` (monotonic, ms). */
  frozen(error: ConsoleError, attempt: number, since: number): void;
  /** As of `now` (monotonic, ms), by default this moment. */
  view(now?: number): LinkHealth;
}

/** @param pause of the robot now, if it is left alone; looked at whenever the link is lost, because it ends untold */
export function createHealthChecker(
  clock: Clock,
  settings: Pick<RobotSettings, 'pollIntervalMs' | 'attemptDeadlineMs' | 'flap'>,
  pause: () => Pause | null,
): HealthChecker {
  const staleAfterMs = staleAfterMsOf(settings);
  const statistics = createMinuteStatistics();
  const availability = createAvailability(staleAfterMs);
  const lag = createLag(settings.attemptDeadlineMs);
  const damper = createFlapDamper(settings.flap.halfLifeMs);
  let told: Told = 'connecting';
  let toldAt = clock.monotonic();
  let pausedAt: number | null = null;
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
      const { at, latencyMs } = observation;
      note(lag.answered(latencyMs) ? 'slow' : 'live', at, number, latencyMs);
    },
    failed(error, { number, of, nextInMs }) {
      const at = failedWith(error);
      note(nextInMs === null ? 'offline' : 'retrying', at, number, null);
      if (nextInMs === null) {
        lag.forget();
        if (pause()) pausedAt ??= at;
        return;
      }
      attempt = { number, of };
      nextAttemptAt = at + nextInMs;
    },
    frozen(error, number, since) {
      // The polls before this one took the frozen values for fresh: their age counts from the last movement.
      if (heard && heard.at > since) heard = { ...heard, at: since, observedAt: heard.observedAt - (heard.at - since) };
      note('silent', failedWith(error), number, null);
    },
    view(now = clock.monotonic()) {
      const { state, since, paused, flapping } = current(now);
      return {
        state,
        stateForMs: now - since,
        lastSuccessAgeMs: heard && now - heard.at,
        lastError: lastError && { ...lastError, ageMs: now - lastErrorAt },
        attempt: attempt && { ...attempt, nextInMs: Math.max(0, nextAttemptAt - now) },
        pause: paused && { reason: paused.reason, probeInMs: Math.max(0, paused.probeAt - now) },
        flapping: flapping && { losses: flapping.losses, settlesInMs: flapping.settlesAt - now },
        slowAboveMs: lag.aboveMs,
        ...statistics.view(now),
        availability: availability.view(now),
      };
    },
  };

  function note(state: Told, at: number, number: number, latencyMs: number | null): void {
    const succeeded = isCurrentLink(state);
    statistics.add({ at, succeeded, retry: number > 1, latencyMs });
    availability.note(succeeded, at);
    if (isCurrentLink(told) && !succeeded) damper.broke(at);
    if ((isCurrentLink(told) || told === 'retrying') && isLostLink(state)) damper.lost(at);
    if (state !== told) toldAt = at;
    if (state !== 'offline') pausedAt = null;
    told = state;
    attempt = null;
  }

  function failedWith({ code, details }: ConsoleError): number {
    lastError = { code, details, at: clock.now() };
    lastErrorAt = clock.monotonic();
    return lastErrorAt;
  }

  /** What was told last, as time has changed it: pauses end, and flapping links settle, without anything happening. */
  function current(now: number): Current {
    const paused = told === 'offline' ? pause() : null;
    const flapping = damper.view(now);
    if (flapping) return { state: 'unstable', since: flapping.since, paused, flapping };
    if (paused) return { state: 'breaker-open', since: pausedAt ?? toldAt, paused, flapping: null };
    // The watchdog: a live link whose reading has grown too old, because this process was suspended or starved, has to
    // prove itself again. Without it the console's own sleep would be shown as the robot's life.
    const staleAt = heard && isCurrentLink(told) ? heard.at + staleAfterMs : Infinity;
    const [state, since] = now > staleAt ? (['retrying', staleAt] as const) : [told, toldAt];
    return { state, since, paused, flapping: null };
  }
}

/** What an attempt can say of a link; the other states come of time, and of how often it changed. */
type Told = Exclude<LinkState, 'unstable' | 'breaker-open'>;

interface Current {
  readonly state: LinkState;
  readonly since: number;
  readonly paused: Pause | null;
  readonly flapping: Flapping | null;
}
