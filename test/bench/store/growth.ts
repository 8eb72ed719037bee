import type { Store } from '../../../src-main/store/store.ts';
import { benchFolder, fill, openBenchStore, signIn } from '../support/bench-store.ts';
import { figure, progress } from '../support/figures.ts';
import { median, paired } from '../support/samples.ts';
import { benchEvent, openPeer, type Peer } from '../support/store-peer.ts';

const MANY = 1_000_000;
const FEW = 1_000;
const ROUNDS = 8;
const COMMITS = 400;
const PAGES = 200;

/** A store of years against one of a day, and its pages against native SQLite's. */
export async function growth(): Promise<void> {
  using folder = benchFolder();
  using small = benchFolder();
  const young = await openBenchStore(small.dir);
  await fill(young, FEW, () => {});
  progress(`filling ours with ${MANY} records`);
  const old = await openBenchStore(folder.dir, { notBeforeMs: 1000 });
  await fill(old, MANY, (done) => progress(`  ${done}`));
  await settled(old);

  const commits = await paired(
    ROUNDS,
    () => commitMs(old),
    () => commitMs(young),
  );
  figure('store.commit-1M-over-1k', commits.ratio, 'ratio', { atMost: 1.2 }, commits);
  await young.close();

  progress('filling the peer');
  const peer = openPeer(folder.dir);
  peer.database.transaction(() => {
    for (let number = 0; number < MANY; number++) peer.append(benchEvent(number), number);
  })();
  await pages('newest', old, peer, () => MANY);
  await pages('walking', old, peer, (round, page) => MANY / 2 - (round * PAGES + page) * 300);
  await old.close();
  peer.close();
}

/** Waits until what is due has been sealed: its work must not fall into the measures. */
async function settled(store: Store): Promise<void> {
  for (let last = -1; ;) {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const { lastSnapshot, sequence } = await store.status();
    const taken = lastSnapshot?.sequence ?? -1;
    if (taken === last && sequence - taken < 20_000) return;
    last = taken;
    await signIn(store, 0);
  }
}

async function commitMs(store: Store): Promise<number> {
  const took: number[] = [];
  for (let number = 0; number < COMMITS; number++) {
    const asked = performance.now();
    await signIn(store, number);
    took.push(performance.now() - asked);
  }
  return median(took);
}

/** A page of 100 records of one kind, found by index, below an id that `before` says. */
async function pages(name: string, store: Store, peer: Peer, before: (round: number, page: number) => number) {
  const each = async (round: number, page: (before: number) => unknown): Promise<number> => {
    const took: number[] = [];
    for (let count = 0; count < PAGES; count++) {
      const asked = performance.now();
      await page(before(round, count));
      took.push(performance.now() - asked);
    }
    return took.reduce((sum, ms) => sum + ms, 0) / PAGES;
  };
  const result = await paired(
    ROUNDS,
    (round) =>
      each(round, (below) => store.read('audit.page', { before: below, limit: 100, action: 'session.sign-in' })),
    (round) => each(round, (below) => peer.page(below, 'session.sign-in')),
  );
  figure(`store.page-${name}`, result.ratio, 'ratio', { atMost: 3 }, result);
}
