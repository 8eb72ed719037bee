import { performance } from 'node:perf_hooks';
import type { RobotSnapshot, StopView } from '../../src-main/bridge/contract.ts';
import type { BridgeClient } from '../support/bridge-client.ts';
import type { Told } from './history.ts';

/** What a page that shows all robots is told, for as long as its connection lasts. */
export interface Watch {
  readonly told: Told[];
  readonly newest: Map<string, Told>;
  /** The last sight of each stop. */
  readonly stopViews: Map<string, StopView>;
  keepStops(views: readonly StopView[]): void;
}

export function createWatch(): Watch {
  const stopViews = new Map<string, StopView>();
  return {
    told: [],
    newest: new Map(),
    stopViews,
    keepStops(views) {
      // an answer of an older call may be late
      for (const view of views) if (!stopViews.get(view.id)?.outcome) stopViews.set(view.id, view);
    },
  };
}

/** Follows robots and stops until the connection ends. */
export async function follow({ client }: BridgeClient, watch: Watch): Promise<void> {
  const robots = async () => {
    for await (const event of await client.robots.watch()) {
      const at = performance.now();
      for (const robot of event.robots) {
        const told = toldOf(robot, at);
        watch.told.push(told);
        watch.newest.set(robot.id, told);
      }
    }
  };
  const stops = async () => {
    for await (const { stops: views } of await client.robots.stops()) watch.keepStops(views);
  };
  await Promise.allSettled([robots(), stops()]);
}

function toldOf({ id, link, staleAfterMs, reading }: RobotSnapshot, at: number): Told {
  if (reading === null) return { at, robot: id, link: link.state, staleAfterMs, reading };
  const { source, simulated, ageMs, latencyMs, values, facts } = reading;
  const { stateText, fault, positionMm, batteryPercent, uptimeS } = values;
  const stateForMs = facts.find(({ name }) => name === 'stateDuration')?.value;
  const kept = { stateText, fault, positionMm, batteryPercent, uptimeS };
  const own = typeof stateForMs === 'number' ? stateForMs : null;
  return {
    at,
    robot: id,
    link: link.state,
    staleAfterMs,
    reading: { source, simulated, ageMs, latencyMs, values: { ...kept, stateForMs: own } },
  };
}
