import { describe, expect, it } from 'vitest';
import { startOnVirtualClock as start } from './virtual-gateway.ts';

describe('the fallback', () => {
  it('none shows nothing from the first failed attempt on', async () => {
    const { gateway, firmware, advance } = start({ settings: { fallback: 'none' } });
    await advance(500);
    expect(gateway.snapshot().reading?.source).toBe('live');
    firmware.does = 'refuse';
    await advance(505);
    expect(gateway.snapshot()).toMatchObject({ reading: null, link: { state: 'retrying' } });
  });

  it('simulated lets a marked simulation live on while the link tells the truth', async () => {
    const { gateway, firmware, advance } = start({ settings: { fallback: 'simulated' } });
    await advance(500);
    firmware.does = 'refuse';
    await advance(510);
    expect(gateway.snapshot().reading).toMatchObject({ source: 'last-known', simulated: false });
    await advance(1000);
    const simulated = { source: 'simulated', simulated: true, firmwareVersion: null };
    expect(gateway.snapshot()).toMatchObject({ link: { state: 'offline' }, reading: simulated });
    await advance(3000);
    const { reading } = gateway.snapshot();
    expect(reading).toMatchObject({ ...simulated, values: { positionMm: 1 } });
    expect(reading?.values.uptimeS).toBeGreaterThan(2);
    expect(reading?.ageMs).toBeLessThan(1000);
    firmware.does = 'answer';
    await advance(1000);
    expect(gateway.snapshot().reading).toMatchObject({ source: 'live', simulated: false });
  });

  it('simulated grows old too when the process sleeps', async () => {
    let sleptMs = 0;
    const { gateway, firmware, advance } = start({ settings: { fallback: 'simulated' }, sleptMs: () => sleptMs });
    firmware.does = 'refuse';
    await advance(1500);
    expect(gateway.snapshot().reading?.source).toBe('simulated');
    sleptMs = 60_000;
    expect(gateway.snapshot().reading).toMatchObject({ source: 'last-known', simulated: true });
  });
});
