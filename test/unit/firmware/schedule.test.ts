import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firmwareSettings } from '../../../src-main/firmware/settings.ts';
import { startOnVirtualClock as start } from './virtual-gateway.ts';

describe('the schedule', () => {
  it('polls at its offset and then once an interval, on a grid that answers do not shift', async () => {
    const { firmware, advance } = start({ firstPollInMs: 250 });
    firmware.takesMs = 120;
    await advance(4300);
    expect(firmware.attempts).toEqual([250, 1250, 2250, 3250, 4250]);
  });

  it('skips the slots that an overrunning poll missed', async () => {
    const { firmware, advance } = start({ settings: { attemptDeadlineMs: 5000 } });
    firmware.takesMs = 1200;
    await advance(7000);
    expect(firmware.attempts).toEqual([0, 3000, 6000]);
  });

  it('takes no slot for the look after a command: a robot in order stays live until the next one', async () => {
    const { gateway, firmware, advance } = start({ settings: { pollIntervalMs: 5000 } });
    await advance(100);
    const [one, other] = [await gateway.makeWay(), await gateway.makeWay()];
    one();
    other();
    await advance(4800);
    expect(gateway.snapshot()).toMatchObject({ link: { state: 'live' }, reading: { source: 'live' } });
    await advance(10_000);
    expect(firmware.attempts).toEqual([0, 100, 5000, 10_000]);
  });

  it('still takes a slot that was missed by a moment, so that a slow robot is not polled at half the pace', async () => {
    const { firmware, advance } = start({ settings: { attemptDeadlineMs: 5000 } });
    firmware.takesMs = 520;
    await advance(4500);
    expect(firmware.attempts).toEqual([0, 1040, 2080, 4000]);
  });

  it('has at most one request open and begins on its grid, at most a tenth late, however slow the answers are', async () => {
    const takes = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 5, maxLength: 15 });
    const settings = firmwareSettings.parse({ pollIntervalMs: 200, attemptDeadlineMs: 700, retry: { attempts: 1 } });
    await fc.assert(
      fc.asyncProperty(takes, async (durations) => {
        const { firmware, advance, gateway } = start({ settings });
        for (const takesMs of durations) {
          firmware.takesMs = takesMs;
          await advance(350);
        }
        await gateway.stop();
        expect(firmware.mostInFlight).toBe(1);
        expect(firmware.attempts.filter((at) => at % 200 > 20)).toEqual([]);
        expect(new Set(firmware.attempts.map((at) => Math.floor(at / 200))).size).toBe(firmware.attempts.length);
      }),
      { numRuns: 30 },
    );
  });
});

describe('stopping', () => {
  it.each(['answer', 'hang', 'refuse'] as const)('leaves nothing behind when they %s', async (does) => {
    const { gateway, firmware, advance, timers } = start();
    await advance(1500);
    firmware.does = does;
    await advance(600);
    await gateway.stop();
    const made = firmware.attempts.length;
    expect({ timers: timers(), inFlight: firmware.inFlight, closed: firmware.closed }).toEqual({
      timers: 0,
      inFlight: 0,
      closed: true,
    });
    await advance(10_000);
    expect(firmware.attempts).toHaveLength(made);
  });

  it('is not taken for a failure of the robot', async () => {
    const { gateway, firmware, advance, seen } = start();
    await advance(500);
    firmware.does = 'hang';
    await advance(700);
    const told = seen.length;
    await gateway.stop();
    expect(seen).toHaveLength(told);
    expect(gateway.snapshot().link.lastError).toBeNull();
  });
});
