import { describe, expect, it, vi } from 'vitest';
import { ConsoleError, type ErrorCode } from '../../../../src-main/errors.ts';
import { createBreaker } from '../../../../src-main/firmware/resilience/breaker.ts';
import { failureOf } from '../../../support/failure.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const OPEN_MS = 4000;

function setup(openMs = OPEN_MS) {
  const clock = createVirtualClock();
  const breaker = createBreaker(3, openMs, clock);
  const probe = vi.fn(async () => {});
  const work = vi.fn(async () => 'read');
  const fail = (code: ErrorCode = 'FIRMWARE_UNREACHABLE', status?: number) =>
    failureOf(
      breaker.run(async () => {
        throw new ConsoleError(code, 'no', status === undefined ? {} : { status });
      }, probe),
    );
  const open = async () => {
    for (let count = 0; count < 3; count++) await fail();
    probe.mockClear();
  };
  return { clock, breaker, probe, work, fail, open, run: () => breaker.run(work, probe) };
}

describe('a breaker', () => {
  it('lets everything through, unprobed, as long as it is closed', async () => {
    const { run, probe, breaker, fail } = setup();
    await fail();
    await fail();
    expect(await run()).toBe('read');
    await fail();
    await fail();
    expect(probe).not.toHaveBeenCalled();
    expect(breaker.view()).toEqual({ state: 'closed', pausedForMs: 0, reason: null });
  });

  it('opens at so many failures in a row, and says for how long', async () => {
    const { open, run, work, breaker, clock } = setup();
    await open();
    expect(breaker.view()).toEqual({ state: 'open', pausedForMs: OPEN_MS, reason: 'failures' });
    await clock.advance(1000);
    const { code, details } = await failureOf(run());
    expect({ code, details }).toEqual({
      code: 'FIRMWARE_BREAKER_OPEN',
      details: { forMs: OPEN_MS - 1000, reason: 'failures' },
    });
    expect(work).not.toHaveBeenCalled();
  });

  it('asks the probe first when the pause is over, and closes when that succeeds', async () => {
    const { open, run, probe, work, breaker, clock } = setup();
    await open();
    await clock.advance(OPEN_MS);
    expect(breaker.view().state).toBe('half-open');
    expect(await run()).toBe('read');
    expect(probe.mock.invocationCallOrder[0]).toBeLessThan(work.mock.invocationCallOrder[0] ?? 0);
    expect(breaker.view().state).toBe('closed');
    await run();
    expect(probe).toHaveBeenCalledOnce();
  });

  it('opens again for another pause when the probe fails, and nothing but the probe has run', async () => {
    const { open, run, probe, work, breaker, clock } = setup();
    await open();
    await clock.advance(OPEN_MS);
    probe.mockRejectedValueOnce(new ConsoleError('FIRMWARE_TIMEOUT', 'late'));
    expect((await failureOf(run())).code).toBe('FIRMWARE_TIMEOUT');
    expect(work).not.toHaveBeenCalled();
    expect(breaker.view()).toMatchObject({ state: 'open', pausedForMs: OPEN_MS });
    await clock.advance(OPEN_MS);
    expect(await run()).toBe('read');
  });

  it.each<[ErrorCode, number | undefined]>([
    ['FIRMWARE_STATUS', 400],
    ['FIRMWARE_STATUS', 404],
    ['FIRMWARE_STATUS', 429],
    ['FIRMWARE_STATUS', 499],
    ['FIRMWARE_REDIRECT', 302],
    ['FIRMWARE_NOT_JSON', 200],
    ['FIRMWARE_SCHEMA', undefined],
    ['FIRMWARE_REPORTED_FAILURE', undefined],
    ['FIRMWARE_BUSY', undefined],
    ['FIRMWARE_ETIQUETTE', undefined],
    ['INTERNAL', undefined],
  ])('never opens for %s %s', async (code, status) => {
    const { fail, breaker } = setup();
    for (let count = 0; count < 50; count++) await fail(code, status);
    expect(breaker.view().state).toBe('closed');
  });

  it.each<[ErrorCode, number | undefined]>([
    ['FIRMWARE_STATUS', 500],
    ['FIRMWARE_STATUS', 503],
    ['FIRMWARE_UNREACHABLE', undefined],
    ['FIRMWARE_CONNECTION_LOST', undefined],
    ['FIRMWARE_TIMEOUT', undefined],
    ['FIRMWARE_TOO_LARGE', undefined],
  ])('opens for %s %s', async (code, status) => {
    const { fail, breaker } = setup();
    for (let count = 0; count < 3; count++) await fail(code, status);
    expect(breaker.view().state).toBe('open');
  });

  it('counts in a row: an answer in between, be it a refusal, begins anew', async () => {
    const { fail, breaker } = setup();
    for (let count = 0; count < 20; count++) {
      await fail();
      await fail();
      await fail('FIRMWARE_STATUS', 404);
    }
    expect(breaker.view().state).toBe('closed');
  });

  it.each([-10 * 86_400_000, 10 * 86_400_000])(
    'keeps its pause when somebody sets the clock by %d ms',
    async (jump) => {
      const { open, run, clock, breaker } = setup();
      // cockatiel's own clock is the process's: it jumps as well
      const wall = vi.spyOn(Date, 'now');
      try {
        await open();
        wall.mockReturnValue(Date.UTC(2026, 0, 1) + jump);
        clock.jumpWall(jump);
        await clock.advance(OPEN_MS - 2);
        expect((await failureOf(run())).code).toBe('FIRMWARE_BREAKER_OPEN');
        await clock.advance(2);
        expect(await run()).toBe('read');
        expect(breaker.view().state).toBe('closed');
      } finally {
        wall.mockRestore();
      }
    },
  );

  it('without a pause of its own takes whoever comes next as the probe', async () => {
    const { open, run, probe } = setup(0);
    await open();
    expect(await run()).toBe('read');
    expect(probe).toHaveBeenCalledOnce();
  });

  it('keeps the pause that a robot asks for, closed or not; the longest wish counts', async () => {
    const { breaker, run, clock, probe } = setup();
    breaker.holdOff(3000);
    breaker.holdOff(1000);
    expect(breaker.view()).toEqual({ state: 'closed', pausedForMs: 3000, reason: 'retry-after' });
    expect((await failureOf(run())).details).toEqual({ forMs: 3000, reason: 'retry-after' });
    await clock.advance(3000);
    expect(await run()).toBe('read');
    expect(probe).not.toHaveBeenCalled();
  });
});
