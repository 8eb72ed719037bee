/** Where the hoist is on its track (mm from the track's zero) and how fast it goes (mm/s, signed along the track). */
export interface Pose {
  readonly positionMm: number;
  readonly speedMmPerS: number;
}

/**
 * A movement known from beginning to end: `at` answers for any moment (seconds from its start; past its end it
 * stands), so that looking rarely costs no more than looking often, and both see the same movement.
 */
export interface Motion {
  readonly durationS: number;
  at(seconds: number): Pose;
}

/** From standstill to standstill with a trapezoid of speed, at most `cruise` (mm/s), at `acceleration` (mm/s²). */
export function travel(fromMm: number, toMm: number, cruise: number, acceleration: number): Motion {
  const distance = Math.abs(toMm - fromMm);
  const direction = Math.sign(toMm - fromMm);
  const peak = Math.min(cruise, Math.sqrt(acceleration * distance));
  const ramp = peak / acceleration;
  const durationS = distance === 0 ? 0 : ramp + distance / peak;

  return {
    durationS,
    at(seconds) {
      const left = durationS - seconds;
      if (left <= 0) return { positionMm: toMm, speedMmPerS: 0 };
      if (left < ramp) return pose(distance - (acceleration * left ** 2) / 2, acceleration * left);
      if (seconds < ramp) return pose((acceleration * seconds ** 2) / 2, acceleration * seconds);
      return pose(peak * (seconds - ramp / 2), peak);
    },
  };

  function pose(travelled: number, speed: number): Pose {
    return { positionMm: fromMm + direction * travelled, speedMmPerS: direction * speed };
  }
}

/** From any speed to standstill at `deceleration` (mm/s²), and standing there; at speed 0 it is just standing. */
export function halt({ positionMm, speedMmPerS }: Pose, deceleration: number): Motion {
  const direction = Math.sign(speedMmPerS);
  const durationS = Math.abs(speedMmPerS) / deceleration;

  return {
    durationS,
    at(seconds) {
      const braking = Math.min(seconds, durationS);
      return {
        positionMm: positionMm + speedMmPerS * braking - (direction * deceleration * braking ** 2) / 2,
        speedMmPerS: seconds >= durationS ? 0 : speedMmPerS - direction * deceleration * braking,
      };
    },
  };
}
