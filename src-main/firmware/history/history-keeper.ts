import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { oneAtATime } from '../../store/one-at-a-time.ts';
import type { LinkFlush, LinkRow } from '../../store/repositories/link-history.ts';
import type { StoreFigures, StoreReads } from '../../store/store.ts';
import { HOUR_MS } from './accumulator.ts';
import { added, NO_FIGURES } from './figures.ts';
import type { Observatory, RobotHour } from './observatory.ts';

const DAY_MS = 86_400_000 as const;
/** What a crash may lose, ms. */
const KEEP_EVERY_MS = 5 * 60_000;
/** A robot that comes into an emergency stop, or out of one: a restart after a crash must not make that forgotten. */
const KEEP_SOON_MS = 2000;
/** Hours become days after so long, and days go after so long. */
const HOURS_FOR_MS = 31 * DAY_MS;
const DAYS_FOR_MS = 731 * DAY_MS;
/**
 * Rows of hours, and of days, that are kept at most, some 10 MB each: the store is in memory. It is enough for all of the
 * above for 50 robots; 500 have their hours for three days, and their days for eighty.
 */
const MOST_ROWS = 40_000;
/** Hours that become days in one go. */
const AT_ONCE = 2000;

/** Keeps what an observatory has counted, for a limited time. */
export interface HistoryKeeper {
  /** Of one robot since then (wall clock, ms), what is not kept yet included; the oldest first. */
  read(robot: string, from: number): Promise<readonly LinkRow[]>;
  /** Keeps what there is; rejects with STORE_* where it does not succeed: it stays, and is kept with the next. */
  keep(): Promise<void>;
  /** Ends the keeping, after a last one. */
  stop(): Promise<void>;
}

export interface HistoryKeeperOptions {
  readonly observatory: Pick<Observatory, 'take' | 'lives' | 'onStopChange'>;
  readonly store: StoreReads & StoreFigures;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process among all that ever kept something here. */
  readonly run: string;
  readonly mostRows?: number;
}

export function keepHistory(options: HistoryKeeperOptions): HistoryKeeper {
  const { observatory, store, clock, log, run, mostRows = MOST_ROWS } = options;
  const inTurn = oneAtATime();
  /** Taken, and not tried yet; one row for each robot and hour, however often somebody looks. */
  let waiting: readonly LinkRow[] = [];
  /** Tried without an answer, or refused: it may have been kept all the same. */
  let tried: readonly LinkRow[] | null = null;
  let flush: LinkFlush = { run, number: 1 };
  let failing = false;
  let stopped = false;
  let cancel = clock.after(KEEP_EVERY_MS, tick);
  let cancelSoon = () => {};
  const endStops = observatory.onStopChange(() => {
    cancelSoon();
    if (!stopped) cancelSoon = clock.after(KEEP_SOON_MS, () => void keep().catch(() => {}));
  });

  return {
    read: (robot, from) =>
      inTurn(async () => {
        const kept = await store.read('links.history', { robot, from });
        // what was tried in vain may be in it already, for the moment: better twice than not at all
        const parts = [...(tried ?? []), ...taken()].filter((row) => row.robot === robot && row.startedAt >= from);
        return merged(kept, changed(kept, parts));
      }),
    keep,
    async stop() {
      stopped = true;
      cancel();
      cancelSoon();
      endStops();
      const owed = tried !== null;
      await keep()
        .then(() => (owed ? keep() : undefined))
        .catch(() => {});
    },
  };

  function tick(): void {
    cancel = clock.after(KEEP_EVERY_MS, tick);
    void keep().catch(() => {});
  }

  function taken(): readonly LinkRow[] {
    waiting = merged(waiting, changed(waiting, observatory.take().map(rowOf)));
    return waiting;
  }

  function keep(): Promise<void> {
    return inTurn(async () => {
      try {
        await keepOnce();
        if (failing) log.info('the history of the links is kept again');
        failing = false;
      } catch (error) {
        if (!failing) log.error('the history of the links could not be kept; it is tried again', { error });
        failing = true;
        throw error;
      }
    });
  }

  async function keepOnce(): Promise<void> {
    // what has failed is tried as it was: only so it can be told whether it was kept
    const again = tried !== null;
    const parts = tried ?? taken();
    if (!again) waiting = [];
    tried = parts;
    const starts = [...new Set(parts.map(({ startedAt }) => startedAt))];
    const { flush: last, rows } = await store.read('links.at', { spanMs: HOUR_MS, starts });
    if (again && last?.run === flush.run && last.number === flush.number) return done();
    const now = clock.now();
    const old = await store.read('links.oldest', { before: dayOf(now - HOURS_FOR_MS), most: mostRows, limit: AT_ONCE });
    const newest = old.rows.at(-1);
    const isOld = ({ robot, startedAt }: LinkRow): boolean =>
      newest !== undefined &&
      (startedAt < newest.startedAt || (startedAt === newest.startedAt && robot <= newest.robot));
    const hours = changed(rows, parts);
    const becoming = merged(old.rows, hours.filter(isOld)).map(asDay);
    const days = await store.read('links.at', { spanMs: DAY_MS, starts: [...new Set(becoming.map(startOf))] });
    await store.keep('links.keep', {
      at: now,
      flush,
      rows: [...hours.filter((row) => !isOld(row)), ...changed(days.rows, becoming)],
      lives: observatory.lives(),
      daysNow: newest ? { robot: newest.robot, startedAt: newest.startedAt } : null,
      forget: { before: dayOf(now - DAYS_FOR_MS), most: Math.max(0, old.days - mostRows) },
    });
    done();
  }

  function done(): void {
    flush = { run, number: flush.number + 1 };
    tried = null;
  }
}

const dayOf = (at: number): number => Math.max(0, Math.floor(at / DAY_MS) * DAY_MS);
const startOf = ({ startedAt }: LinkRow): number => startedAt;
const asDay = (row: LinkRow): LinkRow => ({ ...row, spanMs: DAY_MS, startedAt: dayOf(row.startedAt) });
const rowOf = ({ robot, startedAt, figures }: RobotHour): LinkRow => ({ robot, spanMs: HOUR_MS, startedAt, figures });
const keyOf = ({ robot, spanMs, startedAt }: LinkRow): string => `${robot} ${spanMs} ${startedAt}`;

/** Those of `kept` to which something comes, and new ones, with that. */
function changed(kept: readonly LinkRow[], news: readonly LinkRow[]): LinkRow[] {
  const before = new Map(kept.map((row) => [keyOf(row), row]));
  const after = new Map<string, LinkRow>();
  for (const row of news) {
    const key = keyOf(row);
    const figures = (after.get(key) ?? before.get(key))?.figures ?? NO_FIGURES;
    after.set(key, { ...row, figures: added(figures, row.figures) });
  }
  return [...after.values()];
}

/** `kept` with its newer versions in place of what was there, the oldest first. */
function merged(kept: readonly LinkRow[], newer: readonly LinkRow[]): LinkRow[] {
  const rows = new Map([...kept, ...newer].map((row) => [keyOf(row), row]));
  return [...rows.values()].toSorted((one, other) => one.startedAt - other.startedAt);
}
