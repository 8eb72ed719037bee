import { setTimeout as pause } from 'node:timers/promises';
import { machineMs, startChild } from '../support/child.ts';
import { watchThrough, type Door } from '../support/watching.ts';
import type { Arrivals } from './responder.ts';
import type { Question, Side } from './poller.ts';

/** What a stretch of polling was like. */
export interface Stretch {
  readonly polls: number;
  /** Polls that the schedule wants in this time. */
  readonly due: number;
  /** CPU time of the polling process, user and system. */
  readonly cpuMs: number;
  /** Of each poll that came: how far (ms) it was from the moment that its robot's schedule had for it. */
  readonly errors: readonly number[];
}

const SETTLE_MS = 3000;
const EARLY_MS = 5;

/** Robots in one process, and in another one for each side who polls them. */
export interface Plant extends AsyncDisposable {
  readonly port: number;
  /** Polls for a while as `side` does, and looks at it when it has settled; nothing goes on afterwards. */
  stretch(side: Side, robots: number, intervalMs: number, lastsMs: number): Promise<Stretch>;
}

export async function startPlant(): Promise<Plant> {
  const responder = startChild(new URL('responder.ts', import.meta.url));
  const port = (await responder.ask('port')) as number;
  const pollers = new Map<Side, ReturnType<typeof startChild>>();
  const pollerOf = (side: Side) => {
    const poller = pollers.get(side) ?? startChild(new URL('poller.ts', import.meta.url));
    pollers.set(side, poller);
    return poller;
  };

  return {
    port,
    async stretch(side, robots, intervalMs, lastsMs) {
      const poller = pollerOf(side);
      const ask = (question: Question) => poller.ask(question);
      const started = await ask({ start: side, robots, port, intervalMs });
      const { gridStarts, door } = started as { gridStarts: readonly number[]; door: Door | null };
      const endWatch = door && (await watchThrough(door, () => {}));
      await pause(SETTLE_MS);
      await responder.ask('forget');
      const [from, cpuFrom] = [machineMs(), (await ask({ tell: 'cpu' })) as number];
      await pause(lastsMs);
      const arrivals = (await responder.ask('arrivals')) as Arrivals;
      const [to, cpuTo] = [machineMs(), (await ask({ tell: 'cpu' })) as number];
      endWatch?.();
      await ask({ tell: 'stop' });
      // connections are gone at the other end, too
      await pause(500);
      const errors = arrivals.at.map((at, index) => {
        const late = at - (gridStarts[arrivals.robots[index] ?? 0] ?? 0);
        // timers fire a moment early at most: what is not that is late for the moment before
        const moment = Math.floor((late + EARLY_MS) / intervalMs) * intervalMs;
        return Math.abs(late - moment);
      });
      return { polls: errors.length, due: ((to - from) / intervalMs) * robots, cpuMs: cpuTo - cpuFrom, errors };
    },
    async [Symbol.asyncDispose]() {
      for (const child of [...pollers.values(), responder]) await child.kill();
    },
  };
}
