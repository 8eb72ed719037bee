import type { Random } from '../../../src-main/random.ts';

export function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

/**
 * How one power cut treats one thing, to be asked for each of its parts with everything that the disk may hold of that
 * part, oldest first. Cuts that lose all, that lose nothing, and that draw each part alone are equally likely: left to
 * itself, chance would hardly ever lose or keep the whole of anything large.
 */
export function drawing(random: Random): <T>(held: readonly T[]) => T {
  const kind = pick(random, ['oldest', 'newest', 'any']);
  return <T>(held: readonly T[]): T => {
    if (kind === 'any') return pick(random, held);
    return held.at(kind === 'oldest' ? 0 : -1) as T;
  };
}

export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: random() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ item }) => item);
}
