import { ConsoleError } from '../../errors.ts';
import type { CommandOffer } from '../drivers/command-words.ts';
import { isCurrentLink, type RobotSnapshot } from '../link.ts';

/** What a person gives with a command. */
export interface CommandWish {
  readonly robot: string;
  readonly command: string;
  readonly arguments: Readonly<Record<string, number>>;
  /** What the person did to confirm it: `confirmed`, `held`, or the robot's name as typed; null: nothing. */
  readonly confirmation: string | null;
}

/**
 * The robot as it is now lets the command through: it is heard, what it said is fresh, and its state is one in which it
 * takes the command. Where a simulation stands in for it nobody is told anything; mock firmware that answers is.
 *
 * @throws ConsoleError COMMAND_SIMULATED {robot}; COMMAND_STALE {robot}; COMMAND_STATE {robot, state, command}
 */
export function checkRobot(
  { id, from }: CommandOffer,
  { name, link, reading, staleAfterMs, standIn }: RobotSnapshot,
): void {
  if (standIn !== null) throw simulated(name);
  const fresh =
    isCurrentLink(link.state) && reading !== null && reading.source !== 'last-known' && reading.ageMs <= staleAfterMs;
  if (!fresh) throw new ConsoleError('COMMAND_STALE', `${name} is not heard now`, { robot: name });
  const { state, stateText } = reading.values;
  if (from === null || from.some((allowed) => allowed === state)) return;
  throw new ConsoleError('COMMAND_STATE', `${name} takes no ${id} in ${stateText}`, {
    robot: name,
    state: stateText,
    command: id,
  });
}

/** What is shown of the robot is not the robot, or is about not to be. */
export const simulated = (robotName: string): ConsoleError =>
  new ConsoleError('COMMAND_SIMULATED', `${robotName} is shown as a simulation`, { robot: robotName });

/** @throws ConsoleError COMMAND_NOT_CONFIRMED {robot, rule} */
export function checkConfirmation({ confirmation }: CommandOffer, robotName: string, given: string | null): void {
  const wanted = { none: null, confirm: 'confirmed', hold: 'held', 'type-name': robotName }[confirmation];
  if (wanted === null || given === wanted) return;
  throw new ConsoleError('COMMAND_NOT_CONFIRMED', `the command wants: ${confirmation}`, {
    robot: robotName,
    rule: confirmation,
  });
}

/** @throws ConsoleError INPUT_INVALID {path, rule} for an argument that is missing, not known, or out of its limits */
export function checkArguments({ arguments: wanted }: CommandOffer, given: CommandWish['arguments']): void {
  const refuse = (name: string, rule: string): never => {
    throw new ConsoleError('INPUT_INVALID', `${name} ${rule}`, { path: `arguments.${name}`, rule });
  };
  for (const { name, minimum, maximum } of wanted) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) refuse(name, 'is missing');
    else if (value < minimum || value > maximum) refuse(name, `must be ${minimum} to ${maximum}`);
  }
  const strange = Object.keys(given).find((name) => !wanted.some((known) => known.name === name));
  if (strange !== undefined) refuse(strange.slice(0, 40), 'is not known');
}
