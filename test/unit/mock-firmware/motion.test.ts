import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halt, travel } from '../../../src-main/mock-firmware/motion.ts';

const place = fc.double({ min: 0, max: 60_000, noNaN: true });
const speed = fc.double({ min: -1000, max: 1000, noNaN: true });
const limit = fc.double({ min: 1, max: 2000, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('travelling', () => {
  it('speeds up, cruises and brakes as a trapezoid of speed', () => {
    const motion = travel(0, 1000, 100, 100);
    expect(motion.durationS).toBeCloseTo(11);
    expect(motion.at(0.5)).toEqual({ positionMm: 12.5, speedMmPerS: 50 });
    expect(motion.at(5.5)).toEqual({ positionMm: 500, speedMmPerS: 100 });
    expect(motion.at(10.5).positionMm).toBeCloseTo(987.5);
    expect(motion.at(10.5).speedMmPerS).toBeCloseTo(50);
  });

  it('turns around before it reaches cruising speed when the way is short', () => {
    const motion = travel(0, 100, 1000, 100);
    expect(motion.durationS).toBeCloseTo(2);
    expect(motion.at(1).speedMmPerS).toBeCloseTo(100);
  });

  it('stands exactly at its goal from the end on', () => {
    fc.assert(
      fc.property(place, place, limit, limit, share, (from, to, cruise, acceleration, later) => {
        const motion = travel(from, to, cruise, acceleration);
        expect(motion.at(motion.durationS + later)).toEqual({ positionMm: to, speedMmPerS: 0 });
      }),
    );
  });

  it('never leaves the way between start and goal, and never exceeds its cruising speed', () => {
    fc.assert(
      fc.property(place, place, limit, limit, share, (from, to, cruise, acceleration, when) => {
        const motion = travel(from, to, cruise, acceleration);
        const { positionMm, speedMmPerS } = motion.at(when * motion.durationS);
        expect(positionMm).toBeGreaterThanOrEqual(Math.min(from, to) - 1e-6);
        expect(positionMm).toBeLessThanOrEqual(Math.max(from, to) + 1e-6);
        expect(Math.abs(speedMmPerS)).toBeLessThanOrEqual(cruise + 1e-9);
        expect(speedMmPerS * (to - from)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('takes no time to go nowhere', () => {
    const motion = travel(500, 500, 1000, 300);
    expect(motion.durationS).toBe(0);
    expect(motion.at(0)).toEqual({ positionMm: 500, speedMmPerS: 0 });
  });
});

describe('halting', () => {
  it('stops within the square of the speed over twice the deceleration, in the direction of travel', () => {
    fc.assert(
      fc.property(place, speed, limit, share, (positionMm, speedMmPerS, deceleration, later) => {
        const motion = halt({ positionMm, speedMmPerS }, deceleration);
        const stopped = motion.at(motion.durationS + later);
        const braked = (Math.sign(speedMmPerS) * speedMmPerS ** 2) / (2 * deceleration);
        expect(stopped.speedMmPerS).toBe(0);
        expect(stopped.positionMm).toBeCloseTo(positionMm + braked, 3);
      }),
    );
  });

  it('just stands when there is no speed', () => {
    const motion = halt({ positionMm: 42, speedMmPerS: 0 }, 300);
    expect(motion.durationS).toBe(0);
    expect(motion.at(1000)).toEqual({ positionMm: 42, speedMmPerS: 0 });
  });
});
