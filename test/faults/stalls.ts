import { performance } from 'node:perf_hooks';
import type { Stall } from './history.ts';

const EVERY_MS = 20;
/** Later than that, the loop stood still: the machine, or somebody's long work. */
const NOTED_FROM_MS = 20;

/** Notes when the loop of this process stands still, which nothing in it can help: the answer ends that. */
export function noteStalls(stalls: Stall[]): () => void {
  let due = performance.now() + EVERY_MS;
  const timer = setInterval(() => {
    const at = performance.now();
    if (at - due > NOTED_FROM_MS) stalls.push({ at, ms: at - due });
    due = at + EVERY_MS;
  }, EVERY_MS);
  return () => clearInterval(timer);
}
