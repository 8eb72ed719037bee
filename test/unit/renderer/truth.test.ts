import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINK_STATES, SOURCES } from '../../../src-main/bridge/contract.ts';
import { isCurrent, truthOf, wordOf } from '../../../src-renderer/truth.ts';
import { snapshotWith, STAND_IN } from './support/snapshot.ts';

const presented = (change: Parameters<typeof snapshotWith>[0], elapsed = 0, connected = true) =>
  truthOf(snapshotWith(change), 1_000, 1_000 + elapsed, connected).presentation;

describe('what a reading may be shown as', () => {
  it('is live when the robot said it just now and everything in between works', () => {
    expect(presented({})).toBe('live');
  });

  it('counts the age on by the clock of the page', () => {
    expect(truthOf(snapshotWith({}), 1_000, 13_000, true).ageMs).toBe(12_100);
  });

  it('is live up to the freshness bound and stale just past it, without a word from the console', () => {
    expect(presented({}, 1_900)).toBe('live');
    expect(presented({}, 1_901)).toBe('stale');
  });

  it.each(LINK_STATES.filter((state) => state !== 'live' && state !== 'slow'))(
    'is stale while the link is %s',
    (state) => {
      expect(presented({ link: { state } })).toBe('stale');
    },
  );

  it('is live over a slow link, up to the same bound', () => {
    const link = { state: 'slow' } as const;
    expect(presented({ link }, 1_900)).toBe('live');
    expect(presented({ link }, 1_901)).toBe('stale');
    expect(presented({ link, reading: { source: 'last-known' } })).toBe('stale');
  });

  it('is stale when the console calls it last known, however young it is', () => {
    expect(presented({ reading: { source: 'last-known' } })).toBe('stale');
  });

  it('is simulated when mock firmware said it, and never live', () => {
    expect(presented({ reading: { simulated: true } })).toBe('simulated');
  });

  it.each(LINK_STATES)('is simulated while a simulation stands in, also where the real link is %s', (state) => {
    const reading = { source: 'simulated', simulated: true } as const;
    expect(presented({ link: { state }, reading, standIn: STAND_IN })).toBe('simulated');
    // whatever else is said of it
    expect(presented({ link: { state }, reading: {}, standIn: STAND_IN })).toBe('simulated');
    expect(presented({ link: { state }, reading, standIn: STAND_IN }, 5_000)).toBe('simulated-stale');
  });

  it('says of a simulation that stands in whether the robot itself is heard', () => {
    const words = (state: (typeof LINK_STATES)[number], elapsed = 0) => {
      const reading = { source: 'simulated', simulated: true, ageMs: -elapsed } as const;
      return wordOf(truthOf(snapshotWith({ link: { state }, reading, standIn: STAND_IN }), 0, elapsed, true));
    };
    expect(words('live')).toBe('standInHeard');
    expect(words('live', 1_901)).toBe('standIn');
    expect(words('offline')).toBe('standIn');
  });

  it('is simulated even if only its source says so', () => {
    expect(presented({ reading: { source: 'simulated', simulated: false } })).toBe('simulated');
  });

  it('is an old simulation once the mock is silent, too old, or last known', () => {
    expect(presented({ reading: { simulated: true } }, 5_000)).toBe('simulated-stale');
    expect(presented({ link: { state: 'retrying' }, reading: { simulated: true } })).toBe('simulated-stale');
    expect(presented({ reading: { source: 'last-known', simulated: true } })).toBe('simulated-stale');
    expect(presented({ reading: { source: 'simulated', simulated: true } }, 5_000)).toBe('simulated-stale');
  });

  it('tells how long the robot itself has not been heard, not how young the simulation in its place is', () => {
    const change = {
      link: { state: 'offline', lastSuccessAgeMs: 60_000 },
      reading: { source: 'simulated', simulated: true, ageMs: 5 },
      standIn: STAND_IN,
    } as const;
    expect(truthOf(snapshotWith(change), 0, 1_000, true)).toMatchObject({ standIn: true, ageMs: 61_000 });
    expect(truthOf(snapshotWith({ reading: { simulated: true } }), 0, 0, true)).toMatchObject({ standIn: false });
  });

  it('without a reading still tells when the robot was last heard, if ever', () => {
    const lost = snapshotWith({ link: { state: 'offline', lastSuccessAgeMs: 4_000 }, reading: null });
    expect(truthOf(lost, 0, 0, true)).toMatchObject({ presentation: 'none', ageMs: 4_000 });
    const never = snapshotWith({ link: { state: 'connecting', lastSuccessAgeMs: null }, reading: null });
    expect(truthOf(never, 0, 0, true)).toMatchObject({ presentation: 'none', ageMs: null });
  });

  it('is disowned as soon as the console is not heard, and a simulation stays known as one', () => {
    expect(presented({}, 0, false)).toBe('disowned');
    expect(truthOf(snapshotWith({ reading: { simulated: true } }), 0, 0, false)).toMatchObject({
      presentation: 'disowned',
      simulated: true,
    });
  });

  it('is none when there is no reading, heard or not', () => {
    expect(presented({ reading: null })).toBe('none');
    expect(presented({ reading: null }, 0, false)).toBe('none');
  });

  it('takes an age that is no number for too old', () => {
    expect(presented({ reading: { ageMs: Number.NaN } })).toBe('stale');
    expect(presented({ reading: { ageMs: Number.NaN, simulated: true, source: 'simulated' } })).toBe('simulated-stale');
  });

  it('never makes a reading younger than the console said, whatever the clock of the page does', () => {
    expect(truthOf(snapshotWith({ reading: { ageMs: 700 } }), 9_000, 1_000, true).ageMs).toBe(700);
  });

  it('is never live unless source, age, link, connection and a real robot all agree', () => {
    const facts = fc.record({
      source: fc.constantFrom(...SOURCES),
      state: fc.constantFrom(...LINK_STATES),
      simulated: fc.boolean(),
      standIn: fc.constantFrom(null, STAND_IN),
      connected: fc.boolean(),
      ageMs: fc.oneof(fc.double(), fc.integer({ min: 0, max: 4_000 })),
      elapsed: fc.integer({ min: -5_000, max: 5_000 }),
    });
    fc.assert(
      fc.property(facts, ({ source, state, simulated, standIn, connected, ageMs, elapsed }) => {
        const snapshot = snapshotWith({ link: { state }, reading: { source, simulated, ageMs }, standIn });
        const truth = truthOf(snapshot, 0, elapsed, connected);
        const answers = state === 'live' || state === 'slow';
        const everythingAgrees =
          source === 'live' && answers && !simulated && !standIn && connected && ageMs + Math.max(0, elapsed) <= 2_000;
        expect(truth.presentation === 'live').toBe(everythingAgrees);
        if (!connected) expect(isCurrent(truth.presentation)).toBe(false);
        if (simulated || standIn || source === 'simulated') expect(truth.simulated).toBe(true);
      }),
    );
  });
});
