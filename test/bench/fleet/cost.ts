import { figure, progress } from '../support/figures.ts';
import { median, quantile } from '../support/samples.ts';
import { startPlant, type Stretch } from './plant.ts';
import type { Side } from './poller.ts';

const ROBOTS = 500;
/** 2 Hz. */
const INTERVAL_MS = 500;
const LASTS_MS = 8000;
const ROUNDS = 5;
/** Axios as its manual shows it, and without its redirects and proxies; watched is there for the reader. */
const SIDES: readonly Side[] = ['axios', 'console', 'lean-axios', 'watched'];

const cpuOf = ({ cpuMs, polls }: Stretch): number => cpuMs / polls;
const errorOf = ({ errors }: Stretch): number => quantile(errors, 0.95);

/**
 * What a poll of both resources of a robot costs the process that makes it, and how well it keeps its schedule: the
 * console, with a snapshot made after each poll and nobody watching, over a bare loop of axios with kept connections, a
 * time-out and the same schedule. All sides take turns, and ratios are of neighbours.
 */
export async function cost(): Promise<void> {
  progress(`cost: ${ROBOTS} robots at 2 Hz, ${ROUNDS} rounds of ${SIDES.length} sides...`);
  const seen = new Map<Side, Stretch[]>(SIDES.map((side) => [side, []]));
  await using plant = await startPlant();
  for (let round = 0; round <= ROUNDS; round++) {
    for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
      const stretch = await plant.stretch(side, ROBOTS, INTERVAL_MS, LASTS_MS);
      // the first round finds nothing compiled yet
      if (round > 0) seen.get(side)?.push(stretch);
    }
  }
  const each = (side: Side, of: (stretch: Stretch) => number) => (seen.get(side) ?? []).map(of);
  const over = (side: Side, peer: Side, of: (stretch: Stretch) => number) => {
    const peers = each(peer, of);
    return median(each(side, of).map((value, round) => value / (peers[round] ?? NaN)));
  };
  const made = (of: (stretch: Stretch) => number) => ({
    console: median(each('console', of)),
    watched: median(each('watched', of)),
    axios: median(each('axios', of)),
    leanAxios: median(each('lean-axios', of)),
    watchedOverAxios: over('watched', 'axios', of),
  });
  for (const peer of ['axios', 'lean-axios'] as const) {
    const [cpu, error] = [over('console', peer, cpuOf), over('console', peer, errorOf)];
    figure(`CPU per poll (ms), console over ${peer}`, cpu, 'ratio', { atMost: 1.3 }, made(cpuOf));
    figure(`schedule error p95 (ms), console over ${peer}`, error, 'ratio', { atMost: 1.5 }, made(errorOf));
  }
}
