import type { ErrorCode, ErrorDetails } from '../errors.ts';
import type { Reading } from './reading.ts';
import type { StandInTime, StandInView } from './stand-in.ts';

/**
 * The connection to one robot, in words that an operator can act on:
 * - `connecting`: nothing heard yet since the console started;
 * - `live`: answers, and its own clock and counter move;
 * - `retrying`: an attempt failed just now, the next one is scheduled;
 * - `silent`: it answers, but its own clock or counter stands still (frozen values);
 * - `offline`: a whole poll with all its attempts failed.
 */
export const LINK_STATES = ['connecting', 'live', 'retrying', 'silent', 'offline'] as const;
export type LinkState = (typeof LINK_STATES)[number];

/** Nothing of use comes from the robot, and not for a moment only: a simulation may stand in for it. */
export const isLostLink = (state: LinkState): boolean => state === 'silent' || state === 'offline';

/** The last failure on this link; `details` fill the sentence that people see. */
export interface LinkError {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  /** Wall clock, ms. */
  readonly at: number;
  readonly ageMs: number;
}

/** Health of one link. Durations in ms by the monotonic clock; rates 0 to 1; null: nothing to say yet. */
export interface LinkHealth {
  readonly state: LinkState;
  readonly stateForMs: number;
  readonly lastSuccessAgeMs: number | null;
  readonly lastError: LinkError | null;
  /** While retrying: attempt `number` of `of` failed, the next starts in `nextInMs`. */
  readonly attempt: { readonly number: number; readonly of: number; readonly nextInMs: number } | null;
  /** Over the last minute, successful polls only. */
  readonly latency: { readonly p50Ms: number; readonly p95Ms: number; readonly samples: number } | null;
  /** Attempts that succeeded over attempts made, last minute. */
  readonly successRate: number | null;
  /** Retries (attempts beyond a poll's first) in the last minute. */
  readonly retries: number;
  /** Share of the time since start in which the link was live, against the target. */
  readonly availability: { readonly ratio: number; readonly target: number; readonly observedMs: number } | null;
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
