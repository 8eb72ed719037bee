import type { JsonValue } from './canonical-json.ts';
import type { Actor, AuditEvent, Outcome, RecordSource } from './record.ts';

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
  readonly source: RecordSource | null;
  /** The record or thing it was done to, null when there is none. */
  readonly subject: string | null;
  readonly version: typeof RECORD_VERSION;
  /** The machine or seat it was done from, null when not known. */
  readonly workstation: string | null;
}

/** What the log itself says of an event. */
export type RecordPlace = Pick<RecordContent, 'id' | 'at' | 'clockId' | 'monotonicMs'> & {
  /** The machine that the console runs on; null when not known. */
  readonly workstation: string | null;
};

/** The record of an event, in canonical order. */
export function contentOf(
  event: AuditEvent,
  { id, at, clockId, monotonicMs, workstation }: RecordPlace,
): RecordContent {
  const { origin, role, sessionId, userId, username } = event.actor;
  return {
    action: event.action,
    actor: { origin, role, sessionId, userId, username },
    at,
    clockId,
    details: inOrder({ ...restsOn(event.actor), ...event.details }),
    id,
    monotonicMs,
    newValue: event.newValue ?? null,
    oldValue: event.oldValue ?? null,
    outcome: event.outcome,
    reason: event.reason ?? null,
    robot: event.robot ?? null,
    source: event.source ?? null,
    subject: event.subject,
    version: RECORD_VERSION,
    workstation: event.workstation ?? workstation,
  };
}

/** What the act rested on beside the role of whoever did it: bound to the record, as the record is hashed with it. */
function restsOn({ signatureId, overrideIds }: Actor): AuditEvent['details'] {
  return {
    ...(signatureId !== undefined && { signature: signatureId }),
    ...(overrideIds !== undefined && { override: overrideIds }),
  };
}

/** The same facts in canonical order: then the whole record is canonicalised without sorting. */
function inOrder(details: AuditEvent['details']): AuditEvent['details'] {
  const keys = Object.keys(details);
  if (keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key)) return details;
  return Object.fromEntries(keys.toSorted().map((key) => [key, details[key] ?? null]));
}
