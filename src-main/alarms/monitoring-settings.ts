import { z } from 'zod';
import { ALARM_KINDS, ALARM_PRIORITIES, type AlarmKind, type AlarmPriority } from './alarm.ts';
import { parseWorkingHours } from './working-hours.ts';

/** What the watch may be told to leave alone. Damage of the records never is: it would hide what hides everything. */
const OFFERED = [...ALARM_PRIORITIES, 'off'] as const;
export type OfferedPriority = (typeof OFFERED)[number];

export function prioritiesOf(kind: AlarmKind): readonly OfferedPriority[] {
  return kind === 'integrity' ? ALARM_PRIORITIES : OFFERED;
}

export const workingHours = z
  .string()
  .refine((text) => text === '' || parseWorkingHours(text) !== null, 'must be empty or like 06:00-22:00');

/** By which rules the console watches, as those who answer for it set them. */
export const monitoringSettings = z.strictObject({
  /** So many refused or failed actions within so many minutes are more than a few slips of the finger. */
  refusals: z.strictObject({ count: z.int().min(2).max(100), withinMinutes: z.int().min(1).max(120) }),
  /** Outside them a sign-in is told; empty: people work around the clock. */
  workingHours,
  priorities: z
    .record(z.enum(ALARM_KINDS), z.enum(OFFERED))
    .refine(({ integrity }) => integrity !== 'off', { error: 'must not be off', path: ['integrity'] }),
});
export type MonitoringSettings = z.infer<typeof monitoringSettings>;

const PRIORITIES: Readonly<Record<AlarmKind, AlarmPriority>> = {
  'refusal-burst': 'medium',
  'outside-hours': 'low',
  'privilege-change': 'medium',
  'simulated-fallback': 'medium',
  'link-down': 'medium',
  'robot-silent': 'medium',
  'stop-unconfirmed': 'high',
  'robot-restart': 'low',
  'lost-emergency-stop': 'high',
  'robot-clock': 'low',
  'clock-change': 'low',
  integrity: 'high',
};

/** The rules until somebody sets others. @param hours as `monitoring.workingHours` in the configuration */
export function defaultMonitoring(hours: string): MonitoringSettings {
  return { refusals: { count: 5, withinMinutes: 5 }, workingHours: hours, priorities: PRIORITIES };
}

/** As an older version knew them: of the kinds of alarm, those that it did not know yet may be missing. */
const older = z.looseObject({ priorities: z.record(z.string(), z.unknown()) });

/**
 * The rules as they were kept, with the defaults for what the version that kept them did not know.
 *
 * @throws ZodError for what are no such rules
 */
export function monitoringFrom(kept: unknown): MonitoringSettings {
  const { priorities, ...rest } = older.parse(kept);
  return monitoringSettings.parse({ ...rest, priorities: { ...PRIORITIES, ...priorities } });
}
