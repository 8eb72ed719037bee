import type { Random } from '../../../src-main/random.ts';

/** Every choice of a campaign, from one seeded sequence: the same seed makes the same calls. */
export interface Draw {
  /** A whole number from 0 to `count` - 1. */
  below(count: number): number;
  chance(probability: number): boolean;
  one<T>(list: readonly T[]): T;
}

export function drawFrom(random: Random): Draw {
  const below = (count: number): number => Math.floor(random() * count);
  return {
    below,
    chance: (probability) => random() < probability,
    one<T>(list: readonly T[]): T {
      if (list.length === 0) throw new Error('there is nothing to draw from');
      return list[below(list.length)] as T;
    },
  };
}
