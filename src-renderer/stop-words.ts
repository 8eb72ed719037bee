import type { RobotSnapshot, RobotValues, StopView } from '../src-main/bridge/contract.ts';

/** How a stop stands, as one word says it; `left`: seen to stand then, and heard in another state since. */
export type StopStanding = NonNullable<StopView['outcome']> | 'pending' | 'left';

/** The state that each robot was heard in since its stop, by the robot's id, if it is another one than was seen then. */
export type StatesSince = Readonly<Record<string, RobotValues['state']>>;

export const standingOf = ({ robot, outcome }: StopView, since: StatesSince): StopStanding =>
  Object.hasOwn(since, robot) ? 'left' : (outcome ?? 'pending');

/** What was seen of a robot then is no news of how it is now: a stop stays on the screen, the robot may go on. */
export function statesSince(
  stops: readonly StopView[],
  snapshotOf: (robot: string) => RobotSnapshot | undefined,
): StatesSince {
  return Object.fromEntries(
    stops.flatMap(({ robot, outcome, confirmed }) => {
      const { reading, standIn } = snapshotOf(robot) ?? {};
      if (outcome !== 'observed' || confirmed.at === null || !reading) return [];
      // a simulation knows nothing of what the robot itself did
      if (standIn || reading.observedAt <= confirmed.at || reading.values.state === confirmed.state) return [];
      return [[robot, reading.values.state]];
    }),
  );
}

/** What needs eyes first: what surely goes on, then what nobody knows, then what is under way. */
const ORDER: readonly StopStanding[] = [
  'contradicted',
  'refused',
  'unknown',
  'accepted',
  'pending',
  'left',
  'observed',
];

export function mostUrgentFirst(stops: readonly StopView[], since: StatesSince): readonly StopView[] {
  const rank = (stop: StopView) => ORDER.indexOf(standingOf(stop, since));
  return stops.toSorted((one, other) => rank(one) - rank(other));
}

/** Whether anything is decided and not a robot that was seen to stand. */
export function needsTheOtherStop(stops: readonly StopView[]): boolean {
  return stops.some(({ outcome }) => outcome !== null && outcome !== 'observed');
}

/** So long (ms) a list stays open of which nothing is left to see. */
export const FOLDS_AFTER_MS = 10_000;

/**
 * Whether every robot was seen to have stopped, a while ago, and none was heard going on since: the list may fold. What was
 * not sent, not confirmed or is not decided never settles.
 *
 * @param wall the time, by the clock that the stops were confirmed by
 */
export function isSettled({ stops, own }: StopsKnown, since: StatesSince, wall: number): boolean {
  if (own !== null || stops.length === 0) return false;
  return stops.every(
    (stop) =>
      standingOf(stop, since) === 'observed' &&
      stop.confirmed.at !== null &&
      wall - stop.confirmed.at >= FOLDS_AFTER_MS,
  );
}

interface StopsKnown {
  readonly stops: readonly StopView[];
  /** The page's own last press, while it is not answered or was not confirmed. */
  readonly own: unknown;
}
