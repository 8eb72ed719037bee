/** What a robot's clock shows more than ours, ms. */
export interface Skew {
  readonly minMs: number;
  readonly maxMs: number;
  readonly lastMs: number;
}

/** Beyond this (ms) the moments in a robot's own records cannot be compared with those in ours. */
export const FAR_MS = 30_000;
/** Within this (ms) it is right again. */
const NEAR_MS = 10_000;
/** One look may be wrong: an answer may have lain somewhere, or one of the clocks be set just then. */
const LOOKS = 5;

/** Says when a robot's clock has gone far from ours, once until it has been right again. */
export function createSkewWatch(): (skewMs: number) => boolean {
  let far = 0;
  let told = false;
  return (skewMs) => {
    const off = Math.abs(skewMs);
    if (off <= NEAR_MS) told = false;
    far = off > FAR_MS ? far + 1 : 0;
    if (told || far < LOOKS) return false;
    told = true;
    return true;
  };
}
