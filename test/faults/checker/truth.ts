import { isDeepStrictEqual } from 'node:util';
import type { Cast, Finding, History, Told, TrueAnswer } from '../history.ts';
import { inHand } from './in-hand.ts';
import { between, byRobot, earliest, latest } from './spans.ts';

/** Link states in which what was read last may be called live. */
const CURRENT: readonly string[] = ['live', 'slow'];
/** A robot that stands still is noticed in the third poll that shows it. */
const POLLS_TO_NOTICE = 3;
/** The moments of an answer and of its reading are taken by different hands, ms. */
const SAME_MOMENT_MS = 5;
/** What a robot said before this (ms) is long stale. */
const REMEMBERED_MS = 60_000;

/** No value is called live that is stale, simulated, from a robot that stands still or is not there, or that it never said. */
export function untruths(history: History): Finding[] {
  const told = byRobot(history.told);
  const answers = byRobot(history.answers);
  return history.cast.flatMap((cast) => {
    const judge = judgeOf(history, cast, answers(cast.id));
    return told(cast.id).flatMap((one): Finding[] => {
      const what = judge(one);
      return what === null ? [] : [{ what, at: one.at, robot: cast.id }];
    });
  });
}

/** Answers what is untrue in something told, null where nothing is. */
function judgeOf(history: History, cast: Cast, answers: readonly TrueAnswer[]): (told: Told) => string | null {
  const { stalls } = history;
  const changes = [...history.configured.filter(({ robot }) => robot === cast.id), ...inHand(history, cast.id)];

  return ({ at, link, staleAfterMs, reading }) => {
    if (reading === null || reading.source === 'last-known') return null;
    const { source, simulated, ageMs, latencyMs, values } = reading;
    if (source === 'live' && simulated) return 'a simulation is called live';
    if (source === 'live' && cast.owned) return 'a robot that says that it is simulated is called live';
    if (source === 'simulated' && !cast.owned) return null;
    if (!CURRENT.includes(link)) return `the link is ${link}, and its reading is called ${source}`;
    if (ageMs > staleAfterMs) return `stale: ${Math.round(ageMs)} ms old, called ${source}`;

    const observedAt = at - ageMs;
    const before = between(answers, observedAt - REMEMBERED_MS, observedAt + SAME_MOMENT_MS);
    const said = before.findLast((answer) => isDeepStrictEqual(answer.values, values));
    if (!said) return `called ${source}, and the robot never said it: ${JSON.stringify(values)}`;
    if (said.at < earliest(stalls, at, ageMs + latencyMs)) {
      return `its age is told as ${Math.round(ageMs)} ms, and the robot said it ${Math.round(at - said.at)} ms ago`;
    }
    if (said.trueAt === said.at) return null;
    const undisturbedSince = Math.max(
      said.trueAt,
      ...changes.filter((change) => change.at <= at).map(({ endedAt }) => Math.min(endedAt, at)),
    );
    const noticedAfterMs = POLLS_TO_NOTICE * cast.pollMs + cast.deadlineMs;
    if (at <= latest(stalls, undisturbedSince, noticedAfterMs)) return null;
    return `the robot has stood still for ${Math.round(at - said.trueAt)} ms, and is called ${source}`;
  };
}
