import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startMockFleet, type MockFleet, type MockRobot } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts';
import { dataOf, send } from './http.ts';

let clock: VirtualClock;
let fleet: MockFleet;
let robot: MockRobot;

beforeEach(async () => {
  clock = createVirtualClock();
  fleet = await startMockFleet({ port: 0, robots: 1, seed: 1, clock });
  for (const only of fleet.robots) robot = only;
  await clock.advance(12_340);
});
afterEach(() => fleet.stop());

const data = (path?: string) => dataOf(robot.url, path);

describe('conditions', () => {
  it('emergency stop: the robot stands where it is, its firmware goes on, and a reset lets its life go on', async () => {
    await robot.setCondition({ kind: 'emergency-stop' });
    const stopped = await data();
    expect(stopped).toMatchObject({ status: 'estop', speed: 0, sequence: 1234 });
    await clock.advance(60_000);
    const later = await data();
    expect(later).toMatchObject({ status: 'estop', position: stopped['position'], sequence: 7234, uptime: 72.3 });
    expect(await data('/health')).toMatchObject({ system_state: 'ESTOP', timestamp: clock.now() });
    await robot.setCondition({ kind: 'reset' });
    expect(await data()).toMatchObject({ status: 'estop' });
    await robot.setCondition({ kind: 'emergency-stop', pressed: false });
    await robot.setCondition({ kind: 'reset' });
    expect(await data()).toMatchObject({ status: 'moving', position: stopped['position'], sequence: 7234 });
    await clock.advance(10_000);
    expect(await data()).not.toMatchObject({ position: stopped['position'] });
  });

  it('fault: with the given name, until the reset', async () => {
    await robot.setCondition({ kind: 'fault', name: 'Hoist belt tension low' });
    expect(await data()).toMatchObject({ status: 'fault', fault: 'Hoist belt tension low', speed: 0 });
    await robot.setCondition({ kind: 'reset' });
    expect(await data()).toMatchObject({ status: 'moving', fault: null });
  });

  it('module loss: a fault that names the module and outlives its return', async () => {
    await robot.setCondition({ kind: 'module-loss', address: 3 });
    expect(await data()).toMatchObject({ status: 'fault', fault: 'Module 3 (Safety) does not answer' });
    await robot.setCondition({ kind: 'module-loss', address: 3, lost: false });
    expect(await data()).toMatchObject({ status: 'fault' });
  });

  it('battery drain: faster, never below zero, and made good again at its end', async () => {
    const before = Number((await data())['battery_level']);
    await robot.setCondition({ kind: 'battery-drain', percentPerMinute: 30 });
    await clock.advance(60_000);
    expect(Number((await data())['battery_level'])).toBeLessThan(before - 29);
    await clock.advance(600_000);
    expect(await data()).toMatchObject({ battery_level: 0 });
    await robot.setCondition({ kind: 'battery-drain', percentPerMinute: 0 });
    expect(Number((await data())['battery_level'])).toBeGreaterThan(0);
  });

  it('clock skew: the clock shows another time, and runs', async () => {
    await robot.setCondition({ kind: 'clock-skew', ms: -3_600_000 });
    expect(await data()).toMatchObject({ timestamp: clock.now() - 3_600_000, uptime: 12.3 });
    await clock.advance(1000);
    expect(await data()).toMatchObject({ timestamp: clock.now() - 3_600_000 });
  });

  it('restart: refused for so long, then booted anew, the fault in force still in force', async () => {
    await robot.setCondition({ kind: 'emergency-stop' });
    await robot.setFault({ kind: 'error-body', message: 'still me' });
    await robot.setCondition({ kind: 'restart', afterMs: 9000 });
    await expect(send(`${robot.url}/health`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await robot.setFault({ kind: 'error-body', message: 'new me' });
    await clock.advance(8999);
    await expect(send(`${robot.url}/health`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await clock.advance(1);
    await vi.waitFor(async () => expect((await send(`${robot.url}/health`)).body).toContain('new me'));
    await robot.setFault({ kind: 'none' });
    expect(await data()).toMatchObject({ status: 'boot', sequence: 0 });
  });

  it('one request at a time and crash on early close, on a controller that is otherwise patient', async () => {
    await robot.setCondition({ kind: 'one-request-at-a-time' });
    await robot.setCondition({ kind: 'crash-on-early-close' });
    await robot.setFault({ kind: 'hang' });
    await expect(fetch(`${robot.url}/health`, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await vi.waitFor(() => expect(robot.crashes).toBe(1));
    await expect(send(`${robot.url}/health`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it.each(['{"kind":"levitate"}', '{"kind":"module-loss","address":9}', '{"kind":"clock-skew"}', 'null'])(
    'refuse %s',
    async (slip) => {
      await expect(robot.setCondition(JSON.parse(slip))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    },
  );
});

describe('a bad link', () => {
  it('is late by latency and jitter, and loses its share of answers, the same ones for the same seed', async () => {
    const pattern = async (seed: number) => {
      const other = await startMockFleet({ port: 0, robots: 1, seed, clock });
      const [first] = other.robots;
      if (!first) throw new Error('a fleet has a first robot');
      await first.setFault({ kind: 'bad-link', drop: 0.3 });
      const lost: boolean[] = [];
      for (let count = 0; count < 60; count++) {
        const answer = send(`${first.url}/health`).then(
          () => false,
          () => true,
        );
        await vi.waitFor(() => expect(first.counters.requests).toBe(count + 1), { interval: 1 });
        await clock.advance(0);
        lost.push(await answer);
      }
      await other.stop();
      return lost;
    };
    const one = await pattern(5);
    expect(await pattern(5)).toEqual(one);
    expect(await pattern(6)).not.toEqual(one);
    expect(one.filter(Boolean).length).toBeGreaterThan(8);
    expect(one.filter(Boolean).length).toBeLessThan(30);
  });

  it('a renamed field: the value under another name', async () => {
    const { battery_level: level, ...rest } = await data();
    await robot.setFault({ kind: 'renamed-field', field: 'battery_level', to: 'battery' });
    expect(await data()).toEqual({ ...rest, battery: level });
  });
});
