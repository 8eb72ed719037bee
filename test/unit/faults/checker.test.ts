import { describe, expect, it } from 'vitest';
import { check } from '../../faults/checker/check.ts';
import type { CommandCall, History, Told } from '../../faults/history.ts';
import { answerAt, CAST, honest, RESULT, toldAt } from './histories.ts';

const inOrder = <T extends { readonly at: number }>(list: readonly T[]): T[] => list.toSorted((a, b) => a.at - b.at);
const withTold = (history: History, told: Told): History => ({ ...history, told: inOrder([...history.told, told]) });
const arrival = (at: number, path: string) => ({ at, robot: 'r-1', method: 'POST', path, overAt: at + 20 });
const withRequest = (history: History, at: number, path: string): History => ({
  ...history,
  requests: inOrder([...history.requests, arrival(at, path)]),
});
const MOVE = '/api/robot/control/move';
const withEnding = (history: History, ending: CommandCall['ending']): History => ({
  ...history,
  commands: history.commands.map((call, index) => (index === 0 ? { ...call, ending } : call)),
});
/** The robot's values stand still from `from` on, and the console goes on calling them live. */
function frozenFrom(history: History, from: number): History {
  return {
    ...history,
    answers: history.answers.map(({ at }) => answerAt(at, Math.min(at, from))),
    told: history.told.map((told) =>
      told.at - 20 <= from ? told : toldAt(told.at, told.at - 20, { values: answerAt(from).values }),
    ),
  };
}

it('finds nothing in an honest history', () => {
  expect(check(honest())).toEqual([]);
});

it('leaves to the audit log how a stop ended that was under way when the console quit', () => {
  const history = honest();
  const pending = history.stopViews.map((view) => ({ ...view, outcome: null }));
  expect(check({ ...history, stopViews: pending })).toEqual([]);
  const gap = history.audit.filter(({ action }) => action !== 'stop.outcome');
  expect(check({ ...history, stopViews: pending, audit: gap })).toHaveLength(1);
});

describe('a planted lie is found', () => {
  it.each<[lie: string, history: History, what: RegExp]>([
    ['a stale value as live', withTold(honest(), toldAt(3600, 2850)), /stale: 745 ms old/],
    ['an old value with a young age', withTold(honest(), toldAt(3600, 2850, { ageMs: 10 })), /told as 10 ms/],
    ['a value that the robot never said', withTold(honest(), toldAt(3600, 3333)), /never said it/],
    ['a value from before a hang', withTold(honest(), toldAt(12_900, 11_850, { ageMs: 100 })), /told as 100 ms/],
    ['a simulation as live', withTold(honest(), toldAt(3620, 3600, { simulated: true })), /simulation is called live/],
    ['a simulated robot as live', { ...honest(), cast: [{ ...CAST, owned: true }] }, /says that it is simulated/],
    ['a lost link as live', withTold(honest(), { ...toldAt(3620, 3600), link: 'offline' }), /link is offline/],
    ['a robot that stands still as live', frozenFrom(honest(), 15_000), /stood still/],
    ['a doubled command', withRequest(honest(), 5050, MOVE), /came once more than it was sent/],
    ['a command that nobody gave', withRequest(honest(), 7000, MOVE), /sent: nothing/],
    ['a doubled stop', withRequest(honest(), 9040, CAST.stopPath), /came once more than it was sent/],
    [
      'a lost command',
      { ...honest(), requests: honest().requests.filter(({ path }) => path !== MOVE) },
      /never came to the robot/,
    ],
    ['a refused command that was sent', withEnding(honest(), { code: 'COMMAND_STALE' }), /came once more/],
    [
      'a command called observed that the robot never showed',
      withEnding(honest(), {
        answer: {
          ...RESULT,
          outcome: 'observed',
          confirmed: { ...RESULT.confirmed, kind: 'wanted', stateText: 'moving' },
        },
      }),
      /robot was never moving/,
    ],
    ...['command.requested', 'command.outcome', 'stop.requested', 'stop.outcome'].map(
      (gone): [string, History, RegExp] => [
        `no ${gone} on record`,
        { ...honest(), audit: honest().audit.filter(({ action }) => action !== gone) },
        /on record of "(c|s)-1": (requested|outcome)$/,
      ],
    ),
    [
      'two outcomes on record',
      { ...honest(), audit: [...honest().audit, ...honest().audit.slice(1, 2)] },
      /on record of "c-1": requested, outcome, outcome/,
    ],
    [
      'another outcome on record',
      {
        ...honest(),
        audit: honest().audit.map((one) => ({ ...one, details: { ...one.details, outcome: 'refused' } })),
      },
      /on record of c-1: \["r-1","refused"/,
    ],
    [
      'a late recovery',
      { ...honest(), told: honest().told.filter(({ at }) => at < 12_000 || at > 14_500) },
      /live again after a hang: 1\d{3} ms/,
    ],
    [
      'no recovery',
      { ...honest(), told: honest().told.filter(({ at }) => at < 12_000) },
      /live again after a hang: never/,
    ],
    [
      'too many requests at a time',
      { ...honest(), requests: honest().requests.map((one) => ({ ...one, overAt: one.at + 600 })) },
      /requests open, 1 allowed/,
    ],
    ['a socket that is left', remaining({ connections: { 'r-1': 1 } }), /1 connections are left/],
    ['a dead controller', remaining({ deaths: { 'r-1': 1 } }), /died 1 times/],
    ['an error in the log', remaining({ errors: ['a poll broke down'] }), /a poll broke down/],
  ])('%s', (_, history, what) => {
    expect(check(history).map((finding) => finding.what)).toContainEqual(expect.stringMatching(what));
  });
});

it('allows for it when the process stood still', () => {
  const late = { ...honest(), told: honest().told.filter(({ at }) => at < 12_000 || at > 14_500) };
  expect(check(late)).toHaveLength(1);
  // the second falls into the time that the first has made longer
  const stalls = [
    { at: 13_700, ms: 600 },
    { at: 14_450, ms: 700 },
  ];
  expect(check({ ...late, stalls })).toEqual([]);
});

function remaining(left: Partial<History['remains']>): History {
  return { ...honest(), remains: { ...honest().remains, ...left } };
}
