import type { StopView } from '../../../src-main/bridge/contract.ts';
import type { History } from '../history.ts';

/** A time in which the robot had a command or a stop in hand: no polls, or none that count. */
export interface InHand {
  readonly at: number;
  readonly endedAt: number;
}

/** A call whose connection has gone may be carried out for so long (ms). */
const LONGEST_COMMAND_MS = 15_000;

/** When a stop was decided; one that never was: much later. */
export function decidedAt(
  { wallToMonotonicMs }: History,
  { outcome, answer, confirmed, requestedAt }: StopView,
): number {
  const last = Math.max(answer.at ?? requestedAt, confirmed.at ?? requestedAt);
  return wallToMonotonicMs + (outcome === null ? requestedAt + LONGEST_COMMAND_MS : last);
}

/** Every such time of a robot, in the order of its beginning. */
export function inHand(history: History, robot: string): InHand[] {
  const commands = history.commands
    .filter((call) => call.robot === robot)
    .map(({ at, endedAt, ending }) => ({ at, endedAt: ending === null ? at + LONGEST_COMMAND_MS : endedAt }));
  const stops = history.stopViews
    .filter((view) => view.robot === robot)
    .map((view) => ({ at: view.requestedAt + history.wallToMonotonicMs, endedAt: decidedAt(history, view) }));
  return [...commands, ...stops].toSorted((one, other) => one.at - other.at);
}
