import { cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { benchFolder, fill, openBenchStore } from '../support/bench-store.ts';
import { figure, progress } from '../support/figures.ts';
import { paired } from '../support/samples.ts';
import { benchEvent, openPeer } from '../support/store-peer.ts';

const RECORDS = 100_000;

/** Opening after a crash that left 100,000 changes in the journal, against inserting them again in one transaction. */
export async function reopening(): Promise<void> {
  using folder = benchFolder();
  const living = path.join(folder.dir, 'living');
  const policy = { afterBytes: Number.MAX_SAFE_INTEGER, afterMs: 1e9, segmentRows: 1e9 };
  const store = await openBenchStore(living, policy);
  progress(`${RECORDS} changes into the journal`);
  await fill(store, RECORDS, () => {});

  const ours = async (round: number): Promise<number> => {
    // what a crash leaves: everything but the lock of the process that still runs
    const left = path.join(folder.dir, `left-${round}`);
    cpSync(living, left, { recursive: true });
    for (const name of readdirSync(left)) if (name.startsWith('console.lock')) rmSync(path.join(left, name));
    const begun = performance.now();
    const reopened = await openBenchStore(left, policy);
    const took = performance.now() - begun;
    await reopened.close();
    rmSync(left, { recursive: true });
    return took;
  };
  const peer = async (round: number): Promise<number> => {
    const begun = performance.now();
    const native = openPeer(folder.dir, `peer-${round}.db`);
    native.database.transaction(() => {
      for (let number = 0; number < RECORDS; number++) native.append(benchEvent(number), number);
    })();
    const took = performance.now() - begun;
    native.close();
    return took;
  };
  const result = await paired(5, ours, peer);
  figure('store.reopening', result.ratio, 'ratio', { atMost: 2 }, result);
  await store.close();
}
