import type { ErrorCode, ErrorDetails } from '../errors.ts';
import type { Reading } from './reading.ts';
import type { PauseReason } from './resilience/breaker.ts';
import type { StandInTime, StandInView } from './stand-in.ts';

/**
 * The connection to one robot, in words that an operator can act on, from the least of troubles to the greatest:
 * - `connecting`: nothing heard yet since the console started;
 * - `live`: answers, and its own clock and counter move;
 * - `slow`: the same, but its answers take too long again and again (`lag.ts`); what it says is current;
 * - `retrying`: an attempt failed just now, the next one is scheduled;
 * - `unstable`: lost and found again too often of late (`flapping.ts`). Whether it answers at this moment or not, nothing
 *   it says counts as current until it has stood for a while;
 * - `silent`: it answers, but its own clock or counter stands still (frozen values);
 * - `breaker-open`: lost, and left alone for a while: it failed too often, or asked for a pause itself;
 * - `offline`: a whole poll with all its attempts failed.
 */
export const LINK_STATES = [
  'connecting',
  'live',
  'slow',
  'retrying',
  'unstable',
  'silent',
  'breaker-open',
  'offline',
] as const;
export type LinkState = (typeof LINK_STATES)[number];

/** Whether what the robot said last is current, its age permitting: the one question behind every `live` on a screen. */
export function isCurrentLink(state: LinkState | undefined): boolean {
  return state === 'live' || state === 'slow';
}

/** Whether the last whole poll brought nothing that can be believed. */
export function isLostLink(state: LinkState): boolean {
  return state === 'offline' || state === 'silent' || state === 'breaker-open';
}

/** The last failure on this link; `details` fill the sentence that people see. */
export interface LinkError {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  /** Wall clock, ms. */
  readonly at: number;
  readonly ageMs: number;
}

/** What the target lets a link fail in 24 h, and what the last 24 h have left of that; less than nothing: overdrawn. */
export interface ErrorBudget {
  readonly allowedMs: number;
  readonly leftMs: number;
}

/** Health of one link. Durations in ms by the monotonic clock; rates 0 to 1; null: nothing to say yet. */
export interface LinkHealth {
  readonly state: LinkState;
  readonly stateForMs: number;
  readonly lastSuccessAgeMs: number | null;
  readonly lastError: LinkError | null;
  /** While retrying: attempt `number` of `of` failed, the next starts in `nextInMs`. */
  readonly attempt: { readonly number: number; readonly of: number; readonly nextInMs: number } | null;
  /** The robot is left alone, and asked again in `probeInMs`. */
  readonly pause: { readonly reason: PauseReason; readonly probeInMs: number } | null;
  /** While unstable: how often it was lost in the last minute; it is over in `settlesInMs` unless it is lost again. */
  readonly flapping: { readonly losses: number; readonly settlesInMs: number } | null;
  /** Answers that take longer are too slow. */
  readonly slowAboveMs: number;
  /** Over the last minute, successful polls only. */
  readonly latency: {
    readonly p50Ms: number;
    readonly p95Ms: number;
    readonly p99Ms: number;
    readonly samples: number;
  } | null;
  /** Attempts that succeeded over attempts made, last minute. */
  readonly successRate: number | null;
  /** Retries (attempts beyond a poll's first) in the last minute. */
  readonly retries: number;
  /** Share of the last day, or of the time since start, in which the robot answered, against the target. */
  readonly availability: {
    readonly ratio: number;
    readonly target: number;
    readonly observedMs: number;
    readonly budget: ErrorBudget;
  } | null;
}

/** Everything the console shows of one robot at one moment. */
export interface RobotSnapshot {
  readonly id: string;
  readonly name: string;
  /** What people may be limited to; empty: it belongs to no group. */
  readonly group: string;
  readonly driver: string;
  /** `host:port`, without credentials. */
  readonly address: string;
  /** Past this age (ms) a reading must not be shown as live, whatever else is said: the renderer checks it too. */
  readonly staleAfterMs: number;
  /** To the robot itself, also while a simulation stands in for it. */
  readonly link: LinkHealth;
  /** null: never heard of it, or the fallback policy is `none` and the link is not live. */
  readonly reading: Reading | null;
  /** The simulation that `reading` comes from, until a person returns the robot to live; null: none stands in for it. */
  readonly standIn: StandInView | null;
  readonly standInTime: StandInTime;
}
