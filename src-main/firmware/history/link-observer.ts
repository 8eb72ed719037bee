import type { ConsoleError } from '../../errors.ts';
import type { Observation } from '../attempt.ts';
import type { RobotSettings } from '../settings.ts';

/**
 * Is told how every attempt to read one robot has ended, in the order of time. It is called on a poll's way: it must be
 * quick, and never throws.
 */
export interface LinkObserver {
  heard(observation: Observation): void;
  /** @param last the poll has come to nothing; else it tries again */
  failed(error: ConsoleError, last: boolean): void;
  /** An answer came, but the robot's own clock or counter stands still. */
  frozen(error: ConsoleError): void;
  /** Nobody polls the robot any more, or somebody else does from now on. */
  left(): void;
}

/** Asked for each robot whenever its polling begins. */
export type Observe = (settings: RobotSettings) => LinkObserver;

/**
 * What a look at all the polls of a robot shows that a person must learn of:
 * - `link-down`: no poll has come to anything for some time;
 * - `robot-silent`: it answers, but has stood still for some time;
 * - `robot-restart`: its controller was started again;
 * - `lost-emergency-stop`: so it was, and the emergency stop in which it had been is not there any more;
 * - `robot-clock`: its clock is far from ours.
 */
export type LinkNoticeKind = 'link-down' | 'robot-silent' | 'robot-restart' | 'lost-emergency-stop' | 'robot-clock';

export interface LinkNotice {
  readonly kind: LinkNoticeKind;
  /** The robot's id and name. */
  readonly robot: string;
  readonly name: string;
  /** Wall clock, ms. */
  readonly at: number;
}
