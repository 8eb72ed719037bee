/** How soon somebody must act (ISA-18.2 priorities), the most urgent first. */
export const ALARM_PRIORITIES = ['high', 'medium', 'low'] as const;
export type AlarmPriority = (typeof ALARM_PRIORITIES)[number];

/**
 * What the console watches for by itself:
 * - `refusal-burst`: many refused or failed actions within a few minutes;
 * - `outside-hours`: a sign-in outside the plant's working hours;
 * - `privilege-change`: a role of the plant's own was changed, or somebody was given, or lost, one of those or the rights
 *   of an administrator or supervisor;
 * - `simulated-fallback`: a simulation stands in for a robot, until somebody returns it to live;
 * - `link-down`: a robot has not been reached for some time;
 * - `robot-silent`: a robot answers, but its own clock or counter has stood still for some time;
 * - `stop-unconfirmed`: a software stop was sent, or was to be, and the robot was not seen to stop;
 * - `robot-restart`: a robot's controller was started again;
 * - `lost-emergency-stop`: so it was, and the emergency stop in which the robot had been is gone;
 * - `robot-clock`: a robot's clock is far from this workstation's;
 * - `clock-change`: the clock that every record hangs on was set;
 * - `integrity`: the check of the records found damage.
 */
export const ALARM_KINDS = [
  'refusal-burst',
  'outside-hours',
  'privilege-change',
  'simulated-fallback',
  'link-down',
  'robot-silent',
  'stop-unconfirmed',
  'robot-restart',
  'lost-emergency-stop',
  'robot-clock',
  'clock-change',
  'integrity',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** What a rule has found; how soon somebody must act on it is for those to say who answer for the console. */
export interface Finding {
  readonly kind: AlarmKind;
  /** The robot or account concerned, by the name that people know; null: none in particular. */
  readonly subject: string | null;
  /** The id of the robot concerned; absent: none in particular. */
  readonly robot?: string;
  /** Who did it, by username; null: nobody known. */
  readonly by: string | null;
  /** Wall clock, ms. */
  readonly at: number;
}

/** Something that a person must learn of. */
export interface Raised extends Finding {
  readonly priority: AlarmPriority;
  /** No robot is behind it but a simulated one; absent: nobody knows of a simulation. */
  readonly simulated?: true;
}

export interface AlarmedRobot {
  readonly id: string;
  readonly name: string;
}

/** What was raised stays until somebody has acknowledged it by name; the same found again counts up. */
export interface Alarm extends Raised {
  readonly id: string;
  /** When it was found last; `at` is when it was found first. */
  readonly lastAt: number;
  readonly count: number;
  /** Of more robots than are told apart: which, each once. There is no `subject` and no `robot` then. */
  readonly robots?: readonly AlarmedRobot[];
}
