import type { Happened, Stall } from '../history.ts';

/** What timers, sockets and the bridge's pace (50 ms) may add to any moment, ms. */
const ALLOWED_MS = 200;

/** Time (ms) that a deadline within [from, to] may be late: what is always allowed, and how long the process stood still. */
export function allowance(stalls: readonly Stall[], from: number, to: number): number {
  let ms = ALLOWED_MS;
  for (const stall of between(stalls, from, to + LONGEST_STALL_MS)) ms += stall.at - stall.ms < to ? stall.ms : 0;
  return ms;
}

/** A longer one is no campaign. */
const LONGEST_STALL_MS = 5000;

/** Those of a list, which is in the order of its moments, from `from` to `to`. */
export function between<T extends { readonly at: number }>(list: readonly T[], from: number, to: number): T[] {
  return list.slice(firstFrom(list, from), firstFrom(list, to + Number.EPSILON * Math.max(1, Math.abs(to)) * 2));
}

/** Where the first is whose moment is not before `at`. */
export function firstFrom(list: readonly { readonly at: number }[], at: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.at ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same list, apart for each robot. */
export function byRobot<T extends Happened>(list: readonly T[]): (robot: string) => readonly T[] {
  const lists = Map.groupBy(list, ({ robot }) => robot);
  return (robot) => lists.get(robot) ?? [];
}
