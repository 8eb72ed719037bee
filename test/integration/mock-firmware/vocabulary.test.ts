import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FAULT_FIELDS } from '../../../src-main/mock-firmware/faults.ts';
import { FIRMWARE_KINDS } from '../../../src-main/mock-firmware/firmware-kinds.ts';
import { startMockFleet, type MockFleet, type MockRobot } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts';
import { dataOf, send } from './http.ts';

/** Where each API tells what a scenario may spoil; `moves`: what changes while it runs. */
const APIS = {
  reference: { state: '/api/robot/status', word: 'status', moves: 'sequence', estop: 'estop', fault: 'fault' },
  oht50: {
    state: '/api/v1/system/state',
    word: 'current_state',
    moves: 'state_duration_ms',
    estop: 'ESTOP',
    fault: 'current_fault',
  },
} as const;

/** Every resource whose fields can be spoiled. */
const RESOURCES = {
  reference: ['/health', '/api/robot/status'],
  oht50: [
    '/health',
    '/api/v1/system/state',
    '/api/v1/state/statistics',
    '/api/v1/modules/stats',
    '/api/v1/modules',
    '/api/v1/network/status',
  ],
} as const;

describe.each(FIRMWARE_KINDS)('what a scenario may say reaches a client of %s', (kind) => {
  const { state, word, moves, estop, fault } = APIS[kind];
  let clock: VirtualClock;
  let fleet: MockFleet;
  let robot: MockRobot;

  beforeEach(async () => {
    clock = createVirtualClock();
    fleet = await startMockFleet({ port: 0, robots: 1, seed: 1, kind, clock });
    for (const only of fleet.robots) robot = only;
    await clock.advance(5000);
  });
  afterEach(() => fleet.stop());

  const told = () => dataOf(robot.url, state);
  const ask = () => send(robot.url + state);

  /** The answer, and after how much of the firmware's time (ms) it came. */
  async function timed(path: string = state) {
    const from = clock.monotonic();
    const answer = send(robot.url + path);
    const over = answer.then(
      () => true,
      () => true,
    );
    const notYet = () => new Promise<false>((resolve) => setTimeout(resolve, 2, false));
    while (!(await Promise.race([over, notYet()]))) await clock.advance(20);
    return { ...(await answer), ms: clock.monotonic() - from };
  }

  it('latency, and jitter on top of it', async () => {
    await robot.setFault({ kind: 'latency', ms: 700 });
    expect((await timed()).ms).toBeGreaterThanOrEqual(700);
    await robot.setFault({ kind: 'bad-link', latencyMs: 300, jitterMs: 2000 });
    const [one, other] = [await timed(), await timed()];
    expect(Math.min(one.ms, other.ms)).toBeGreaterThanOrEqual(300);
    expect(Math.abs(one.ms - other.ms)).toBeGreaterThan(100);
  });

  it('drop and reset: no answer but a reset, of which the controller does not die', async () => {
    for (const broken of [{ kind: 'bad-link', drop: 1 }, { kind: 'reset' }] as const) {
      await robot.setFault(broken);
      await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
    }
    expect(robot.crashes).toBe(0);
  });

  it('a slow body, byte by byte', async () => {
    await robot.setFault({ kind: 'trickle', msPerByte: 20 });
    const { body, ms } = await timed();
    expect(JSON.parse(body)).toHaveProperty('data');
    expect(ms).toBeGreaterThanOrEqual(20 * body.length);
  });

  it('truncated and invalid JSON, and a wrong status', async () => {
    await robot.setFault({ kind: 'invalid-json' });
    const { body } = await ask();
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
    await robot.setFault({ kind: 'nan', field: 'timestamp' });
    expect((await ask()).body).toContain('"timestamp":NaN');
    await robot.setFault({ kind: 'status', status: 503 });
    expect((await ask()).status).toBe(503);
  });

  it('schema drift: of every field that the driver may ask for', async () => {
    const missed = new Set<string>(FAULT_FIELDS[kind]);
    for (const field of FAULT_FIELDS[kind]) {
      await robot.setFault({ kind: 'renamed-field', field, to: 'drifted' });
      for (const path of RESOURCES[kind]) {
        const { body } = await timed(path);
        if (body.includes('"drifted":')) missed.delete(field);
      }
    }
    expect([...missed]).toEqual([]);
    await robot.setFault({ kind: 'missing-field', field: word });
    expect(await told()).not.toHaveProperty(word);
    await robot.setFault({ kind: 'wrong-type', field: word, value: 7 });
    expect((await told())[word]).toBe(7);
  });

  it('a frozen clock, a frozen control loop', async () => {
    await robot.setFault({ kind: 'frozen', what: 'clock' });
    const before = await told();
    await clock.advance(2000);
    const after = await told();
    expect(after['timestamp']).toBe(before['timestamp']);
    expect(after[moves]).not.toBe(before[moves]);
    await robot.setFault({ kind: 'frozen', what: 'sequence' });
    const stands = await told();
    await clock.advance(2000);
    expect((await told())[moves]).toBe(stands[moves]);
    expect((await told())['timestamp']).not.toBe(stands['timestamp']);
  });

  it('a clock that is wrong', async () => {
    const { timestamp: before } = await told();
    await robot.setCondition({ kind: 'clock-skew', ms: 3_600_000 });
    expect(Number((await told())['timestamp']) - Number(before)).toBe(3_600_000);
  });

  it('an emergency stop, a fault, and the loss of a module', async () => {
    await robot.setCondition({ kind: 'emergency-stop' });
    expect((await told())[word]).toBe(estop);
    await robot.setCondition({ kind: 'emergency-stop', pressed: false });
    await robot.setCondition({ kind: 'fault', name: 'Encoder' });
    expect((await told())[fault]).toBe('Encoder');
    await robot.setCondition({ kind: 'module-loss', address: 3 });
    expect((await told())[fault]).toBe('Module 3 (Safety) does not answer');
  });

  it('a crash on early close, and one request at a time', async () => {
    await robot.setCondition({ kind: 'crash-on-early-close' });
    await robot.setCondition({ kind: 'one-request-at-a-time' });
    await robot.setFault({ kind: 'latency', ms: 400 });
    const [one, other] = await Promise.all([timed(), timed()]);
    expect(Math.max(one.ms, other.ms)).toBeGreaterThanOrEqual(800);
    await robot.setFault({ kind: 'hang' });
    await expect(fetch(robot.url + state, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await vi.waitFor(() => expect(robot.crashes).toBe(1));
  });
});

it('a battery that drains is told by the firmware that tells of one; the other’s battery is a constant, as the real one’s', async () => {
  const clock = createVirtualClock();
  const level = async (kind: 'reference' | 'oht50', path: string) => {
    await using fleet = Object.assign(await startMockFleet({ port: 0, robots: 1, seed: 1, kind, clock }), {
      async [Symbol.asyncDispose]() {
        await fleet.stop();
      },
    });
    const [robot] = fleet.robots;
    await robot?.setCondition({ kind: 'battery-drain', percentPerMinute: 60 });
    const before = Number((await dataOf(robot?.url ?? '', path))['battery_level']);
    await clock.advance(30_000);
    return before - Number((await dataOf(robot?.url ?? '', path))['battery_level']);
  };
  expect(await level('reference', '/api/robot/status')).toBeGreaterThan(20);
  expect(await level('oht50', '/api/v1/robot/status')).toBe(0);
});
