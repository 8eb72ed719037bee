import type { Access } from '../../../src-main/access/access.ts';
import { seededRandom } from '../../../src-main/random.ts';
import { drawFrom } from './draw.ts';
import { livingBytes } from './heap.ts';
import { takeSeats } from './people.ts';
import { playRound } from './round.ts';
import { openFuzzStand } from './stand.ts';
import { emptyTally, type Tally } from './tally.ts';

export interface CampaignOptions {
  readonly dir: string;
  readonly calls: number;
  readonly seed: number;
  /** Filled as the campaign goes, for whoever must say what was in work when everything ended. */
  readonly tally?: Tally;
  readonly progress?: () => void;
  /** As {@link openFuzzStand} takes it. */
  readonly change?: (access: Access) => Access;
}

export interface CampaignReport extends Tally {
  readonly rounds: number;
  /** What lives in the main thread's heap at the end beyond what lived after the first rounds, bytes. */
  readonly growthBytes: number;
}

/** Findings after which a campaign ends: more of them tell nothing more. */
const ENOUGH = 20;
/** Rounds in which caches, code and pools come to their size. */
const WARM_UP = 3;

/** Plays rounds until `calls` calls have been made. Every choice comes from `seed`. */
export async function fuzzBridge({
  dir,
  calls,
  seed,
  tally = emptyTally(),
  progress,
  change,
}: CampaignOptions): Promise<CampaignReport> {
  const draw = drawFrom(seededRandom(seed));
  const stand = await openFuzzStand(dir, change);
  let rounds = 0;
  let first = livingBytes();
  try {
    const seats = await takeSeats(stand);
    while (tally.calls < calls && tally.findings.length < ENOUGH) {
      await playRound(stand, seats, { draw, tally, round: rounds });
      rounds += 1;
      if (rounds <= WARM_UP) first = livingBytes();
      progress?.();
    }
    const growthBytes = livingBytes() - first;
    const { findings } = await stand.store.verify({ kind: 'full', by: NOBODY });
    for (const finding of findings) {
      tally.findings.push({ what: `the store is not whole: ${JSON.stringify(finding)}`, round: rounds, calls: [] });
    }
    return { ...tally, rounds, growthBytes };
  } finally {
    await stand.close();
  }
}

const NOBODY = { userId: null, username: null, role: null, sessionId: null, origin: 'console' } as const;
