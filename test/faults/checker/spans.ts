import type { Happened, Stall } from '../history.ts';

/** What timers, sockets and the bridge's pace (50 ms) may add to any moment, ms. */
const ALLOWED_MS = 200;

/** When what began at `from` and takes `ms` must be over: later by what is always allowed, and while the process stood still. */
export function latest(stalls: readonly Stall[], from: number, ms: number): number {
  return settled(from + ms + ALLOWED_MS, (to) => from + ms + ALLOWED_MS + stoodStillMs(stalls, from, to));
}

/** When what was over at `to` and took `ms` can have begun at the earliest, by the same measure. */
export function earliest(stalls: readonly Stall[], to: number, ms: number): number {
  return settled(to - ms - ALLOWED_MS, (from) => to - ms - ALLOWED_MS - stoodStillMs(stalls, from, to));
}

/** A stall makes the time longer in which the next one may fall. */
function settled(first: number, next: (moment: number) => number): number {
  let moment = first;
  for (let better = next(moment); better !== moment; better = next(moment)) moment = better;
  return moment;
}

function stoodStillMs(stalls: readonly Stall[], from: number, to: number): number {
  const near = between(stalls, from, to + LONGEST_STALL_MS).filter(({ at, ms }) => at - ms < to);
  return near.reduce((sum, { ms }) => sum + ms, 0);
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
