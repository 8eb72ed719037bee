import type { LinkRow } from '../../store/repositories/link-history.ts';
import { TARGET } from '../availability.ts';
import { added, NO_FIGURES, type LinkFigures } from './figures.ts';
import { percentileMs } from './latency-histogram.ts';

const DAY_MS = 86_400_000;
/** Over which the error budget is reckoned. */
const BUDGET_DAYS = 30;
/** Up to so many days are told hour by hour. */
const HOURLY_DAYS = 2;

/** Latencies of the polls that succeeded, ms; null: there were none. */
export interface LatencyView {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** Figures with their percentiles in the place of the counts. */
export interface StretchView extends Omit<LinkFigures, 'latencies'> {
  readonly latency: LatencyView | null;
}

/** What the link to one robot was like. */
export interface LinkHistory {
  /** Wall clock, ms. */
  readonly from: number;
  readonly to: number;
  /** Hours, or days by the workstation's own calendar, in which the robot was polled at all; the oldest first. */
  readonly by: 'hour' | 'day';
  readonly stretches: readonly (StretchView & { readonly startedAt: number })[];
  readonly total: StretchView;
  /** Of the last 30 days: how long (ms) a link that keeps to the target may be without life, and how long it was. */
  readonly budget: {
    readonly target: number;
    readonly days: number;
    readonly allowedMs: number;
    readonly usedMs: number;
  };
}

/** @param read what is known of the robot since a moment (wall clock, ms) */
export async function historyView(
  read: (from: number) => Promise<readonly LinkRow[]>,
  days: number,
  now: number,
): Promise<LinkHistory> {
  const from = now - days * DAY_MS;
  const budgetFrom = now - BUDGET_DAYS * DAY_MS;
  const rows = await read(Math.floor(Math.max(0, Math.min(from, budgetFrom))));
  const shown = rows.filter(({ startedAt, spanMs }) => startedAt + spanMs > from);
  const by = days <= HOURLY_DAYS ? 'hour' : 'day';
  const { observedMs, liveMs } = sumOf(rows.filter(({ startedAt }) => startedAt >= budgetFrom));
  return {
    from,
    to: now,
    by,
    stretches: stretchesOf(shown, by === 'hour' ? ({ startedAt }) => startedAt : dayOf),
    total: viewOf(sumOf(shown)),
    budget: {
      target: TARGET,
      days: BUDGET_DAYS,
      allowedMs: Math.round((1 - TARGET) * BUDGET_DAYS * DAY_MS),
      usedMs: observedMs - liveMs,
    },
  };
}

function stretchesOf(rows: readonly LinkRow[], startOf: (row: LinkRow) => number): LinkHistory['stretches'] {
  const stretches = new Map<number, LinkFigures>();
  for (const row of rows) {
    const startedAt = startOf(row);
    stretches.set(startedAt, added(stretches.get(startedAt) ?? NO_FIGURES, row.figures));
  }
  return Array.from(stretches, ([startedAt, figures]) => ({ startedAt, ...viewOf(figures) })).toSorted(
    (one, other) => one.startedAt - other.startedAt,
  );
}

const sumOf = (rows: readonly LinkRow[]): LinkFigures =>
  rows.reduce<LinkFigures>((sum, { figures }) => added(sum, figures), NO_FIGURES);

function viewOf({ latencies, ...figures }: LinkFigures): StretchView {
  const [p50Ms, p95Ms, p99Ms] = [50, 95, 99].map((percent) => percentileMs(latencies, percent) ?? 0);
  const latency = latencies.length === 0 ? null : { p50Ms: p50Ms ?? 0, p95Ms: p95Ms ?? 0, p99Ms: p99Ms ?? 0 };
  return { ...figures, latency };
}

/** Where the day begins by this machine's own calendar. */
function dayOf({ startedAt }: LinkRow): number {
  return new Date(startedAt).setHours(0, 0, 0, 0);
}
