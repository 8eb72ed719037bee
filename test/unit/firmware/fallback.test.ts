import { describe, expect, it } from 'vitest';
import { startOnVirtualClock as start } from './virtual-gateway.ts';

describe('the fallback', () => {
  it('none shows nothing from the first failed attempt on', async () => {
    const { gateway, firmware, advance } = start({ settings: { fallback: 'none' } });
    await advance(500);
    expect(gateway.snapshot().reading?.source).toBe('live');
    firmware.does = 'refuse';
    await advance(505);
    expect(gateway.snapshot()).toMatchObject({ reading: null, standIn: null, link: { state: 'retrying' } });
  });

  it.each(['none', 'last-known'] as const)('%s never simulates by itself', async (fallback) => {
    const { gateway, firmware, advance, entered } = start({ settings: { fallback } });
    await advance(500);
    firmware.does = 'refuse';
    await advance(10_000);
    expect(gateway.snapshot()).toMatchObject({ standIn: null, link: { state: 'offline' } });
    expect(entered).toEqual([]);
  });

  it('simulated lets a marked simulation live on while the link tells the truth', async () => {
    const { gateway, firmware, advance, entered } = start({ settings: { fallback: 'simulated' } });
    await advance(500);
    firmware.does = 'refuse';
    await advance(510);
    expect(gateway.snapshot().reading).toMatchObject({ source: 'last-known', simulated: false });
    // a slip is not worth what stays until somebody ends it
    await advance(1000);
    expect(gateway.snapshot()).toMatchObject({ link: { state: 'offline' }, standIn: null });
    await advance(2000);
    const simulated = { source: 'simulated', simulated: true, firmwareVersion: null };
    expect(gateway.snapshot()).toMatchObject({ link: { state: 'offline' }, reading: simulated });
    await advance(3000);
    const { reading, standIn } = gateway.snapshot();
    expect(reading).toMatchObject({ ...simulated, values: { positionMm: 1 } });
    expect(reading?.values.uptimeS).toBeGreaterThan(2);
    expect(reading?.ageMs).toBeLessThan(1000);
    expect(standIn).toMatchObject({ by: null, reason: null });
    expect(standIn?.forMs).toBeGreaterThan(3000);
    expect(entered).toEqual(['offline']);
  });

  it('a simulation stays when the robot answers again, and goes on living, until somebody leaves it', async () => {
    const { gateway, firmware, latch, advance } = start({ settings: { fallback: 'simulated' } });
    await advance(500);
    firmware.does = 'refuse';
    await advance(4000);
    firmware.does = 'answer';
    await advance(5000);
    const { reading, link, standIn } = gateway.snapshot();
    expect(link.state).toBe('live');
    expect(reading).toMatchObject({ source: 'simulated', simulated: true, values: { positionMm: 1 } });
    expect(reading?.ageMs).toBeLessThan(1000);
    expect(reading?.values.uptimeS).toBeGreaterThan(4);
    expect(latch.leave()?.forMs).toBeCloseTo(standIn?.forMs ?? 0);
    expect(gateway.snapshot()).toMatchObject({ standIn: null, reading: { source: 'live', simulated: false } });
    const { simulatedMs, observedMs } = gateway.snapshot().standInTime;
    await advance(1000);
    expect(gateway.snapshot().standInTime).toEqual({ simulatedMs, observedMs: observedMs + 1000 });
    expect(simulatedMs).toBeGreaterThan(5000);
  });

  it('a configured one waits until what the robot was told has come to its outcome', async () => {
    const { gateway, firmware, told, entered, advance } = start({ settings: { fallback: 'simulated' } });
    await advance(500);
    told.now = true;
    firmware.does = 'refuse';
    await advance(5000);
    expect(gateway.snapshot()).toMatchObject({ standIn: null, reading: { source: 'last-known' } });
    told.now = false;
    await advance(1000);
    expect(gateway.snapshot().standIn).not.toBeNull();
    expect(entered).toHaveLength(1);
  });

  it('who returns a lost robot to live has decided until it was heard again', async () => {
    const { gateway, firmware, latch, entered, advance } = start({ settings: { fallback: 'simulated' } });
    await advance(500);
    firmware.does = 'refuse';
    await advance(4000);
    latch.leave();
    await advance(10_000);
    expect(gateway.snapshot()).toMatchObject({ standIn: null, reading: { source: 'last-known', simulated: false } });
    firmware.does = 'answer';
    await advance(2000);
    firmware.does = 'refuse';
    await advance(4000);
    expect(gateway.snapshot().standIn).not.toBeNull();
    expect(entered).toHaveLength(2);
  });

  it('a robot that is returned to live and lost at once is simulated again', async () => {
    const { gateway, firmware, latch, advance } = start({ settings: { fallback: 'simulated' } });
    firmware.does = 'refuse';
    await advance(4000);
    firmware.does = 'answer';
    await advance(2000);
    latch.leave();
    firmware.does = 'refuse';
    await advance(4000);
    expect(gateway.snapshot().standIn).not.toBeNull();
  });

  it('a simulation does not grow old because the breaker keeps the robot from being asked', async () => {
    const breaker = { failures: 1, openMs: 60_000 };
    const { gateway, firmware, latch, advance } = start({ settings: { fallback: 'none', breaker } });
    firmware.does = 'refuse';
    await advance(2000);
    latch.enter('lan', 'training of the night shift');
    await advance(20_000);
    expect(firmware.attempts).toHaveLength(1);
    expect(gateway.snapshot().reading).toMatchObject({ source: 'simulated' });
    expect(gateway.snapshot().standIn).toMatchObject({ by: 'lan', reason: 'training of the night shift' });
  });

  it('a robot that is told something while a simulation stands in disowns nothing of the simulation', async () => {
    const { gateway, latch, advance } = start({});
    await advance(500);
    latch.enter('lan', 'because');
    await advance(10);
    gateway.disown();
    expect(gateway.snapshot().reading).toMatchObject({ source: 'simulated', simulated: true });
  });

  it('simulated grows old too when the process sleeps', async () => {
    let sleptMs = 0;
    const { gateway, firmware, advance } = start({ settings: { fallback: 'simulated' }, sleptMs: () => sleptMs });
    firmware.does = 'refuse';
    await advance(3500);
    expect(gateway.snapshot().reading?.source).toBe('simulated');
    sleptMs = 60_000;
    expect(gateway.snapshot().reading).toMatchObject({ source: 'last-known', simulated: true });
  });
});
