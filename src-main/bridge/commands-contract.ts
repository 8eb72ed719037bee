/** What robots can be told over the bridge. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import type { CommandResult } from '../firmware/commands/commands.ts';
import type { LeaseView } from '../firmware/commands/leases.ts';
import type { StopView } from '../firmware/commands/software-stop.ts';
import type { CommandOffer } from '../firmware/drivers/command-words.ts';
import type { StandInView } from '../firmware/stand-in.ts';
import { text } from './inputs.ts';
import { ALWAYS, AT_THE_WORKSTATION, procedure, SEEN_WHILE_LOCKED } from './procedure.ts';

export { STOP_POLICIES, type StopPolicy } from '../access/stop-policy.ts';
export { COMMAND_IDS, CONFIRMATIONS } from '../firmware/drivers/command-words.ts';
export type { CommandId, CommandOffer, Confirmation } from '../firmware/drivers/command-words.ts';
export { COMMAND_ANSWERS, COMMAND_OUTCOMES } from '../firmware/commands/outcome-words.ts';
export type { CommandOutcome } from '../firmware/commands/outcome-words.ts';
export type { CommandAnswer, ConfirmedState } from '../firmware/commands/outcome.ts';
export type { CommandResult } from '../firmware/commands/commands.ts';
export type { LeaseView } from '../firmware/commands/leases.ts';
export type { StopView } from '../firmware/commands/software-stop.ts';
export type { StandInTime, StandInView } from '../firmware/stand-in.ts';

const robot = text.min(1).max(64);
/** Characters of a reason for what concerns a robot. */
export const ROBOT_REASON = { minimum: 3, maximum: 500 } as const;
const reason = text.trim().min(ROBOT_REASON.minimum).max(ROBOT_REASON.maximum);

/** The part of the contract below `robots`. */
export const robotOrders = {
  /**
   * Stops one robot (null: all) by software, at once: no question, no queue, no fresh data, and wherever it belongs: a stop
   * knows no scope. Answers when every one is
   * decided, or as they stand after some seconds; `stops` tells meanwhile.
   */
  stop: procedure({ resource: 'robot', action: 'stop' }, { ...AT_THE_WORKSTATION, ...ALWAYS })
    .input(z.strictObject({ robot: robot.nullable() }))
    .output(type<{ readonly stops: readonly StopView[] }>()),
  /** The newest software stop of each robot that was stopped since the console started: now, and at every change. */
  stops: procedure({ resource: 'robot', action: 'view' }, { ...AT_THE_WORKSTATION, ...ALWAYS }).output(
    type<AsyncIteratorObject<{ readonly stops: readonly StopView[] }, void, void>>(),
  ),
  /** What else a robot can be told. */
  commands: procedure({ resource: 'robot', action: 'view' }, { onRobot: true })
    .input(z.strictObject({ robot }))
    .output(type<readonly CommandOffer[]>()),
  /** Who has command authority over which robot: now, and at every change. */
  leases: procedure({ resource: 'robot', action: 'view' }, SEEN_WHILE_LOCKED).output(
    type<AsyncIteratorObject<{ readonly leases: readonly LeaseView[] }, void, void>>(),
  ),
  /** Takes command of a robot that nobody has, or asks whoever has it. */
  requestControl: procedure({ resource: 'robot', action: 'control' }, { onRobot: true })
    .input(z.strictObject({ robot }))
    .output(type<LeaseView>()),
  /** Hands it to whoever has asked, or to nobody. */
  releaseControl: procedure({ resource: 'robot', action: 'control' }, { onRobot: true })
    .input(z.strictObject({ robot }))
    .output(type<LeaseView>()),
  /** Takes it from whoever has it. */
  takeControl: procedure({ resource: 'robot', action: 'take-over' }, { onRobot: true })
    .input(z.strictObject({ robot, reason }))
    .output(type<LeaseView>()),
  /** Of whoever has command of the robot. Sends one command and answers with its outcome, within seconds. What is refused before anything is sent is an error. */
  command: procedure({ resource: 'robot', action: 'control' }, { onRobot: true })
    .input(
      z.strictObject({
        robot,
        command: text.min(1).max(40),
        arguments: z.record(text.max(40), z.int()).default({}),
        /** `confirmed`, `held`, or the robot's name as the person typed it; null where the command asks for none. */
        confirmation: text.max(100).nullable().default(null),
      }),
    )
    .output(type<CommandResult>()),
  /**
   * Puts a simulation in the place of a robot whose link is lost. It stays there, marked, until somebody returns the robot to
   * live; meanwhile every command is refused, and a software stop goes to the robot itself.
   */
  simulate: procedure({ resource: 'robot', action: 'simulate' }, { onRobot: true })
    .input(z.strictObject({ robot, reason }))
    .output(type<StandInView>()),
  /** Shows the robot itself again, whatever its link is. Answers with how the simulation was. */
  returnToLive: procedure({ resource: 'robot', action: 'control' }, { onRobot: true })
    .input(z.strictObject({ robot }))
    .output(type<StandInView>()),
};
