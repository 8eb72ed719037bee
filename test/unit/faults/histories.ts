import type { CommandResult, StopView } from '../../../src-main/bridge/contract.ts';
import type { AuditRecord } from '../../../src-main/store/repositories/audit.ts';
import type { Cast, History, Told, ToldValues, TrueAnswer } from '../../faults/history.ts';

export const CAST: Cast = {
  id: 'r-1',
  driver: 'reference',
  owned: false,
  pollMs: 250,
  deadlineMs: 400,
  concurrency: 1,
  stopPath: '/api/robot/control/emergency-stop',
};
const SECONDS = 20;

const valuesAt = (at: number): ToldValues => ({
  stateText: 'idle',
  fault: null,
  positionMm: 500,
  batteryPercent: 80,
  uptimeS: at / 1000,
  stateForMs: null,
});

export const answerAt = (at: number, trueAt = at): TrueAnswer => ({
  at,
  robot: 'r-1',
  trueAt,
  values: valuesAt(trueAt),
});

/** What a client is told 20 ms after the robot said what it was at `saidAt`. */
export function toldAt(at: number, saidAt = at - 20, over: Partial<NonNullable<Told['reading']>> = {}): Told {
  const said = {
    source: 'live',
    simulated: false,
    ageMs: at - saidAt - 5,
    latencyMs: 10,
    values: valuesAt(saidAt),
  } as const;
  return { at, robot: 'r-1', link: 'live', staleAfterMs: 650, reading: { ...said, ...over } };
}

export const RESULT: CommandResult = {
  id: 'c-1',
  robot: 'r-1',
  command: 'move',
  requestedAt: 5000,
  outcome: 'accepted',
  answer: { kind: 'accepted', at: 5100, afterMs: 100, failure: null },
  confirmed: { kind: 'unknown', state: null, stateText: null, simulated: false, at: 5200, afterMs: 100 },
};
const MOVE = '/api/robot/control/move';

const STOP: StopView = {
  id: 's-1',
  robot: 'r-1',
  name: 'Robot r-1',
  requestedAt: 9000,
  presses: 1,
  outcome: 'observed',
  answer: { kind: 'accepted', at: 9050, afterMs: 50, failure: null },
  confirmed: { kind: 'wanted', state: 'estop', stateText: 'estop', simulated: false, at: 9100, afterMs: 50 },
};

function record(id: number, action: string, details: AuditRecord['details']): AuditRecord {
  const actor = { userId: 'u', username: 'operator', role: 'operator', sessionId: 's', origin: 'loopback' } as const;
  return { id, action, actor, robot: 'r-1', details } as AuditRecord;
}

/** Twenty seconds in which a robot is polled, moved once, stopped once, and hangs for a second: no promise is broken. */
export function honest(): History {
  const polls = Array.from({ length: SECONDS * 4 }, (_, index) => 100 + index * 250);
  const heard = polls.filter((at) => at < 12_000 || at > 13_000);
  const get = (at: number) => ({ at, robot: 'r-1', method: 'GET', path: '/api/robot/status', overAt: at + 5 });
  const post = (at: number, path: string) => ({ at, robot: 'r-1', method: 'POST', path, overAt: at + 20 });
  return {
    cast: [CAST],
    answers: heard.map((at) => answerAt(at)),
    told: heard.map((at) => toldAt(at + 20)),
    requests: [...heard.map(get), post(5010, MOVE), post(9005, CAST.stopPath)].toSorted((a, b) => a.at - b.at),
    troubles: [{ at: 12_000, robot: 'r-1', what: 'a hang', paths: null, liftedAt: 13_000 }],
    configured: [],
    commands: [
      {
        at: 5000,
        endedAt: 5300,
        robot: 'r-1',
        by: 'operator',
        command: 'move',
        path: MOVE,
        ending: { answer: RESULT },
      },
      {
        at: 5100,
        endedAt: 5110,
        robot: 'r-1',
        by: 'other',
        command: 'move',
        path: MOVE,
        ending: { code: 'CONTROL_HELD' },
      },
    ],
    stops: [{ at: 8999, endedAt: 9110, robot: 'r-1', ending: { answer: [STOP] } }],
    stopViews: [STOP],
    stalls: [],
    audit: [
      record(1, 'command.requested', { commandId: 'c-1' }),
      record(2, 'command.outcome', { commandId: 'c-1', outcome: 'accepted', answer: 'accepted', confirmed: 'unknown' }),
      record(3, 'stop.requested', { stop: 's-1' }),
      record(4, 'stop.outcome', {
        stop: 's-1',
        outcome: 'observed',
        answer: 'accepted',
        confirmed: 'wanted',
        presses: 1,
      }),
    ],
    remains: { connections: { 'r-1': 0 }, deaths: { 'r-1': 0 }, sockets: 0, errors: [], damage: [] },
    wallToMonotonicMs: 0,
    endedAt: SECONDS * 1000,
  };
}
