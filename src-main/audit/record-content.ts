import type { JsonValue } from './canonical-json.ts';
import type { Actor, Outcome } from './record.ts';

/** How the canonical form is made. A new set of fields, or a new rule, gets the next number; old records keep theirs. */
export const RECORD_VERSION = 1;

/**
 * One event as the log keeps and hashes it: who, from where, what, on what, before and after, why, on which data, how it
 * ended, and when by both clocks (IEC 62443-4-2 CR 2.8; 21 CFR 11.10(e)). No secrets, ever.
 *
 * The fields stand in canonical order; an object built in this order is canonicalised without sorting.
 */
export interface RecordContent {
  /** What was done, `object.verb`: `user.create`, `robot.move`. */
  readonly action: string;
  readonly actor: Actor;
  /** Wall clock, ms since the epoch, UTC. A label: somebody may have set the clock. */
  readonly at: number;
  /** Which run of which machine `monotonicMs` belongs to; two values compare only when this is the same. */
  readonly clockId: string;
  readonly details: { readonly [key: string]: JsonValue };
  /** 1 for the first record of the log, then one more each, across all segments. */
  readonly id: number;
  /** Monotonic clock of that run, ms, 0 or more. */
  readonly monotonicMs: number;
  /** Null when nothing was changed, or nothing was there. */
  readonly newValue: JsonValue;
  readonly oldValue: JsonValue;
  readonly outcome: Outcome;
  /** In the person's own words; null when none was asked for. */
  readonly reason: string | null;
  /** The robot's id, null when no robot is concerned. */
  readonly robot: string | null;
  /** Whether the values behind the action came from a robot or from a simulator; null when none did. */
  readonly source: 'live' | 'simulated' | null;
  /** The record or thing it was done to, null when there is none. */
  readonly subject: string | null;
  readonly version: typeof RECORD_VERSION;
  /** The machine or seat it was done from, null when not known. */
  readonly workstation: string | null;
}
