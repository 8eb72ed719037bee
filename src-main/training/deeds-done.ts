import type { Deed } from '../mock-firmware/orders.ts';
import type { DeedDone } from './training-state.ts';

/** What a trainer wants to look back at; the log has all that was done by hand, and the scenario the rest. */
const KEPT = 5;

/** What was done to each simulated robot lately. */
export interface DeedsDone {
  note(robot: string, deed: Deed, by: DeedDone['by']): void;
  of(robot: string): readonly DeedDone[];
  /** Other robots stand there. */
  forget(): void;
}

/** @param now the wall clock */
export function createDeedsDone(now: () => number): DeedsDone {
  const done = new Map<string, readonly DeedDone[]>();
  const of = (robot: string) => done.get(robot) ?? [];
  return {
    note: (robot, deed, by) => void done.set(robot, [{ at: now(), deed, by }, ...of(robot)].slice(0, KEPT)),
    of,
    forget: () => done.clear(),
  };
}
