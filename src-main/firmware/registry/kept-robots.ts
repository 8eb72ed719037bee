import { z } from 'zod';
import type { Log } from '../../log.ts';
import type { Store } from '../../store/store.ts';
import type { TokenRole } from '../drivers/etiquette.ts';
import { robotSettings } from '../settings.ts';
import type { RobotDraft } from './robot-draft.ts';

/** The setting that holds the robots that were added in the console. */
export const KEPT_ROBOTS = 'fleet.robots';

/** A robot that was added in the console. */
export interface KeptRobot {
  readonly robot: RobotDraft;
  /** A disabled one is not asked anything, and cannot be told anything. */
  readonly enabled: boolean;
  /** Sealed: they open on this installation alone. */
  readonly tokens: Readonly<Partial<Record<TokenRole, string>>>;
}

const sealed = z.string().optional();
const kept = z.object({
  robot: robotSettings,
  enabled: z.boolean(),
  tokens: z.object({ administrator: sealed, operator: sealed, viewer: sealed }),
});

/**
 * The robots of this data folder. One that cannot be read is left out, and the log says so: the others must be seen. What
 * is left out goes back to the store with every change: a newer version of the console may have written it.
 */
export async function keptRobots(
  store: Pick<Store, 'read'>,
  log: Log,
): Promise<{ readonly robots: readonly KeptRobot[]; readonly unreadable: readonly unknown[] }> {
  const stored = await store.read('settings.read', { key: KEPT_ROBOTS });
  const robots: KeptRobot[] = [];
  const unreadable: unknown[] = [];
  for (const one of Array.isArray(stored) ? (stored as readonly unknown[]) : []) {
    const { data, error } = kept.safeParse(one);
    if (data) robots.push(data as KeptRobot);
    else {
      unreadable.push(one);
      log.error('a robot that was added in the console cannot be read', { error: error.message });
    }
  }
  return { robots, unreadable };
}
