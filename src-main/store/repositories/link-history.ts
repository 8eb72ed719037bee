import { sql } from 'kysely';
import type { LinkFigures } from '../../firmware/history/figures.ts';
import type { Db, Schema } from '../schema.ts';
import { changeSetting, readSetting } from './settings.ts';

export type LinkSpanMs = 3_600_000 | 86_400_000;

/** Figures of one robot's link within one hour or day. */
export interface LinkRow {
  readonly robot: string;
  readonly spanMs: LinkSpanMs;
  /** Wall clock, ms; a multiple of the span (UTC). */
  readonly startedAt: number;
  readonly figures: LinkFigures;
}

/** Names one keeping of figures, so that it can be seen whether it was kept. */
export interface LinkFlush {
  /** Of the console's process. */
  readonly run: string;
  readonly number: number;
}

export interface LinkKeeping {
  /** Wall clock, ms. */
  readonly at: number;
  readonly flush: LinkFlush;
  /** In the place of what was there. */
  readonly rows: readonly LinkRow[];
  /** How the robots were seen last. Plain JSON. */
  readonly lives: unknown;
  /** Hours that are days now: all up to this one, in the order of {@link oldestLinkHours}. */
  readonly daysNow: Pick<LinkRow, 'robot' | 'startedAt'> | null;
  /** Days that began before go, and so many more, the oldest. */
  readonly forget: { readonly before: number; readonly most: number };
}

const HOUR_MS: LinkSpanMs = 3_600_000;
const DAY_MS: LinkSpanMs = 86_400_000;
const LIVES = 'links.lives';
const FLUSH = 'links.flush';
/** Rows in one statement: SQLite takes 32,766 parameters. */
const ROWS_AT_ONCE = 200;

/** What was kept last, and of the given moments all rows of that span. */
export async function linkRowsAt(
  db: Db,
  { spanMs, starts }: { readonly spanMs: LinkSpanMs; readonly starts: readonly number[] },
): Promise<{ readonly flush: LinkFlush | null; readonly rows: readonly LinkRow[] }> {
  const flush = (await readSetting(db, { key: FLUSH })) as LinkFlush | null;
  const rows = await db
    .selectFrom('link_history')
    .selectAll()
    .where('span_ms', '=', spanMs)
    .where('started_at', 'in', [...starts])
    .execute();
  return { flush, rows: rows.map(rowOf) };
}

/** Everything of one robot since then, the oldest first. */
export async function linkHistoryOf(
  db: Db,
  { robot, from }: { readonly robot: string; readonly from: number },
): Promise<readonly LinkRow[]> {
  const rows = await db
    .selectFrom('link_history')
    .selectAll()
    .where('robot', '=', robot)
    .where('span_ms', 'in', [HOUR_MS, DAY_MS])
    .where('started_at', '>=', from)
    .orderBy('started_at')
    .execute();
  return rows.map(rowOf);
}

/** How many rows there are, and the oldest hours: those before a moment, or so many where there are too many. */
export async function oldestLinkHours(
  db: Db,
  { before, most, limit }: { readonly before: number; readonly most: number; readonly limit: number },
): Promise<{ readonly rows: readonly LinkRow[]; readonly days: number }> {
  const tooMany = (await countOf(db, HOUR_MS)) - most;
  const oldest = db
    .selectFrom('link_history')
    .selectAll()
    .where('span_ms', '=', HOUR_MS)
    .orderBy('started_at')
    .orderBy('robot')
    .limit(tooMany > 0 ? Math.min(tooMany, limit) : limit);
  const rows = await (tooMany > 0 ? oldest : oldest.where('started_at', '<', before)).execute();
  return { rows: rows.map(rowOf), days: await countOf(db, DAY_MS) };
}

export async function keepLinks(db: Db, { at, flush, rows, lives, daysNow, forget }: LinkKeeping): Promise<void> {
  for (let n = 0; n < rows.length; n += ROWS_AT_ONCE) {
    const values = rows.slice(n, n + ROWS_AT_ONCE).map(columnsOf);
    await db.replaceInto('link_history').values(values).execute();
  }
  if (daysNow) {
    const { robot, startedAt } = daysNow;
    await db
      .deleteFrom('link_history')
      .where('span_ms', '=', HOUR_MS)
      .where(({ or, and, eb }) =>
        or([eb('started_at', '<', startedAt), and([eb('started_at', '=', startedAt), eb('robot', '<=', robot)])]),
      )
      .execute();
  }
  await db.deleteFrom('link_history').where('span_ms', '=', DAY_MS).where('started_at', '<', forget.before).execute();
  if (forget.most > 0) {
    const oldest = db
      .selectFrom('link_history')
      .select(['robot', 'started_at'])
      .where('span_ms', '=', DAY_MS)
      .orderBy('started_at')
      .orderBy('robot')
      .limit(forget.most);
    await db
      .deleteFrom('link_history')
      .where('span_ms', '=', DAY_MS)
      .where(sql<boolean>`(robot, started_at) IN ${oldest}`)
      .execute();
  }
  for (const [key, value] of [
    [LIVES, lives],
    [FLUSH, flush],
  ] as const) {
    await changeSetting(db, { key, value, at, by: null });
  }
}

async function countOf(db: Db, spanMs: LinkSpanMs): Promise<number> {
  const { count } = await db
    .selectFrom('link_history')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('span_ms', '=', spanMs)
    .executeTakeFirstOrThrow();
  return count;
}

type Columns = Schema['link_history'];

function columnsOf({ robot, spanMs, startedAt, figures }: LinkRow): Columns {
  const { observedMs, liveMs, simulatedMs, polls, succeeded, restarts, latencies, errors, versions, skew } = figures;
  return {
    robot,
    span_ms: spanMs,
    started_at: startedAt,
    observed_ms: observedMs,
    live_ms: liveMs,
    simulated_ms: simulatedMs,
    polls,
    succeeded,
    restarts,
    latencies: JSON.stringify(latencies),
    errors: JSON.stringify(errors),
    versions: JSON.stringify(versions),
    skew: JSON.stringify(skew),
  };
}

function rowOf(row: Columns): LinkRow {
  const { robot, span_ms: spanMs, started_at: startedAt, polls, succeeded, restarts } = row;
  const figures: LinkFigures = {
    observedMs: row.observed_ms,
    liveMs: row.live_ms,
    simulatedMs: row.simulated_ms,
    polls,
    succeeded,
    restarts,
    latencies: JSON.parse(row.latencies) as LinkFigures['latencies'],
    errors: JSON.parse(row.errors) as LinkFigures['errors'],
    versions: JSON.parse(row.versions) as LinkFigures['versions'],
    skew: JSON.parse(row.skew) as LinkFigures['skew'],
  };
  return { robot, spanMs, startedAt, figures };
}
