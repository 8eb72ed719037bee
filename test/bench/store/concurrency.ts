import { benchFolder, openBenchStore } from '../support/bench-store.ts';
import { figure, progress } from '../support/figures.ts';
import { paired } from '../support/samples.ts';
import { openPeer } from '../support/store-peer.ts';
import { ourWriters, peerWriters, type Writing } from './writers.ts';

const ROUNDS = 6;
const ROUND_MS = 1500;

/** Many writers at once, and one alone, against native SQLite on the main thread. */
export async function concurrency(): Promise<void> {
  using folder = benchFolder();
  const store = await openBenchStore(folder.dir);
  const peer = openPeer(folder.dir);
  for (const [writers, name] of [[64, '64-writers'] as const, [1, 'one-writer'] as const]) {
    progress(`${name}: ${ROUNDS} rounds of each side`);
    const ours: Writing[] = [];
    const theirs: Writing[] = [];
    await paired(
      ROUNDS,
      async () => ours[ours.push(await ourWriters(store, writers, ROUND_MS)) - 1]?.p99 ?? 0,
      async () => theirs[theirs.push(await peerWriters(peer, writers, ROUND_MS)) - 1]?.p99 ?? 0,
    );
    const ratioOf = (of: (writing: Writing) => number) => compare(ours.map(of), theirs.map(of));
    const rate = ratioOf(({ commitsPerSecond }) => commitsPerSecond);
    figure(`store.${name}.rate`, rate.ratio, 'ratio', { atLeast: writers === 1 ? 0.5 : 6 }, rate);
    const p99 = ratioOf((writing) => writing.p99);
    figure(`store.${name}.p99`, p99.ratio, 'ratio', { atMost: 4 }, p99);
    if (writers === 1) continue;
    const busy = ratioOf(({ mainBusyMs }) => mainBusyMs);
    figure('store.main-thread-busy', busy.ratio, 'ratio', { atMost: 0.2 }, busy);
  }
  await store.close();
  peer.close();
}

/** The median of the ratios of rounds that ran next to each other. */
function compare(ours: readonly number[], peers: readonly number[]) {
  const ratios = ours.map((own, round) => own / (peers[round] ?? Number.NaN)).toSorted((one, other) => one - other);
  const middle = (values: readonly number[]): number =>
    values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
  return { ratio: middle(ratios), ours: middle(ours), peer: middle(peers) };
}
