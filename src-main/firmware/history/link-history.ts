import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { StoreFigures, StoreReads } from '../../store/store.ts';
import { ROBOT_STATES } from '../reading.ts';
import { keepHistory } from './history-keeper.ts';
import { historyView, type LinkHistory } from './history-view.ts';
import { createObservatory, type Observatory, type RobotLife } from './observatory.ts';

const LIVES: z.ZodType<RobotLife[]> = z.array(
  z.object({
    robot: z.string(),
    machine: z.string(),
    state: z.enum([...ROBOT_STATES, 'unknown']),
    seenAt: z.number(),
    transitions: z.number().nullable(),
    uptimeMs: z.number().nullable(),
    uptimeAt: z.number().nullable(),
  }),
);

/** What the links to the robots were like, now and for a long time. */
export interface LinkHistories extends Pick<Observatory, 'observe' | 'onNotice' | 'follow'> {
  /** Of one robot, over so many days until now. @throws ConsoleError STORE_* */
  of(robot: string, days: number): Promise<LinkHistory>;
  /** Keeps the last of it. */
  close(): Promise<void>;
}

export interface LinkHistoriesOptions {
  readonly store: StoreReads & StoreFigures;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
}

/** The histories of this data folder, with the lives of the robots as the console before saw them. */
export async function openLinkHistories({ store, clock, log, newId }: LinkHistoriesOptions): Promise<LinkHistories> {
  const kept = LIVES.safeParse((await store.read('settings.read', { key: 'links.lives' })) ?? []);
  if (!kept.success) log.error('how the robots were seen last cannot be read', { error: kept.error.message });
  const observatory = createObservatory({ clock, before: kept.data ?? [] });
  const keeper = keepHistory({ observatory, store, clock, log, run: newId() });
  return {
    observe: observatory.observe,
    onNotice: observatory.onNotice,
    follow: observatory.follow,
    of: (robot, days) => historyView((from) => keeper.read(robot, from), days, clock.now()),
    close: keeper.stop,
  };
}
