import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Driver, Recall, Report, SlowRead } from './drivers/driver.ts';
import type { TokenRole } from './drivers/etiquette.ts';
import type { ReadCache } from './read-cache.ts';

/** A slow read may come by this share of its interval early: polls do not fall on its moment exactly. */
const EARLINESS = 0.1;

/** Sends one request of a poll. */
export type Ask = (path: string, token?: TokenRole) => Promise<unknown>;

/** A whole reading, with the moments (monotonic, ms) of its first request and of its last needed answer. */
export interface WholeReading extends Report {
  readonly startedAt: number;
  readonly at: number;
}

/** Reads one robot as its driver wants it, slow resources when their time has come. */
export interface Reader {
  /** @throws ConsoleError what `ask` throws, and what the driver thinks of the answers. */
  read(ask: Ask): Promise<WholeReading>;
}

interface ReaderDeps {
  readonly robotId: string;
  readonly driver: Driver;
  readonly cache: ReadCache;
  readonly clock: Clock;
  readonly log: Log;
}

export function createReader({ robotId, driver, cache, clock, log }: ReaderDeps): Reader {
  /** The beginning of the poll in which each slow read was last tried, and how its last try failed. */
  const tried = new Map<string, { readonly at: number; readonly failure: string | null }>();

  return {
    async read(ask) {
      const startedAt = clock.monotonic();
      const due = mostOverdue();
      let at = startedAt;

      const fetch = async (path: string) => {
        const heard = await cache.read(robotId, path, -1, () => ask(path));
        at = heard.at;
        return heard.said;
      };
      const recall: Recall = async <T>(slow: SlowRead<T>) => {
        const heardNow = slow.path === due?.path && (await trySlow(slow, ask, startedAt));
        const heard = cache.recall<T>(robotId, slow.path);
        return heard && { ...heard, heardNow };
      };
      const report = await driver.read(fetch, recall);
      return { ...report, startedAt, at };
    },
  };

  /** The slow read whose turn it is: due, and waiting for the largest multiple of its interval. */
  function mostOverdue(): SlowRead | null {
    const now = clock.monotonic();
    let most: { slow: SlowRead; by: number } | null = null;
    for (const slow of driver.slowReads) {
      const last = tried.get(slow.path);
      const forgotten = last?.failure === null && !cache.holds(robotId, slow.path);
      const by = last && !forgotten ? (now - last.at) / slow.everyMs : Infinity;
      if (by >= 1 - EARLINESS && (!most || by > most.by)) most = { slow, by };
    }
    return most?.slow ?? null;
  }

  /** A slow read that fails takes nothing from the reading that it belongs to: what it said before is forgotten. */
  async function trySlow<T>({ path, token, parse }: SlowRead<T>, ask: Ask, at: number): Promise<boolean> {
    const before = tried.get(path)?.failure ?? null;
    try {
      await cache.read(robotId, path, -1, async () => parse(await ask(path, token)));
      tried.set(path, { at, failure: null });
      return true;
    } catch (cause) {
      if (!(cause instanceof ConsoleError)) throw cause;
      tried.set(path, { at, failure: cause.code });
      cache.forget(robotId, path);
      const facts = { robot: robotId, code: cause.code, ...cause.details };
      if (before !== cause.code) log.warn(`a robot does not tell all of itself: ${cause.message}`, facts);
      return false;
    }
  }
}
