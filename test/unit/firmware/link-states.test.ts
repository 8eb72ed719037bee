import { describe, expect, it } from 'vitest';
import { isCurrentLink } from '../../../src-main/firmware/link.ts';
import { firmwareSettings } from '../../../src-main/firmware/settings.ts';
import { startOnVirtualClock as start } from './virtual-gateway.ts';

type Stand = ReturnType<typeof start>;

const link = ({ gateway }: Stand) => gateway.snapshot().link;
const source = ({ gateway }: Stand) => gateway.snapshot().reading?.source;
/** A time in which polls are refused at once. */
const refusedFor = async ({ firmware, advance }: Stand, ms: number) => {
  firmware.does = 'refuse';
  await advance(ms);
  firmware.does = 'answer';
};
/** A poll is one attempt, so that every loss is a whole one. */
const single = firmwareSettings.parse({ retry: { attempts: 1 } });

describe('a slow link', () => {
  it('is told at the third late answer, and not by one', async () => {
    const stand = start();
    const { firmware, advance } = stand;
    await advance(2500);
    // two requests a poll
    firmware.takesMs = 300;
    await advance(1500);
    expect(link(stand).state).toBe('live');
    await advance(2500);
    expect(link(stand)).toMatchObject({ state: 'slow', stateForMs: 900, slowAboveMs: 500, successRate: 1 });
  });

  it('shows current values, and grows old as a live one does', async () => {
    let sleptMs = 0;
    const stand = start({ sleptMs: () => sleptMs });
    stand.firmware.takesMs = 300;
    await stand.advance(5700);
    expect([link(stand).state, source(stand)]).toEqual(['slow', 'live']);
    sleptMs = 60_000;
    expect([link(stand).state, source(stand)]).toEqual(['retrying', 'last-known']);
  });

  it('that breaks is repeated as a live one is, and is not current from the first failure on', async () => {
    const stand = start();
    const { firmware, advance } = stand;
    firmware.takesMs = 300;
    await advance(4900);
    expect(link(stand).state).toBe('slow');
    firmware.does = 'refuse';
    await advance(405);
    expect(link(stand)).toMatchObject({ state: 'retrying', attempt: { number: 1, of: 3 } });
    expect(source(stand)).toBe('last-known');
  });

  it('is quick again when quick answers have made up for the late ones, not at the first', async () => {
    const stand = start();
    const { firmware, advance } = stand;
    firmware.takesMs = 300;
    await advance(2900);
    expect(link(stand).state).toBe('slow');
    firmware.takesMs = 5;
    await advance(2000);
    expect(link(stand).state).toBe('slow');
    await advance(1000);
    expect(link(stand)).toMatchObject({ state: 'live', stateForMs: 890 });
  });
});

describe('a robot that is left alone', () => {
  it('is told with the reason and the time until it is asked again, which is the first poll after the pause', async () => {
    const stand = start({ settings: { ...single, breaker: { failures: 3, openMs: 10_000 } } });
    await stand.advance(500);
    stand.firmware.does = 'refuse';
    await stand.advance(2400);
    expect(link(stand)).toMatchObject({ state: 'offline', pause: null });
    await stand.advance(600);
    // opened at 3005
    expect(link(stand)).toMatchObject({ state: 'breaker-open', stateForMs: 495, attempt: null });
    expect(link(stand).pause).toEqual({ reason: 'failures', probeInMs: 14_000 - 3500 });
    const before = stand.firmware.requests.length;
    await stand.advance(10_499);
    expect(link(stand)).toMatchObject({ state: 'offline', pause: null });
    expect(stand.firmware.requests).toHaveLength(before);
    await stand.advance(1);
    expect(stand.firmware.requests).toHaveLength(before + 1);
  });

  it('is so until the pause ends, and again after a probe in vain', async () => {
    const stand = start({ settings: { ...single, breaker: { failures: 3, openMs: 3500 } } });
    await stand.advance(500);
    stand.firmware.does = 'refuse';
    await stand.advance(3000);
    expect(link(stand).state).toBe('breaker-open');
    await stand.advance(3006);
    expect(link(stand).state).toBe('offline');
    await stand.advance(600);
    expect(link(stand)).toMatchObject({ state: 'breaker-open', stateForMs: 7106 - 3005 });
    stand.firmware.does = 'answer';
    await stand.advance(4500);
    expect(link(stand)).toMatchObject({ state: 'live', pause: null });
  });

  it('is told of at every interval, so that whoever follows sees its figures get worse', async () => {
    const stand = start({ settings: { ...single, breaker: { failures: 1, openMs: 60_000 } } });
    await stand.advance(500);
    stand.firmware.does = 'refuse';
    await stand.advance(600);
    const told = stand.seen.length;
    const left = () => link(stand).availability?.budget.leftMs ?? NaN;
    const before = left();
    await stand.advance(10_000);
    expect(stand.seen).toHaveLength(told + 10);
    expect(before - left()).toBeCloseTo(10_000, 6);
  });

  it('because it has asked for that, says so', async () => {
    const stand = start();
    await stand.advance(500);
    stand.firmware.retryAfterMs = 7500;
    await refusedFor(stand, 600);
    expect(link(stand)).toMatchObject({
      state: 'breaker-open',
      stateForMs: 95,
      pause: { reason: 'retry-after', probeInMs: 9000 - 1100 },
    });
  });

  it('keeps to the monotonic clock: what was slept through is over', async () => {
    let sleptMs = 0;
    const stand = start({ sleptMs: () => sleptMs });
    await stand.advance(500);
    stand.firmware.retryAfterMs = 20_000;
    await refusedFor(stand, 600);
    stand.jumpWall(-86_400_000);
    expect(link(stand).pause).toMatchObject({ probeInMs: 21_000 + 1000 - 1100 });
    stand.jumpWall(5 * 86_400_000);
    expect(link(stand).pause).toMatchObject({ probeInMs: 21_000 + 1000 - 1100 });
    sleptMs = 3_600_000;
    expect(link(stand)).toMatchObject({ state: 'offline', pause: null, stateForMs: 3_600_095 });
  });

  it('is an offline one where the next poll is the probe', async () => {
    const stand = start({ settings: single });
    await stand.advance(500);
    stand.firmware.does = 'refuse';
    await stand.advance(20_000);
    expect(stand.gateway.metrics().resilience.state).toBe('half-open');
    expect(link(stand)).toMatchObject({ state: 'offline', pause: null });
  });
});

describe('a link that comes and goes', () => {
  /** Answers for a second, then is lost for a second, so often; ends with an answer. */
  async function flaps(times: number, settings = single) {
    const stand = start({ settings });
    await stand.advance(500);
    for (let n = 0; n < times; n++) {
      await refusedFor(stand, 1000);
      await stand.advance(1000);
    }
    return stand;
  }

  it('is told at the fourth loss, with how often it was lost and when it has settled', async () => {
    const three = await flaps(3);
    expect([link(three).state, source(three)]).toEqual(['live', 'live']);
    const four = await flaps(4);
    expect(link(four)).toMatchObject({ state: 'unstable', stateForMs: 8500 - 7005, flapping: { losses: 4 } });
    expect(link(four).lastError).toMatchObject({ code: 'FIRMWARE_UNREACHABLE' });
    expect(source(four)).toBe('last-known');
  });

  it('says nothing that counts as current until it has settled, and is live then without having changed again', async () => {
    const stand = await flaps(6);
    const { settlesInMs = NaN } = link(stand).flapping ?? {};
    expect(settlesInMs).toBeGreaterThan(7000);
    const told = stand.seen.length;
    await stand.advance(settlesInMs - 1);
    expect([link(stand).state, source(stand)]).toEqual(['unstable', 'last-known']);
    await stand.advance(1);
    expect([link(stand).state, source(stand), link(stand).flapping]).toEqual(['live', 'live', null]);
    expect(new Set(stand.seen.slice(told).map(({ state }) => state))).toEqual(new Set(['unstable']));
  });

  it('is offline, silent or slow when it settles there', async () => {
    const offline = await flaps(5);
    offline.firmware.does = 'refuse';
    await offline.advance(20_000);
    expect(link(offline).state).toBe('offline');
    const silent = await flaps(5);
    silent.firmware.stuckAt = 1;
    await silent.advance(20_000);
    expect(link(silent).state).toBe('silent');
    const slow = await flaps(5);
    slow.firmware.takesMs = 300;
    await slow.advance(20_000);
    expect([link(slow).state, source(slow)]).toEqual(['slow', 'live']);
  });

  it('changes its state on the screen no more while it flaps on', async () => {
    const stand = await flaps(4);
    const before = stand.seen.length;
    for (let n = 0; n < 30; n++) {
      await refusedFor(stand, 1000);
      await stand.advance(1000);
    }
    expect(new Set(stand.seen.slice(before).map(({ state, source: from }) => `${state} ${from}`))).toEqual(
      new Set(['unstable last-known']),
    );
  });

  it('never holds back that a value is not current: at every loss it is at once, damped or not', async () => {
    for (let pauseMs = 1000; pauseMs < 20_000; pauseMs += 1700) {
      const stand = start({ settings: single });
      await stand.advance(500);
      for (let n = 0; n < 8; n++) {
        await stand.advance(pauseMs);
        stand.firmware.does = 'refuse';
        await stand.advance(1000 + 5);
        expect(source(stand)).toBe('last-known');
        expect(isCurrentLink(link(stand).state)).toBe(false);
        stand.firmware.does = 'answer';
      }
      await stand.gateway.stop();
    }
  });

  it('that is left alone says when it is asked again, and is called that once it has settled', async () => {
    const stand = await flaps(5);
    stand.firmware.retryAfterMs = 40_000;
    await refusedFor(stand, 1000);
    expect(link(stand)).toMatchObject({ state: 'unstable', pause: { reason: 'retry-after', probeInMs: 40_500 } });
    await stand.advance(16_000);
    expect(link(stand)).toMatchObject({ state: 'breaker-open', flapping: null, pause: { probeInMs: 24_500 } });
    expect(stand.seen.at(-1)?.state).toBe('breaker-open');
  });

  it('is forgiven by the time that the computer sleeps, whatever its clock says', async () => {
    let sleptMs = 0;
    const stand = start({ settings: single, sleptMs: () => sleptMs });
    await stand.advance(500);
    for (let n = 0; n < 5; n++) {
      await refusedFor(stand, 1000);
      await stand.advance(1000);
    }
    stand.jumpWall(86_400_000);
    expect(link(stand).state).toBe('unstable');
    sleptMs = 60_000;
    expect([link(stand).state, source(stand)]).toEqual(['retrying', 'last-known']);
  });

  it('is not what an attempt is that fails now and then and is repaired by the next one', async () => {
    const stand = start({ settings: { retry: { ...single.retry, attempts: 3, budget: 1 } } });
    await stand.advance(900);
    for (let n = 0; n < 20; n++) {
      await refusedFor(stand, 200);
      expect(source(stand)).toBe('last-known');
      await stand.advance(4800);
      expect(link(stand)).toMatchObject({ state: 'live', retries: Math.min(n + 1, 12) });
    }
  });

  it('is told at every change where damping is switched off', async () => {
    const stand = await flaps(10, { ...single, flap: { halfLifeMs: 0 } });
    expect(new Set(stand.seen.map(({ state }) => state))).toEqual(new Set(['live', 'offline']));
  });

  it('counts as available for as long as it answered, damped or not', async () => {
    const stand = await flaps(10);
    expect(link(stand).state).toBe('unstable');
    expect(link(stand).availability?.ratio).toBeCloseTo(0.5, 1);
  });
});
