import { describe, expect, test } from 'vitest';
import type { LifeSigns } from '../../../../src-main/firmware/drivers/driver.ts';
import {
  createRestartWatch,
  type LastSeen,
  type RestartFinding,
} from '../../../../src-main/firmware/history/restart-watch.ts';
import type { RobotState } from '../../../../src-main/firmware/reading.ts';

const NOTHING: LifeSigns = { uptime: null, transitions: null, sequence: null, wall: null };

/** One poll: when (s), in what state, and the signs that came; `again`: an attempt had failed before. */
interface Poll extends Partial<LifeSigns> {
  readonly at: number;
  readonly state: RobotState;
  /** Its uptime, s, told in this poll. */
  readonly up?: number;
  readonly again?: true;
}

function findings(polls: readonly Poll[], watch = createRestartWatch()): [number, RestartFinding][] {
  return polls.flatMap(({ at, state, up, again = false, ...signs }) => {
    const uptime = up === undefined ? {} : { uptime: { ms: up * 1000, at: at * 1000 } };
    const found = watch.heard(state, { ...NOTHING, ...uptime, ...signs }, at * 1000, again);
    return found ? [[at, found] as [number, RestartFinding]] : [];
  });
}

describe('a firmware that tells its uptime', () => {
  test('was started again when that goes back', () => {
    expect(
      findings([
        { at: 0, state: 'idle', up: 500 },
        { at: 1, state: 'idle', up: 501 },
        { at: 12, state: 'boot', up: 1, again: true },
        { at: 13, state: 'idle', up: 2 },
      ]),
    ).toEqual([[12, 'restart']]);
  });

  test('was started again within an outage, although its uptime is longer than it was before', () => {
    expect(
      findings([
        { at: 0, state: 'idle', up: 60 },
        { at: 600, state: 'idle', up: 590, again: true },
      ]),
    ).toEqual([[600, 'restart']]);
  });

  test('was started again so soon after its start that only the moment tells', () => {
    expect(
      findings([
        { at: 0, state: 'boot', up: 1 },
        { at: 9, state: 'boot', up: 1, again: true },
      ]),
    ).toEqual([[9, 'restart']]);
  });

  test('was not started again when it tells whole seconds, is asked in between, or is heard after a long outage', () => {
    expect(
      findings([
        { at: 0.1, state: 'boot', up: 0 },
        { at: 0.9, state: 'boot', up: 0 },
        { at: 1.9, state: 'idle', up: 1 },
        { at: 2.1, state: 'idle', up: 2 },
        { at: 90_000, state: 'idle', up: 89_999, again: true },
      ]),
    ).toEqual([]);
  });

  test('was not started again when its clock is a hundredth slow, or its counter begins anew at 32 bits of ms', () => {
    const slow = Array.from({ length: 50 }, (_, n) => ({ at: n * 100, state: 'idle', up: n * 99.2 }) as const);
    expect(findings(slow)).toEqual([]);
    expect(
      findings([
        { at: 0, state: 'estop', up: 4_294_960 },
        { at: 10, state: 'idle', up: 2.7 },
        { at: 11, state: 'idle', up: 3.7 },
      ]),
    ).toEqual([]);
  });

  test('was not started again when somebody set the clock that its uptime comes from: its counter goes on', () => {
    expect(
      findings([
        { at: 0, state: 'estop', up: 90_000, sequence: 1000 },
        { at: 1, state: 'idle', up: 86_401, sequence: 1100 },
      ]),
    ).toEqual([]);
  });

  test('was not started again when it stood still meanwhile and goes on from there', () => {
    const watch = createRestartWatch();
    expect(findings([{ at: 0, state: 'estop', up: 5 }], watch)).toEqual([]);
    for (let at = 1; at <= 60; at++) watch.answered(at * 1000);
    expect(findings([{ at: 61, state: 'idle', up: 6 }], watch)).toEqual([]);
  });
});

describe('a firmware that counts the transitions of its state', () => {
  test('was started again when they are fewer', () => {
    expect(
      findings([
        { at: 0, state: 'estop', transitions: 3 },
        { at: 20, state: 'idle', transitions: 2, again: true },
        { at: 21, state: 'idle', transitions: 2 },
      ]),
    ).toEqual([[20, 'restart-lost-stop']]);
  });

  test('was started again when after a gap it is in another state without one more', () => {
    expect(
      findings([
        { at: 0, state: 'estop', transitions: 2 },
        { at: 30, state: 'idle', transitions: 2, again: true },
      ]),
    ).toEqual([[30, 'restart-lost-stop']]);
  });

  test('was not, when it was asked in the middle of a transition, nor when somebody reset it', () => {
    expect(
      findings([
        { at: 0, state: 'estop', transitions: 3 },
        { at: 1, state: 'idle', transitions: 3 },
        { at: 2, state: 'idle', transitions: 4 },
        { at: 90, state: 'moving', transitions: 5, again: true },
      ]),
    ).toEqual([]);
  });

  test('is seen through by its uptime, which comes later, when it has made more of them since', () => {
    const then = { uptime: { ms: 100_000, at: 8000 } };
    expect(
      findings([
        { at: 9, state: 'idle', transitions: 2, ...then },
        { at: 10, state: 'estop', transitions: 3, ...then },
        { at: 60, state: 'idle', transitions: 4, again: true },
        { at: 61, state: 'moving', transitions: 5 },
        { at: 62, state: 'moving', transitions: 5, uptime: { ms: 30_000, at: 62_100 } },
        { at: 63, state: 'moving', transitions: 5, uptime: { ms: 30_000, at: 62_100 } },
        { at: 70, state: 'moving', transitions: 5, uptime: { ms: 37_900, at: 70_000 } },
      ]),
    ).toEqual([[62, 'restart-lost-stop']]);
  });

  test('is told once although both signs say so, the one after the other', () => {
    const old = { uptime: { ms: 100_000, at: 500 } };
    expect(
      findings([
        { at: 1, state: 'idle', transitions: 9, ...old },
        { at: 6, state: 'idle', transitions: 2, ...old },
        { at: 7, state: 'idle', transitions: 2, uptime: { ms: 3000, at: 7100 } },
        { at: 12, state: 'idle', transitions: 2, uptime: { ms: 8000, at: 12_100 } },
      ]),
    ).toEqual([[6, 'restart']]);
  });
});

describe('an emergency stop', () => {
  const before: Poll = { at: 0, state: 'estop', up: 500 };

  test('that is there again when the robot has booted was not lost', () => {
    expect(
      findings([
        before,
        { at: 20, state: 'boot', up: 1, again: true },
        { at: 22, state: 'boot', up: 3 },
        { at: 24, state: 'estop', up: 5 },
        { at: 25, state: 'idle', up: 6 },
      ]),
    ).toEqual([[24, 'restart']]);
  });

  test('that is not there any more was lost, also if the robot was started twice', () => {
    expect(
      findings([
        before,
        { at: 20, state: 'boot', up: 1, again: true },
        { at: 40, state: 'boot', up: 2, again: true },
        { at: 42, state: 'idle', up: 4 },
      ]),
    ).toEqual([[42, 'restart-lost-stop']]);
  });

  test('is lost when the robot boots for ever', () => {
    const booting = Array.from({ length: 90 }, (_, n) => ({ at: 20 + n, state: 'boot', up: 1 + n }) as const);
    expect(findings([before, ...booting])).toEqual([[80, 'restart-lost-stop']]);
  });

  test('that only a software stop has shown was lost, too', () => {
    const watch = createRestartWatch();
    expect(findings([{ at: 0, state: 'moving', transitions: 2, up: 500 }], watch)).toEqual([]);
    watch.stopped(500);
    expect(findings([{ at: 20, state: 'idle', transitions: 2, again: true }], watch)).toEqual([
      [20, 'restart-lost-stop'],
    ]);
  });

  test('that a former process saw was lost while nobody looked', () => {
    const seen: LastSeen = { state: 'estop', at: -600_000, transitions: null, sequence: null, uptime: null };
    const uptime = { ms: 9000 * 1000, at: -600_000 };
    expect(findings([{ at: 1, state: 'idle', up: 300 }], createRestartWatch({ ...seen, uptime }))).toEqual([
      [1, 'restart-lost-stop'],
    ]);
    expect(findings([{ at: 1, state: 'idle', up: 9601 }], createRestartWatch({ ...seen, uptime }))).toEqual([]);
  });

  test('that somebody has reset was not lost by a restart that comes later', () => {
    expect(
      findings([before, { at: 1, state: 'idle', up: 501 }, { at: 20, state: 'idle', up: 1, again: true }]),
    ).toEqual([[20, 'restart']]);
  });
});

test('what tells nothing of its life is never taken for started again', () => {
  expect(
    findings([
      { at: 0, state: 'estop' },
      { at: 100, state: 'idle', again: true },
    ]),
  ).toEqual([]);
});
