import type { RobotState } from '../reading.ts';

/** What robots can be told, whatever their firmware calls it. */
export const COMMAND_IDS = ['reset', 'stop', 'pause', 'resume', 'move', 'write-register'] as const;
export type CommandId = (typeof COMMAND_IDS)[number];

/** What a person does before a command goes out, from the least to the most. */
export const CONFIRMATIONS = ['none', 'confirm', 'hold', 'type-name'] as const;
export type Confirmation = (typeof CONFIRMATIONS)[number];

/** A whole number that a command needs, within its limits (both included). */
export interface CommandArgument {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** One command of a driver's catalogue, as people and their screens see it. */
export interface CommandOffer {
  readonly id: CommandId;
  /** The right that it wants, on the resource `robot`: `configure` for what changes the machine itself. */
  readonly action: 'control' | 'configure';
  /** The states in which the robot takes it; null: any. */
  readonly from: readonly RobotState[] | null;
  readonly confirmation: Confirmation;
  readonly arguments: readonly CommandArgument[];
  /** It makes the robot move. */
  readonly motion: boolean;
  /** Twice is the same as once. Only such a command is ever sent again, and only if it never reached the robot. */
  readonly idempotent: boolean;
  /** Longest wait for the robot's answer, ms. */
  readonly answerWithinMs: number;
  /** The states that show that it was done, and how long (ms) they may take to come; null: nothing shows it. */
  readonly observed: { readonly as: readonly RobotState[]; readonly withinMs: number } | null;
}
