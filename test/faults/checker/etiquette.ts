import type { Cast, Finding, History, Request } from '../history.ts';
import { decidedAt } from './in-hand.ts';
import { byRobot, latest } from './spans.ts';

/** Requests open at one time are what the robot's etiquette allows; a stop and the reads that confirm it come on top. */
export function crowds(history: History): Finding[] {
  const requests = byRobot(history.requests);
  return history.cast.flatMap((cast) => crowdsOf(history, cast, requests(cast.id)));
}

function crowdsOf(history: History, cast: Cast, requests: readonly Request[]): Finding[] {
  const stops = history.stopViews
    .filter(({ robot }) => robot === cast.id)
    .map((view) => ({ from: view.requestedAt + history.wallToMonotonicMs, to: decidedAt(history, view) }));
  const confirms = ({ at, method }: Request) =>
    method === 'GET' && stops.some(({ from, to }) => from <= at && at <= to);
  const isStop = ({ path }: Request) => path === cast.stopPath;
  const found: Finding[] = [];
  let open: Request[] = [];
  for (const request of requests) {
    const { at } = request;
    open = open.filter(({ overAt }) => overAt === null || overAt > at);
    open.push(request);
    const stopping = open.filter(isStop);
    const rest = open.filter((one) => !isStop(one));
    const allowed = cast.concurrency + (rest.some(confirms) ? 1 : 0);
    for (const [group, most] of [
      [stopping, 1],
      [rest, allowed],
    ] as const) {
      if (group.length <= most) continue;
      // a client that may leave has left before its robot has noticed
      const togetherUntil = Math.min(...group.map(({ overAt }) => overAt ?? Infinity));
      if (togetherUntil <= latest(history.stalls, at, 0)) continue;
      found.push({ what: `${group.length} requests open, ${most} allowed: ${pathsOf(group)}`, at, robot: cast.id });
    }
  }
  return found;
}

const pathsOf = (requests: readonly Request[]) => requests.map(({ method, path }) => `${method} ${path}`).join(', ');
