import type { Finding, History } from './history.ts';

/** How far (ms) around a finding its history is told, and in how many lines at most. */
const AROUND_MS = { before: 1500, after: 700 };
const LINES = 30;

/** What happened to the robot of a finding around it, one line for each event, in the order of their moments. */
export function excerptOf(history: History, { at, robot }: Finding): string[] {
  if (at === null) return [];
  const near = (moment: number) => moment >= at - AROUND_MS.before && moment <= at + AROUND_MS.after;
  const mine = <T extends { readonly robot: string | null }>(list: readonly T[]) =>
    list.filter((one) => one.robot === robot || one.robot === null);
  const lines: [number, string][] = [
    ...mine(history.troubles).flatMap((one): [number, string][] => [
      [one.at, `in force: ${one.what}`],
      ...(one.liftedAt === null ? [] : [[one.liftedAt, `over: ${one.what}`] satisfies [number, string]]),
    ]),
    ...mine(history.configured).map((one): [number, string] => [one.at, `set up; polled: ${one.enabled}`]),
    ...mine(history.requests).flatMap((one): [number, string][] => [
      [one.at, `asked: ${one.method} ${one.path}`],
      ...(one.overAt === null ? [] : [[one.overAt, `over: ${one.method} ${one.path}`] satisfies [number, string]]),
    ]),
    ...mine(history.answers).map((one): [number, string] => [one.at, `says: ${JSON.stringify(one.values)}`]),
    ...mine(history.told).map((one): [number, string] => [
      one.at,
      `told: link ${one.link}, ${one.reading ? `${one.reading.source}, ${Math.round(one.reading.ageMs)} ms old, ${JSON.stringify(one.reading.values)}` : 'nothing'}`,
    ]),
    ...mine(history.commands).flatMap((one): [number, string][] => [
      [one.at, `${one.by} asks for ${one.command}`],
      [one.endedAt, `${one.by}'s ${one.command}: ${JSON.stringify(one.ending)}`],
    ]),
    ...mine(history.stops).map((one): [number, string] => [one.at, 'the stop is pressed']),
    ...history.stalls.map((one): [number, string] => [one.at, `the process stood still for ${Math.round(one.ms)} ms`]),
  ];
  return lines
    .filter(([moment]) => near(moment))
    .toSorted(([one], [other]) => Math.abs(one - at) - Math.abs(other - at))
    .slice(0, LINES)
    .toSorted(([one], [other]) => one - other)
    .map(([moment, line]) => `${(moment - at).toFixed(0).padStart(6)} ms  ${line}`);
}
