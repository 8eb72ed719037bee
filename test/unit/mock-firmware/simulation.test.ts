import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACCELERATION_MM_PER_S2,
  FASTEST_MM_PER_S,
  STATIONS_MM,
  TRACK_LENGTH_MM,
} from '../../../src-main/mock-firmware/life.ts';
import {
  createSimulation,
  CYCLE_MS,
  type Simulation,
  type SimulatedValues,
} from '../../../src-main/mock-firmware/simulation.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const ages = fc.integer({ min: 0, max: 6 * HOUR });
const steps = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 20, maxLength: 60 });

/** What is seen when looking every `everyMs` for `forMs`. */
function watched(simulation: Simulation, everyMs: number, forMs: number): SimulatedValues[] {
  return Array.from({ length: Math.ceil(forMs / everyMs) }, () => {
    simulation.step(everyMs);
    return simulation.values();
  });
}

/** The longest unbroken stretch (s) in one state. */
function longestStretch(seen: readonly SimulatedValues[], state: SimulatedValues['state']): number {
  let longest = 0;
  let since: number | null = null;
  for (const { state: now, uptimeS } of seen) {
    since = now === state ? (since ?? uptimeS) : null;
    if (since !== null) longest = Math.max(longest, uptimeS - since);
  }
  return longest;
}

describe('at any moment of any life', () => {
  it('the hoist is on its track, within its limits of speed, charge and heat', () => {
    fc.assert(
      fc.property(seeds, ages, steps, (seed, age, looks) => {
        const simulation = createSimulation({ seed });
        simulation.step(age);
        for (const dt of looks) {
          simulation.step(dt);
          const values = simulation.values();
          expect(values.positionMm).toBeGreaterThanOrEqual(0);
          expect(values.positionMm).toBeLessThanOrEqual(TRACK_LENGTH_MM);
          expect(Math.abs(values.speedMmPerS)).toBeLessThanOrEqual(FASTEST_MM_PER_S);
          expect(values.batteryPercent).toBeGreaterThan(5);
          expect(values.batteryPercent).toBeLessThanOrEqual(100);
          expect(values.temperatureC).toBeGreaterThan(15);
          expect(values.temperatureC).toBeLessThan(55);
        }
      }),
    );
  });

  it('it neither jumps nor accelerates harder than it can, whatever happens to it between two looks', () => {
    fc.assert(
      fc.property(seeds, ages, steps, (seed, age, looks) => {
        const simulation = createSimulation({ seed });
        simulation.step(age);
        let before = simulation.values();
        for (const dt of looks) {
          simulation.step(dt);
          const now = simulation.values();
          const seconds = now.uptimeS - before.uptimeS;
          const rounding = 1e-6;
          expect(Math.abs(now.positionMm - before.positionMm)).toBeLessThanOrEqual(
            FASTEST_MM_PER_S * seconds + rounding,
          );
          expect(Math.abs(now.speedMmPerS - before.speedMmPerS)).toBeLessThanOrEqual(
            ACCELERATION_MM_PER_S2 * seconds + rounding,
          );
          before = now;
        }
      }),
    );
  });

  it('its speed is the change of its position', () => {
    fc.assert(
      fc.property(seeds, ages, (seed, age) => {
        const simulation = createSimulation({ seed });
        simulation.step(age);
        const before = simulation.values();
        simulation.step(CYCLE_MS);
        const now = simulation.values();
        const seconds = CYCLE_MS / 1000;
        const mean = (before.speedMmPerS + now.speedMmPerS) / 2;
        expect(now.positionMm - before.positionMm).toBeCloseTo(mean * seconds, 1);
      }),
    );
  });

  it('its words agree with its movement and with each other', () => {
    fc.assert(
      fc.property(seeds, ages, steps, (seed, age, looks) => {
        const simulation = createSimulation({ seed });
        simulation.step(age);
        for (const dt of looks) {
          simulation.step(dt);
          const { state, fault, speedMmPerS, positionMm } = simulation.values();
          expect(fault === null).toBe(state !== 'fault');
          if (['boot', 'idle', 'charging'].includes(state)) {
            expect(speedMmPerS).toBe(0);
            expect(STATIONS_MM).toContain(positionMm);
          }
          if (state === 'charging') expect(positionMm).toBe(STATIONS_MM[0]);
          if (state === 'docking') expect(Math.abs(speedMmPerS)).toBeLessThanOrEqual(80);
        }
      }),
    );
  });
});

describe('a life', () => {
  it('begins cold and booting, at a station', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const values = createSimulation({ seed }).values();
        expect(values).toMatchObject({ state: 'boot', fault: null, speedMmPerS: 0, uptimeS: 0, sequence: 0 });
        expect(values.temperatureC).toBeLessThan(27);
      }),
    );
  });

  it('has every state in it within a shift', () => {
    const seen = new Set(watched(createSimulation({ seed: 1 }), 1000, 8 * HOUR).map(({ state }) => state));
    expect(seen).toEqual(new Set(['boot', 'idle', 'moving', 'docking', 'charging', 'paused', 'fault']));
  });

  it('goes to charge in time, day and night, and fills up when it does', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const charges = watched(createSimulation({ seed }), 2000, DAY).map(({ batteryPercent }) => batteryPercent);
      expect(Math.min(...charges)).toBeGreaterThan(5);
      expect(Math.max(...charges)).toBeGreaterThan(99);
    }
  });

  it('drains faster on the move than at rest', () => {
    const seen = watched(createSimulation({ seed: 3 }), 1000, HOUR);
    const drains = (state: SimulatedValues['state']) =>
      seen.flatMap((now, index) => {
        const before = seen[index - 1];
        return before?.state === state && now.state === state ? [before.batteryPercent - now.batteryPercent] : [];
      });
    expect(Math.min(...drains('idle'))).toBeGreaterThan(0);
    expect(Math.min(...drains('moving'))).toBeGreaterThan(Math.max(...drains('idle')));
  });

  it('warms up at work and cools down at rest', () => {
    const seen = watched(createSimulation({ seed: 3 }), 1000, HOUR);
    const first = seen[0]?.temperatureC ?? NaN;
    expect(Math.max(...seen.map(({ temperatureC }) => temperatureC))).toBeGreaterThan(first + 8);
    const lastHalf = seen.slice(1800);
    const cooled = lastHalf.filter((now, index) => {
      const before = lastHalf[index - 1];
      return before?.state === 'idle' && now.state === 'idle' && now.temperatureC < before.temperatureC;
    });
    expect(cooled.length).toBeGreaterThan(0);
  });

  it('recovers by itself from a fault within a minute and from a pause within half a minute', () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const seen = watched(createSimulation({ seed }), 1000, 12 * HOUR);
      expect(longestStretch(seen, 'fault')).toBeGreaterThan(0);
      expect(longestStretch(seen, 'fault')).toBeLessThanOrEqual(60);
      expect(longestStretch(seen, 'paused')).toBeLessThanOrEqual(30);
    }
  });
});

describe('reproducibility', () => {
  it('the same seed and id live the same life, however it is looked at', () => {
    fc.assert(
      fc.property(seeds, fc.string(), steps, (seed, id, looks) => {
        const often = createSimulation({ seed, id });
        const once = createSimulation({ seed, id });
        for (const dt of looks) {
          often.step(dt);
          often.values();
        }
        once.step(looks.reduce((sum, dt) => sum + dt, 0));
        expect(often.values()).toEqual(once.values());
      }),
    );
  });

  it('robots of one seed live different lives, and so do the seeds of one robot', () => {
    const lives = [
      { seed: 1, id: 'OHT-SIM-01' },
      { seed: 1, id: 'OHT-SIM-02' },
      { seed: 2, id: 'OHT-SIM-01' },
    ].map((of) => {
      const simulation = createSimulation(of);
      simulation.step(10 * MINUTE);
      return JSON.stringify(simulation.values());
    });
    expect(new Set(lives).size).toBe(3);
  });

  it('seed 1 lives this life (a change here changes what every demonstration and training shows)', () => {
    const simulation = createSimulation({ seed: 1, id: 'OHT-SIM-01' });
    simulation.step(12_345);
    const { positionMm, speedMmPerS, batteryPercent, temperatureC, ...rest } = simulation.values();
    expect(rest).toEqual({
      state: 'moving',
      fault: null,
      mode: 'auto',
      trackLengthMm: 60_000,
      uptimeS: 12.34,
      sequence: 1234,
    });
    expect(positionMm).toBeCloseTo(39_288.9, 1);
    expect(speedMmPerS).toBeCloseTo(796.4, 1);
    expect(batteryPercent).toBeCloseTo(48.9, 1);
    expect(temperatureC).toBeCloseTo(24.0, 1);
  });
});

describe('its control loop', () => {
  it('counts one for each 10 ms, and its values move only with the count', () => {
    const simulation = createSimulation({ seed: 1 });
    simulation.step(5 * MINUTE);
    const before = simulation.values();
    simulation.step(CYCLE_MS - 1);
    expect(simulation.values()).toEqual(before);
    simulation.step(1);
    expect(simulation.values().sequence).toBe(before.sequence + 1);
    expect(before.sequence).toBe(30_000);
  });

  it('loses no time to steps that are no whole milliseconds', () => {
    const simulation = createSimulation({ seed: 1 });
    for (let step = 0; step < 10_000; step += 1) simulation.step(1.0001);
    expect(simulation.values().sequence).toBe(1000);
  });
});

describe('what a step costs', () => {
  it('an hour of life in one step takes milliseconds', () => {
    const simulation = createSimulation({ seed: 1 });
    const startedAt = performance.now();
    simulation.step(HOUR);
    expect(performance.now() - startedAt).toBeLessThan(100);
  });

  it('an hour of life looked at in every single cycle takes less than two seconds', () => {
    const simulation = createSimulation({ seed: 1 });
    // the processor's time, not the clock's: what else the machine does is not the simulation's cost
    const startedAt = process.cpuUsage();
    watched(simulation, CYCLE_MS, HOUR);
    const { user, system } = process.cpuUsage(startedAt);
    expect((user + system) / 1000).toBeLessThan(2000);
  });

  it('ten years without a look take no longer than a day: the clock counts them, the robot stood still', () => {
    const simulation = createSimulation({ seed: 1 });
    const startedAt = performance.now();
    simulation.step(3650 * DAY);
    expect(performance.now() - startedAt).toBeLessThan(500);
    const day = createSimulation({ seed: 1 });
    day.step(DAY);
    expect(simulation.values()).toEqual({ ...day.values(), uptimeS: 3650 * 86_400, sequence: 3650 * 8_640_000 });
  });

  it('lives on as before after such a gap', () => {
    const simulation = createSimulation({ seed: 1 });
    simulation.step(30 * DAY);
    const states = new Set(watched(simulation, 1000, HOUR).map(({ state }) => state));
    expect(states).toContain('moving');
    expect(states).toContain('idle');
  });

  it.each([-1, NaN, Infinity])('refuses to step by %s ms', (dt) => {
    expect(() => createSimulation({ seed: 1 }).step(dt)).toThrow(RangeError);
  });
});
