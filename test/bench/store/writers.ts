import { performance } from 'node:perf_hooks';
import type { Store } from '../../../src-main/store/store.ts';
import { signIn } from '../support/bench-store.ts';
import { quantile } from '../support/samples.ts';
import { benchEvent, type Peer } from '../support/store-peer.ts';

/** What a number of writers achieved who each ask for the next commit when the one before is done. */
export interface Writing {
  readonly commitsPerSecond: number;
  /** From asking to being told, ms. */
  readonly p50: number;
  readonly p99: number;
  /** Time in which the main thread could do nothing else, ms per 1,000 commits. */
  readonly mainBusyMs: number;
}

export async function ourWriters(store: Store, writers: number, forMs: number): Promise<Writing> {
  return measured(writers, forMs, (number) => signIn(store, number));
}

/**
 * The same on native SQLite on the main thread. Writers wait for their turn as they would at a console: one asks while
 * another's commit blocks the thread, and is told when its own is done.
 */
export async function peerWriters(peer: Peer, writers: number, forMs: number): Promise<Writing> {
  const queue: { readonly number: number; readonly done: () => void }[] = [];
  const serve = (): void => {
    const next = queue.shift();
    if (!next) return;
    peer.signIn(benchEvent(next.number), next.number);
    next.done();
    if (queue.length > 0) setImmediate(serve);
  };
  return measured(writers, forMs, (number) => {
    return new Promise((resolve) => {
      if (queue.push({ number, done: resolve }) === 1) setImmediate(serve);
    });
  });
}

async function measured(writers: number, forMs: number, commit: (number: number) => Promise<void>): Promise<Writing> {
  const latencies: number[] = [];
  const load = performance.eventLoopUtilization();
  const begun = performance.now();
  let number = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() - begun < forMs) {
        const asked = performance.now();
        await commit(number++);
        latencies.push(performance.now() - asked);
      }
    }),
  );
  const tookMs = performance.now() - begun;
  const { active } = performance.eventLoopUtilization(load);
  return {
    commitsPerSecond: (latencies.length / tookMs) * 1000,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    mainBusyMs: (active / latencies.length) * 1000,
  };
}
