import type { Cast, Finding, History } from '../history.ts';
import { inHand } from './in-hand.ts';
import { between, byRobot, firstFrom, latest } from './spans.ts';

/** Every robot is told as live again by itself, one poll after whatever was the matter with it is over. */
export function lateRecoveries(history: History): Finding[] {
  return history.cast.flatMap((cast) => lateRecoveriesOf(history, cast));
}

function lateRecoveriesOf(history: History, cast: Cast): Finding[] {
  const { stalls, endedAt } = history;
  const told = byRobot(history.told)(cast.id);
  const requests = byRobot(history.requests)(cast.id);
  const troubles = byRobot(history.troubles)(cast.id);
  const configured = byRobot(history.configured)(cast.id);
  const hands = inHand(history, cast.id);
  const boundMs = cast.pollMs + cast.deadlineMs;
  const isLive = ({ reading }: (typeof told)[number]) =>
    reading?.source === 'live' || (cast.owned && reading?.source === 'simulated');
  const inOrder = (at: number) =>
    troubles.every((one) => one.at > at || (one.liftedAt !== null && one.liftedAt <= at)) &&
    (configured.findLast((one) => one.at <= at)?.enabled ?? true);

  const obligations = [
    ...troubles.flatMap(({ liftedAt, what }) => (liftedAt === null ? [] : [{ since: liftedAt, what }])),
    ...configured.map((one) => ({ since: one.endedAt, what: 'a change of its settings' })),
  ];
  return obligations.flatMap(({ since, what }): Finding[] => {
    if (!inOrder(since)) return [];
    // what was asked before is owed an answer first, and polls wait while something is in hand
    let from = since;
    for (let moved = true; moved;) {
      const until = from + boundMs;
      const owed = between(requests, -Infinity, from).slice(-OWED_AT_MOST);
      const ends = [
        ...owed.map(({ overAt }) => overAt ?? endedAt),
        ...hands.filter((hand) => hand.at < until).map((hand) => hand.endedAt),
        ...configured.filter((one) => one.at < until).map((one) => one.endedAt),
      ];
      const last = Math.max(from, ...ends);
      moved = last > from;
      from = last;
    }
    const by = latest(stalls, from, boundMs);
    const disturbed = by > endedAt || troubles.some(({ at }) => at > since && at <= by);
    if (disturbed || configured.some(({ at, enabled }) => !enabled && at > since && at <= by)) return [];
    const liveAgain = told.slice(firstFrom(told, since)).find(isLive);
    if (liveAgain && liveAgain.at <= by) return [];
    const late = liveAgain ? `${Math.round(liveAgain.at - from)} ms` : 'never';
    return [
      { what: `live again after ${what}: ${late}, bound ${Math.round(by - from)} ms`, at: since, robot: cast.id },
    ];
  });
}

/** A lane of each kind has one request, and a few more may have been let go of. */
const OWED_AT_MOST = 20;
