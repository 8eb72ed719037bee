import { describe, expect, it } from 'vitest';
import { firmwareSettings } from '../../../src-main/firmware/settings.ts';
import { startOnVirtualClock as start } from './virtual-gateway.ts';

const breaker = (failures: number, openMs: number) => ({ breaker: { failures, openMs } });

describe('a robot in trouble', () => {
  it('is asked for /health alone once the breaker has opened, one request an interval', async () => {
    const { firmware, advance, gateway } = start();
    await advance(500);
    firmware.does = 'refuse';
    await advance(5000);
    expect(gateway.metrics().resilience.state).toBe('half-open');
    const before = firmware.requests.length;
    await advance(30_000);
    expect(firmware.requests.slice(before)).toEqual(Array.from({ length: 30 }, () => '/health'));
  });

  it('is read again in the poll whose probe succeeds, without asking twice for what the probe has heard', async () => {
    const { firmware, advance, gateway } = start();
    await advance(500);
    firmware.does = 'refuse';
    await advance(10_000);
    firmware.does = 'answer';
    const before = firmware.requests.length;
    await advance(1000);
    expect(firmware.requests.slice(before)).toEqual(['/health', '/api/robot/status']);
    expect(gateway.snapshot().link.state).toBe('live');
    expect(gateway.metrics().resilience.state).toBe('closed');
  });

  it('is left alone while the breaker is open, and its values stay marked as old', async () => {
    const { firmware, advance, gateway } = start({ settings: breaker(3, 10_000) });
    await advance(500);
    firmware.does = 'refuse';
    await advance(1500);
    expect(gateway.metrics().resilience).toMatchObject({ state: 'open', reason: 'failures' });
    const before = firmware.requests.length;
    await advance(9000);
    expect(firmware.requests).toHaveLength(before);
    expect(gateway.snapshot()).toMatchObject({ link: { state: 'breaker-open' }, reading: { source: 'last-known' } });
    await advance(1600);
    expect(firmware.requests.slice(before)).toEqual(['/health']);
  });

  it('keeps to its rhythm when somebody sets the clock while the breaker is open', async () => {
    for (const jump of [-86_400_000, 86_400_000]) {
      const { firmware, advance, gateway, jumpWall } = start({ settings: breaker(3, 5000) });
      await advance(500);
      firmware.does = 'refuse';
      await advance(1500);
      jumpWall(jump);
      firmware.does = 'answer';
      await advance(4000);
      expect(gateway.snapshot().link.state).toBe('breaker-open');
      await advance(2000);
      expect(gateway.snapshot().link.state).toBe('live');
      await gateway.stop();
    }
  });

  it('gets the pause that it asks for, from polls as well as from retries', async () => {
    const { firmware, advance, gateway } = start();
    await advance(500);
    firmware.does = 'refuse';
    firmware.retryAfterMs = 7500;
    await advance(510);
    const before = firmware.requests.length;
    expect(gateway.snapshot().link).toMatchObject({ state: 'breaker-open', attempt: null });
    await advance(7400);
    expect(firmware.requests).toHaveLength(before);
    firmware.does = 'answer';
    await advance(700);
    expect(gateway.snapshot().link.state).toBe('live');
  });

  it('waits within a poll for a short pause that it asks for', async () => {
    const { firmware, advance } = start();
    await advance(500);
    firmware.does = 'refuse';
    firmware.retryAfterMs = 600;
    await advance(1200);
    expect(firmware.attempts).toEqual([0, 1000, 1605]);
  });

  it('costs at most a tenth of its polls in retries over any minute, however often its link breaks', async () => {
    const { firmware, advance, gateway } = start();
    let retriesAtMost = 0;
    for (let second = 0; second < 300; second++) {
      firmware.does = second % 3 === 2 ? 'refuse' : 'answer';
      await advance(1000);
      retriesAtMost = Math.max(retriesAtMost, gateway.snapshot().link.retries);
    }
    expect(retriesAtMost).toBe(6);
    // one poll a second, and all that came on top of them
    expect(firmware.attempts.length - 300).toBeLessThanOrEqual(0.1 * 300 + 1);
  });

  it.each(['refuse', 'hang'] as const)(
    'costs, when it does nothing but %s for a minute, no more than a tenth above what it costs in order, and no burst after it',
    async (does) => {
      const { firmware, advance } = start();
      const requestsIn = async (ms: number) => {
        const before = firmware.requests.length;
        await advance(ms);
        return firmware.requests.length - before;
      };
      await advance(500);
      const normal = await requestsIn(60_000);
      firmware.does = does;
      const attemptsBefore = firmware.attempts.length;
      const during = await requestsIn(60_000);
      firmware.does = 'answer';
      const after: number[] = [];
      for (let second = 0; second < 60; second++) after.push(await requestsIn(1000));
      expect(during + after.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2 * normal * 1.1);
      expect(firmware.attempts.length - attemptsBefore).toBeLessThanOrEqual(120 * 1.1);
      expect(Math.max(...after)).toBeLessThanOrEqual(normal / 60);
    },
  );

  it('is not retried beyond the total deadline', async () => {
    const settings = firmwareSettings.parse({
      attemptDeadlineMs: 1000,
      totalDeadlineMs: 1500,
      pollIntervalMs: 5000,
      retry: { attempts: 10, budget: 1 },
    });
    const { firmware, advance, gateway } = start({ settings });
    await advance(500);
    firmware.does = 'hang';
    await advance(6600);
    // the first attempt takes its whole deadline, the second what is left
    expect(firmware.attempts).toEqual([0, 5000, 6200]);
    expect(gateway.snapshot().link).toMatchObject({ state: 'offline', lastError: { details: { deadlineMs: 300 } } });
  });
});
