import type { CommandOffer, RobotState } from '../src-main/bridge/contract.ts';

/** Why a command is not offered now; null: it is. The console decides by itself when it is sent. */
export type CommandObstacle =
  | { readonly why: 'permission' | 'simulated' | 'control' | 'stale' | 'busy' }
  | { readonly why: 'state'; readonly states: readonly RobotState[] }
  | null;

export interface CommandCircumstances {
  readonly permitted: boolean;
  /** A simulation stands in for the robot: nobody is told anything. */
  readonly standIn: boolean;
  /** This session has command of the robot. */
  readonly control: boolean;
  /** What is shown of the robot is about now. */
  readonly current: boolean;
  readonly state: RobotState | null;
  /** Another command of this page is under way. */
  readonly busy: boolean;
}

/** What a person can do least about comes first. */
export function obstacleTo({ from }: CommandOffer, now: CommandCircumstances): CommandObstacle {
  if (!now.permitted) return { why: 'permission' };
  if (now.standIn) return { why: 'simulated' };
  if (!now.control) return { why: 'control' };
  if (now.busy) return { why: 'busy' };
  if (!now.current || now.state === null) return { why: 'stale' };
  if (from !== null && !from.includes(now.state)) return { why: 'state', states: from };
  return null;
}
