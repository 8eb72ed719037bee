import type { AuditEvent } from '../audit/record.ts';
import type { Finding } from './alarm.ts';
import { isWithin, type WorkingHours } from './working-hours.ts';

/** So many refusals within so long (ms) are more than a few slips of the finger. */
export const BURST = { count: 5, withinMs: 5 * 60_000 } as const;

/** Of a role of the plant's own nobody here knows what it may do: it counts as one of the higher ones. */
const UNPRIVILEGED: readonly unknown[] = ['operator', 'viewer'];

export interface MonitoringOptions {
  /** Null: people work around the clock. */
  readonly workingHours: WorkingHours | null;
  /** Minute of the day, 0 to 1439, on the clock of the plant, of a wall-clock moment in ms. */
  readonly minuteOfDay: (at: number) => number;
}

/**
 * What the audit events, one after the other, say that somebody must learn of (IEC 62443-3-3 SR 6.2, continuous
 * monitoring).
 */
export function createMonitoring({ workingHours, minuteOfDay }: MonitoringOptions) {
  let refusals: number[] = [];

  function refusalBurst({ outcome, actor }: AuditEvent, at: number): Finding | null {
    if (outcome === 'succeeded') return null;
    // a clock set back leaves moments that lie ahead: they are of no burst that can still be seen
    refusals = [...refusals.filter((before) => at - before < BURST.withinMs && before <= at), at];
    if (refusals.length < BURST.count) return null;
    refusals = [];
    return { kind: 'refusal-burst', priority: 'medium', subject: null, by: actor.username, at };
  }

  function outsideHours({ action, outcome, actor }: AuditEvent, at: number): Finding | null {
    if (workingHours === null || action !== 'session.sign-in' || outcome !== 'succeeded') return null;
    if (isWithin(workingHours, minuteOfDay(at))) return null;
    return { kind: 'outside-hours', priority: 'low', subject: actor.username, by: actor.username, at };
  }

  return function findingsIn(event: AuditEvent, at: number): Finding[] {
    const rules = [refusalBurst, outsideHours, privilegeChange, integrity];
    return rules.flatMap((rule) => rule(event, at) ?? []);
  };
}

function privilegeChange({ action, outcome, actor, details, ...change }: AuditEvent, at: number): Finding | null {
  if (outcome !== 'succeeded') return null;
  if (action.startsWith('role.') && typeof details['name'] === 'string') {
    return { kind: 'privilege-change', priority: 'medium', subject: details['name'], by: actor.username, at };
  }
  const roles = action === 'user.assign-role' ? [roleIn(change.oldValue), roleIn(change.newValue)] : [];
  // the first administrator of all is made by nobody
  if (action === 'user.create' && actor.userId !== null) roles.push(details['role']);
  if (roles.every((role) => UNPRIVILEGED.includes(role))) return null;
  const subject = typeof details['username'] === 'string' ? details['username'] : null;
  return { kind: 'privilege-change', priority: 'medium', subject, by: actor.username, at };
}

function roleIn(value: AuditEvent['oldValue']): unknown {
  return typeof value === 'object' && value !== null && 'role' in value ? value['role'] : null;
}

function integrity({ action, outcome }: AuditEvent, at: number): Finding | null {
  if (action !== 'integrity.verify' || outcome !== 'failed') return null;
  return { kind: 'integrity', priority: 'high', subject: null, by: null, at };
}
