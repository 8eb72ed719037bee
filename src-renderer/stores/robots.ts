import { create } from 'zustand';
import type { RobotSnapshot, RobotsEvent } from '../../src-main/bridge/contract.ts';

/** A snapshot and when this page got it, by its own monotonic clock: ages go on from there. */
export interface KnownRobot {
  readonly snapshot: RobotSnapshot;
  readonly receivedAt: number;
}

export interface RobotsState {
  /** The stream of readings is running; false from the moment it broke until it has told everything anew. */
  readonly following: boolean;
  /** Something was told since sign-in, so an empty list means that there is no robot. */
  readonly told: boolean;
  readonly order: readonly string[];
  readonly byId: Readonly<Record<string, KnownRobot>>;
}

const NOTHING: RobotsState = { following: false, told: false, order: [], byId: {} };

export const useRobots = create<RobotsState>()(() => NOTHING);

/** The state after one event of the stream, received at `receivedAt`. */
export function afterEvent(state: RobotsState, event: RobotsEvent, receivedAt: number): RobotsState {
  const told = event.robots.map((snapshot) => [snapshot.id, { snapshot, receivedAt }] as const);
  if (event.kind === 'all') {
    return { following: true, told: true, order: told.map(([id]) => id), byId: Object.fromEntries(told) };
  }
  const added = told.map(([id]) => id).filter((id) => !(id in state.byId));
  const order = added.length === 0 ? state.order : [...state.order, ...added];
  return { ...state, order, byId: { ...state.byId, ...Object.fromEntries(told) } };
}

/** The robots that the console shows, as scopes know them; the same text as long as they are the same. */
export const placesOf = ({ order, byId }: RobotsState): string =>
  JSON.stringify(
    order.flatMap((id) => {
      const snapshot = byId[id]?.snapshot;
      return snapshot ? [{ id, name: snapshot.name, group: snapshot.group }] : [];
    }),
  );

export function showRobots(event: RobotsEvent): void {
  useRobots.setState((state) => afterEvent(state, event, performance.now()));
}

/** The stream broke: what is shown stays readable, but is disowned. */
export function disownRobots(): void {
  useRobots.setState({ following: false });
}

/** Nobody is signed in who may see robots. */
export function forgetRobots(): void {
  useRobots.setState(NOTHING);
}
