import { useShallow } from 'zustand/react/shallow';
import { needsAttention } from '../attention.ts';
import { truthOf, type Presentation, type Truth } from '../truth.ts';
import { useConnection } from './connection.ts';
import { useNow } from './now.ts';
import { useRobots, type KnownRobot } from './robots.ts';

/** The console is heard and tells about robots, so what it told last is not contradicted by its silence. */
export function useConnected(): boolean {
  const alive = useConnection(({ phase }) => phase === 'alive');
  const following = useRobots((state) => state.following);
  return alive && following;
}

/** Rounded up to whole seconds: never younger than it is, and a value renewed every second does not flicker. */
const wholeSeconds = (ms: number) => Math.ceil(ms / 1_000) * 1_000;

/** What a robot's reading may be shown as now; draws anew only when that or the shown age changes. */
export function useTruth({ snapshot, receivedAt }: KnownRobot): Truth {
  const connected = useConnected();
  return useNow(
    useShallow(({ monotonic }) => {
      const truth = truthOf(snapshot, receivedAt, monotonic, connected);
      return { ...truth, ageMs: truth.ageMs === null ? null : wholeSeconds(truth.ageMs) };
    }),
  );
}

/** The same without the age; undefined: nothing of the robot is drawn. */
export function usePresentation(robot: KnownRobot | undefined): Presentation | undefined {
  const connected = useConnected();
  return useNow(
    ({ monotonic }) => robot && truthOf(robot.snapshot, robot.receivedAt, monotonic, connected).presentation,
  );
}

/** What of a robot changes seldom enough to be drawn of all of them, all the time. */
export function useOutline(robotId: string) {
  const connected = useConnected();
  return useRobots(
    useShallow(({ byId }) => {
      const snapshot = byId[robotId]?.snapshot;
      const linkState = connected && snapshot ? snapshot.link.state : 'unknown';
      const standIn = snapshot ? snapshot.standIn !== null : false;
      return { name: snapshot?.name ?? '', linkState, standIn } as const;
    }),
  );
}

/** Milliseconds since this page got the snapshot, in whole seconds rounded down: added to the ages that it carries. */
export function useElapsed({ receivedAt }: KnownRobot): number {
  return useNow(({ monotonic }) => Math.max(0, Math.floor((monotonic - receivedAt) / 1_000) * 1_000));
}

/** Which of the robots have no robot behind them, for the frame around the window. */
export function useSimulation(): { readonly all: boolean; readonly names: readonly string[]; readonly total: number } {
  const simulatedOnly = useConnection(({ info }) => info?.simulatedOnly ?? false);
  const names = useRobots(
    useShallow(({ order, byId }) =>
      order.flatMap((id) => {
        const snapshot = byId[id]?.snapshot;
        if (snapshot === undefined) return [];
        const { reading, standIn } = snapshot;
        const simulated = standIn !== null || reading?.simulated === true || reading?.source === 'simulated';
        return simulated ? [snapshot.name] : [];
      }),
    ),
  );
  const total = useRobots(({ order }) => order.length);
  return { all: simulatedOnly || (total > 0 && names.length === total), names, total };
}

/** Ids of the robots that a person should look at. */
export function useAttention(): readonly string[] {
  const connected = useConnected();
  const byId = useRobots((state) => state.byId);
  return useNow(
    useShallow(({ monotonic }) =>
      Object.values(byId).flatMap(({ snapshot, receivedAt }) => {
        const { presentation } = truthOf(snapshot, receivedAt, monotonic, connected);
        return needsAttention(snapshot, presentation) ? [snapshot.id] : [];
      }),
    ),
  );
}
