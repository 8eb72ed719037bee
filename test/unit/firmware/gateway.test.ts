import { describe, expect, it } from 'vitest';
import type { Driver } from '../../../src-main/firmware/drivers/driver.ts';
import { reference } from '../../../src-main/firmware/drivers/reference.ts';
import { startOnVirtualClock as start } from './virtual-gateway.ts';

describe('a reading', () => {
  it('is live with its age, latency and moment while the robot answers', async () => {
    const { gateway, advance, clock } = start();
    await advance(1400);
    const { link, reading, address, staleAfterMs } = gateway.snapshot();
    expect({ address, staleAfterMs, state: link.state }).toEqual({
      address: '10.0.0.7:8080',
      staleAfterMs: 2000,
      state: 'live',
    });
    expect(reading).toMatchObject({
      source: 'live',
      simulated: false,
      ageMs: 390,
      latencyMs: 10,
      firmwareVersion: '1.4.2',
    });
    expect(reading?.observedAt).toBe(clock.now() - 390);
  });

  it('keeps its age and its rates when somebody sets the clock of the computer', async () => {
    const { gateway, advance, jumpWall } = start();
    await advance(5400);
    const before = gateway.snapshot();
    jumpWall(-86_400_000);
    expect(gateway.snapshot()).toEqual(before);
    await advance(1000);
    jumpWall(10 * 86_400_000);
    const { reading, link } = gateway.snapshot();
    expect(reading).toMatchObject({ source: 'live', ageMs: 390 });
    expect(link).toMatchObject({ successRate: 1, lastSuccessAgeMs: 390 });
  });

  it('is not live after the process slept, until the robot has answered again', async () => {
    let sleptMs = 0;
    const { gateway, advance } = start({ sleptMs: () => sleptMs });
    await advance(1400);
    sleptMs = 3_600_000;
    const woken = gateway.snapshot();
    expect(woken.link).toMatchObject({ state: 'retrying', attempt: null });
    expect(woken.reading).toMatchObject({ source: 'last-known', ageMs: 3_600_390 });
    await advance(1000);
    const { link, reading } = gateway.snapshot();
    expect([link.state, reading?.source]).toEqual(['live', 'live']);
    expect(link.availability?.ratio).toBeLessThan(0.01);
  });
});

describe('a lost link', () => {
  it('shows at the first failed attempt, retries with growing pauses, is offline after the last', async () => {
    const { gateway, firmware, advance, seen } = start();
    await advance(500);
    firmware.does = 'refuse';
    await advance(505);
    const first = gateway.snapshot();
    expect(first.link).toMatchObject({ state: 'retrying', attempt: { number: 1, of: 3, nextInMs: 200 } });
    expect(first.reading).toMatchObject({ source: 'last-known', ageMs: 995, values: { batteryPercent: 76.4 } });
    await advance(600);
    expect(firmware.attempts).toEqual([0, 1000, 1205, 1510]);
    expect(seen.slice(1)).toEqual([
      { at: 1005, state: 'retrying', source: 'last-known' },
      { at: 1210, state: 'retrying', source: 'last-known' },
      { at: 1515, state: 'offline', source: 'last-known' },
    ]);
    const { link } = gateway.snapshot();
    expect(link).toMatchObject({ attempt: null, retries: 2, successRate: 1 / 4, stateForMs: 90 });
    expect(link.lastError).toMatchObject({
      code: 'FIRMWARE_UNREACHABLE',
      details: { address: '10.0.0.7:8080', path: '/health' },
      ageMs: 90,
    });
  });

  it('costs the robot one attempt an interval while it lasts, and ends with the first answer', async () => {
    const { gateway, firmware, advance } = start();
    await advance(500);
    firmware.does = 'refuse';
    await advance(10_000);
    expect(firmware.attempts.filter((at) => at > 1600)).toEqual([
      2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000,
    ]);
    firmware.does = 'answer';
    await advance(520);
    const { link, reading } = gateway.snapshot();
    expect([link.state, reading?.source]).toEqual(['live', 'live']);
    expect(link.lastError).toMatchObject({ code: 'FIRMWARE_UNREACHABLE' });
  });

  it.each(['refuse', 'hang'] as const)(
    'is shown within interval plus deadline when they %s, at any moment',
    async (does) => {
      for (let moment = 0; moment < 1000; moment += 83) {
        const { gateway, firmware, advance } = start();
        await advance(3000 + moment);
        firmware.does = does;
        await advance(2000);
        expect(gateway.snapshot().reading?.source).toBe('last-known');
        await gateway.stop();
      }
    },
  );

  it('counts against availability from the moment it is known', async () => {
    const { gateway, firmware, advance } = start();
    await advance(9500);
    firmware.does = 'refuse';
    await advance(10_000);
    const { availability } = gateway.snapshot().link;
    expect(availability?.target).toBe(0.999);
    expect(availability?.ratio).toBeCloseTo((10_005 - 10) / (19_500 - 10), 6);
  });

  it('is told as a time-out, with path and deadline, when the firmware accepts and never answers', async () => {
    const { gateway, firmware, advance } = start();
    await advance(500);
    firmware.does = 'hang';
    await advance(1600);
    expect(gateway.snapshot().link.lastError).toMatchObject({
      code: 'FIRMWARE_TIMEOUT',
      details: { address: '10.0.0.7:8080', path: '/health', deadlineMs: 1000 },
    });
  });

  it('is connecting before the first answer, and offline without retries when none comes', async () => {
    const { gateway, firmware, advance } = start();
    expect(gateway.snapshot()).toMatchObject({ reading: null, link: { state: 'connecting', availability: null } });
    firmware.does = 'refuse';
    await advance(900);
    expect(firmware.attempts).toEqual([0]);
    expect(gateway.snapshot()).toMatchObject({ reading: null, link: { state: 'offline', lastSuccessAgeMs: null } });
  });

  it('names a bug of a driver as the console’s own failure, and polling goes on', async () => {
    let reads = 0;
    const broken: Driver = {
      ...reference,
      read() {
        reads++;
        throw new TypeError('undefined is not a robot');
      },
    };
    const { gateway, advance } = start({ driver: broken });
    await advance(2500);
    expect(reads).toBe(3);
    expect(gateway.snapshot().link).toMatchObject({ state: 'offline', lastError: { code: 'INTERNAL' } });
  });
});

describe('a silent robot', () => {
  it('is found out at the third poll of the same values, their age counting from the last movement', async () => {
    const { gateway, firmware, advance } = start();
    await advance(2500);
    firmware.stuckAt = 2500;
    await advance(1500 + 999);
    expect(gateway.snapshot().link.state).toBe('live');
    await advance(11);
    const { link, reading } = gateway.snapshot();
    expect(link).toMatchObject({ state: 'silent', attempt: null, lastError: { code: 'FIRMWARE_FROZEN' } });
    expect(link.lastError?.details).toMatchObject({ marker: '/health sequence', value: 2500 });
    expect(reading).toMatchObject({ source: 'last-known', ageMs: 2000 });
    await advance(3000);
    expect(gateway.snapshot().reading).toMatchObject({ source: 'last-known', ageMs: 5000 });
    expect(firmware.attempts).toHaveLength(9);
  });

  it('is live again at the first movement', async () => {
    const { gateway, firmware, advance } = start();
    firmware.stuckAt = 0;
    await advance(4500);
    expect(gateway.snapshot().link.state).toBe('silent');
    firmware.stuckAt = null;
    await advance(520);
    expect(gateway.snapshot()).toMatchObject({ link: { state: 'live' }, reading: { source: 'live', ageMs: 10 } });
  });
});
