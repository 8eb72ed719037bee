import type { Random } from '../../../src-main/random.ts';

export function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

/** How likely a power cut is to change its mind from one part of a thing to the next. */
const RESTLESS = [0, 0.005, 0.05, 1];

/**
 * How one power cut treats one thing, to be asked for each of its parts with everything that the disk may hold of that
 * part, oldest first. Cuts that lose all, that keep all, that stop somewhere and that draw each part alone are about
 * equally likely: left to itself, chance would hardly ever lose or keep many sectors in a row.
 */
export function drawing(random: Random): <T>(held: readonly T[]) => T {
  const restless = pick(random, RESTLESS);
  const drawKind = (): 'oldest' | 'newest' | 'any' => pick(random, ['oldest', 'newest', 'any']);
  let kind = drawKind();
  return <T>(held: readonly T[]): T => {
    if (random() < restless) kind = drawKind();
    return kind === 'any' ? pick(random, held) : (held.at(kind === 'oldest' ? 0 : -1) as T);
  };
}

export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: random() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ item }) => item);
}
