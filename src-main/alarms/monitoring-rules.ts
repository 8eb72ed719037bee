import type { AuditEvent } from '../audit/record.ts';
import type { Finding } from './alarm.ts';
import type { MonitoringSettings } from './monitoring-settings.ts';
import { isWithin, parseWorkingHours } from './working-hours.ts';

/** Roles without power over other people or over what is kept; a plant's own may have any. */
const UNPRIVILEGED: readonly unknown[] = ['operator', 'viewer', null];
/** Of these, whatever is done gives somebody rights, or takes them. */
const OF_RIGHTS = /^(role\.(create|edit|delete)|override\.grant|user\.assign-scope)$/;

export interface RulesOptions {
  /** In force at the moment. */
  readonly settings: () => MonitoringSettings;
  /** Minute of the day, 0 to 1439, on the clock of the plant, of a wall-clock moment in ms. */
  readonly minuteOfDay: (at: number) => number;
}

/**
 * What the audit events, one after the other, say that somebody must learn of (IEC 62443-3-3 SR 6.2, continuous
 * monitoring).
 */
export function createMonitoring({ settings, minuteOfDay }: RulesOptions) {
  let refusals: number[] = [];

  function refusalBurst({ outcome, actor }: AuditEvent, at: number): Finding | null {
    if (outcome === 'succeeded') return null;
    const { count, withinMinutes } = settings().refusals;
    // a clock set back leaves moments that lie ahead: they are of no burst that can still be seen
    refusals = [...refusals.filter((before) => at - before < withinMinutes * 60_000 && before <= at), at];
    if (refusals.length < count) return null;
    refusals = [];
    return { kind: 'refusal-burst', subject: null, by: actor.username, at };
  }

  function outsideHours({ action, outcome, actor }: AuditEvent, at: number): Finding | null {
    if (action !== 'session.sign-in' || outcome !== 'succeeded') return null;
    const workingHours = parseWorkingHours(settings().workingHours);
    if (workingHours === null || isWithin(workingHours, minuteOfDay(at))) return null;
    return { kind: 'outside-hours', subject: actor.username, by: actor.username, at };
  }

  return function findingsIn(event: AuditEvent, at: number): Finding[] {
    const rules = [refusalBurst, outsideHours, privilegeChange, clockChange, integrity];
    return rules.flatMap((rule) => rule(event, at) ?? []);
  };
}

function privilegeChange({ action, outcome, actor, details, ...change }: AuditEvent, at: number): Finding | null {
  if (outcome !== 'succeeded') return null;
  const roles = action === 'user.assign-role' ? [roleIn(change.oldValue), roleIn(change.newValue)] : [];
  // the first administrator of all is made by nobody
  if (action === 'user.create' && actor.userId !== null) roles.push(details['role']);
  if (!OF_RIGHTS.test(action) && !roles.some((role) => !UNPRIVILEGED.includes(role))) return null;
  const named = details['username'] ?? details['name'];
  const subject = typeof named === 'string' ? named : null;
  return { kind: 'privilege-change', subject, by: actor.username, at };
}

function roleIn(value: AuditEvent['oldValue']): unknown {
  return typeof value === 'object' && value !== null && 'role' in value ? value['role'] : null;
}

function clockChange({ action }: AuditEvent, at: number): Finding | null {
  return action === 'clock.change' ? { kind: 'clock-change', subject: null, by: null, at } : null;
}

function integrity({ action, outcome }: AuditEvent, at: number): Finding | null {
  if (action !== 'integrity.verify' || outcome !== 'failed') return null;
  return { kind: 'integrity', subject: null, by: null, at };
}
