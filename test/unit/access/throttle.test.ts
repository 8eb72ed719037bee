import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACCOUNT_THROTTLE, SEAT_THROTTLE, waitAfter } from '../../../src-main/access/throttle-policy.ts';
import {
  admitAttempt,
  afterFailure,
  afterSuccess,
  isForgotten,
  verdict,
  type ThrottleState,
} from '../../../src-main/access/throttle.ts';
import { createClockMachine, type ClockMachine } from '../../support/clock-machine.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The state after so many failures, all now. */
function failed(times: number, machine: ClockMachine, policy = ACCOUNT_THROTTLE): ThrottleState {
  let state: ThrottleState = null;
  for (let count = 0; count < times; count++) state = afterFailure(state, machine.read(), policy);
  return state;
}

const kept = (state: ThrottleState): ThrottleState => JSON.parse(JSON.stringify(state));

describe('one account', () => {
  test('may try freely three times, then waits exactly as long as the policy says', async () => {
    const machine = createClockMachine();
    expect(verdict(failed(3, machine), machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'allowed' });
    const state = failed(4, machine);
    expect(verdict(state, machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'wait', retryInMs: 1_000 });
    await machine.advance(999);
    expect(verdict(state, machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'wait', retryInMs: 1 });
    await machine.advance(1);
    expect(verdict(state, machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'allowed' });
  });

  test('is as new after a success', () => {
    const machine = createClockMachine();
    expect(afterSuccess(failed(9, machine), ACCOUNT_THROTTLE)).toBeNull();
    expect(verdict(null, machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'allowed' });
  });

  test('is closed at the hundredth failure, and no time opens it', async () => {
    const machine = createClockMachine();
    const state = failed(100, machine);
    machine.jumpWall(365 * DAY);
    machine.restart();
    await machine.advance(30 * DAY);
    expect(verdict(state, machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'closed' });
    expect(isForgotten(state, machine.read(), ACCOUNT_THROTTLE)).toBe(false);
  });

  test('counts attempts from their beginning, so a hundred at the same moment are not all the first', () => {
    const machine = createClockMachine();
    let state: ThrottleState = null;
    let begun = 0;
    for (let attempt = 0; attempt < 100; attempt++) {
      if (verdict(state, machine.read(), ACCOUNT_THROTTLE).kind !== 'allowed') continue;
      state = afterFailure(state, machine.read(), ACCOUNT_THROTTLE);
      begun += 1;
    }
    expect(begun).toBe(4);
  });
});

describe('one seat', () => {
  test('keeps its count when an attacker signs in with an account of their own now and then', () => {
    const machine = createClockMachine();
    let state = failed(8, machine, SEAT_THROTTLE);
    state = afterSuccess(afterFailure(state, machine.read(), SEAT_THROTTLE), SEAT_THROTTLE);
    expect(state).toMatchObject({ failures: 8 });
  });

  test('has no state left after a success without failures before it', () => {
    const machine = createClockMachine();
    expect(afterSuccess(failed(1, machine, SEAT_THROTTLE), SEAT_THROTTLE)).toBeNull();
    expect(afterSuccess(null, SEAT_THROTTLE)).toBeNull();
  });

  test('starts anew after a quarter of an hour without a failure', async () => {
    const machine = createClockMachine();
    const state = failed(50, machine, SEAT_THROTTLE);
    await machine.advance(15 * MINUTE - 1);
    expect(isForgotten(state, machine.read(), SEAT_THROTTLE)).toBe(false);
    expect(afterFailure(state, machine.read(), SEAT_THROTTLE)).toMatchObject({ failures: 51 });
    await machine.advance(1);
    expect(isForgotten(state, machine.read(), SEAT_THROTTLE)).toBe(true);
    expect(afterFailure(state, machine.read(), SEAT_THROTTLE)).toMatchObject({ failures: 1 });
  });

  test('never closes', () => {
    const machine = createClockMachine();
    expect(verdict(failed(500, machine, SEAT_THROTTLE), machine.read(), SEAT_THROTTLE)).toEqual({
      kind: 'wait',
      retryInMs: 30_000,
    });
  });
});

describe('a clock that is set, and restarts', () => {
  test('within a run neither jump changes a lock', async () => {
    const machine = createClockMachine();
    const state = failed(10, machine);
    for (const jump of [365 * DAY, -730 * DAY]) {
      machine.jumpWall(jump);
      expect(verdict(state, machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'wait', retryInMs: 15 * MINUTE });
    }
    await machine.advance(15 * MINUTE);
    expect(verdict(state, machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'allowed' });
  });

  test('a restart takes nothing off a lock and adds nothing to it', async () => {
    const machine = createClockMachine();
    const state = failed(10, machine);
    await machine.advance(5 * MINUTE);
    machine.restart();
    await machine.advance(1 * MINUTE);
    expect(verdict(kept(state), machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'wait', retryInMs: 9 * MINUTE });
  });

  test('set back over a restart, the whole lock is waited for in the new run, and no longer', async () => {
    const machine = createClockMachine();
    const state = failed(10, machine);
    await machine.advance(5 * MINUTE);
    machine.jumpWall(-365 * DAY);
    machine.restart();
    expect(verdict(kept(state), machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'wait', retryInMs: 15 * MINUTE });
    await machine.advance(15 * MINUTE);
    expect(verdict(kept(state), machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'allowed' });
  });

  test('a failure on a clock that was wrong by a year, then set right, does not lock for a year', async () => {
    const machine = createClockMachine();
    machine.jumpWall(365 * DAY);
    const state = failed(10, machine);
    machine.restart();
    machine.jumpWall(-365 * DAY);
    machine.restart();
    await machine.advance(15 * MINUTE);
    expect(verdict(kept(state), machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'allowed' });
  });
});

describe('whatever happens', () => {
  type Step = { readonly pass: number } | { readonly jump: number } | { readonly restart: true };
  const pass = fc.record({ pass: fc.integer({ min: 0, max: 20 * MINUTE }) });
  const restart = fc.constant({ restart: true } as const);
  const jumps = (min: number, max: number) => fc.record({ jump: fc.integer({ min, max }) });

  async function take(machine: ClockMachine, step: Step): Promise<void> {
    if ('pass' in step) await machine.advance(step.pass);
    else if ('jump' in step) machine.jumpWall(step.jump);
    else machine.restart();
  }

  /** Tries at every step; answers when (in truth) each failure was allowed. */
  async function attack(steps: readonly Step[]): Promise<number[]> {
    const machine = createClockMachine();
    const allowed: number[] = [];
    let state: ThrottleState = null;
    for (const step of steps) {
      await take(machine, step);
      if (verdict(state, machine.read(), ACCOUNT_THROTTLE).kind !== 'allowed') continue;
      state = kept(afterFailure(state, machine.read(), ACCOUNT_THROTTLE));
      allowed.push(machine.truth);
    }
    return allowed;
  }

  test('with restarts and a clock that only goes back no wait is shorter than the policy says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(pass, restart, jumps(-30 * DAY, 0)), { maxLength: 60 }), async (steps) => {
        const allowed = await attack(steps);
        for (const [index, at] of allowed.slice(1).entries()) {
          expect(at - (allowed[index] ?? 0)).toBeGreaterThanOrEqual(waitAfter(index + 1, ACCOUNT_THROTTLE));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('with any clock and any restarts there are no more than a hundred failures', async () => {
    const forward = Array.from({ length: 400 }, (): Step[] => [{ jump: DAY }, { restart: true }]).flat();
    expect(await attack(forward)).toHaveLength(100);
  });

  test('no wait is longer than the longest of the policy, and it ends in a run that lasts so long', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 99 }),
        fc.array(fc.oneof(pass, restart, jumps(-30 * DAY, 30 * DAY)), { maxLength: 20 }),
        async (failures, steps) => {
          const machine = createClockMachine();
          const state = kept(failed(failures, machine));
          for (const step of steps) {
            await take(machine, step);
            const now = verdict(state, machine.read(), ACCOUNT_THROTTLE);
            if (now.kind === 'wait') expect(now.retryInMs).toBeLessThanOrEqual(ACCOUNT_THROTTLE.lockMs);
          }
          await machine.advance(ACCOUNT_THROTTLE.lockMs);
          expect(verdict(state, machine.read(), ACCOUNT_THROTTLE)).toEqual({ kind: 'allowed' });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the refusal', () => {
  const details = (verdicts: Parameters<typeof admitAttempt>[0]) => () => admitAttempt(verdicts);

  test('is none when everything allows it', () => {
    expect(details([{ kind: 'allowed' }, { kind: 'allowed' }])).not.toThrow();
    expect(details([])).not.toThrow();
  });

  test('names the longest wait, rounded up to seconds', () => {
    const verdicts = [{ kind: 'wait', retryInMs: 1 } as const, { kind: 'wait', retryInMs: 4_001 } as const];
    const expected = { code: 'SIGN_IN_THROTTLED', details: { retryInSeconds: 5 } };
    expect(details(verdicts)).toThrow(expect.objectContaining(expected));
  });

  test('says closed rather than a wait', () => {
    const verdicts = [{ kind: 'wait', retryInMs: 1 } as const, { kind: 'closed' } as const];
    expect(details(verdicts)).toThrow(expect.objectContaining({ code: 'SIGN_IN_CLOSED' }));
  });
});
