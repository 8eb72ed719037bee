/** The value below which `share` (0 to 1) of the samples lie; they need not be in order. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/**
 * Runs both sides in turn, `rounds` times, so that whatever else the machine does falls on both; answers their medians
 * and the median of the ratios of neighbouring rounds, which cancels what changed slowly.
 *
 * @param warmUp rounds of both sides alike before the first that counts: what is compiled while it first runs, and what
 *   has to be read from the disk once, is no part of the measure
 */
export async function paired(
  rounds: number,
  ours: (round: number) => Promise<number>,
  peer: (round: number) => Promise<number>,
  warmUp = 0,
): Promise<{ readonly ours: number; readonly peer: number; readonly ratio: number }> {
  const [mine, theirs, ratios]: number[][] = [[], [], []];
  for (let round = -warmUp; round < rounds; round++) {
    const first = round % 2 === 0;
    const early = first ? await ours(round) : await peer(round);
    const late = first ? await peer(round) : await ours(round);
    const [one, other] = first ? [early, late] : [late, early];
    if (round < 0) continue;
    mine?.push(one);
    theirs?.push(other);
    ratios?.push(one / other);
  }
  return { ours: median(mine ?? []), peer: median(theirs ?? []), ratio: median(ratios ?? []) };
}
