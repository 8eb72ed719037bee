import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from '../support/child.ts';
import { figure, progress } from '../support/figures.ts';
import { startPlant } from './plant.ts';
import type { Question } from './poller.ts';

const ROBOTS = 80;
/** Of 2 Hz in the console's own time: 1,600 polls a second in ours. */
const FACTOR = 10;
const MINUTES = 30;
/** What is known of a link covers a minute, and the code is compiled by then. */
const SETTLE_MINUTES = 3;
const MINUTE_MS = 60_000 / FACTOR;

/**
 * The heap of the polling process, collected before each look, once in each of 30 minutes of its time. It is flat when
 * what a straight line through it gains is less than three standard errors of that line, or than a hundredth of the heap.
 */
export async function memory(): Promise<void> {
  progress(`memory: ${ROBOTS} robots at 2 Hz through ${MINUTES} minutes, ${FACTOR} times as fast...`);
  await using plant = await startPlant();
  await using poller = startChild(new URL('poller.ts', import.meta.url), [], ['--expose-gc']);
  const ask = (question: Question) => poller.ask(question);
  const look = async () => (await ask({ tell: 'memory' })) as { heapUsed: number; rss: number };
  await ask({ start: 'console', robots: ROBOTS, port: plant.port, intervalMs: 500, factor: FACTOR });
  await pause(SETTLE_MINUTES * MINUTE_MS);
  const heaps: number[] = [];
  const first = await look();
  for (let minute = 0; minute < MINUTES; minute++) {
    await pause(MINUTE_MS);
    heaps.push((await look()).heapUsed / 2 ** 20);
  }
  const last = await look();
  await ask({ tell: 'stop' });
  const { slope, error, mean } = line(heaps);
  const gained = slope * MINUTES;
  const noise = Math.max(3 * error * MINUTES, mean / 100);
  figure(
    'memory gained in 30 minutes, over what is noise',
    Math.max(0, gained) / noise,
    'ratio',
    { atMost: 1 },
    {
      gainedMiB: gained,
      noiseMiB: noise,
      heapMiB: mean,
      rssFirstMiB: first.rss / 2 ** 20,
      rssLastMiB: last.rss / 2 ** 20,
    },
  );
}

/** The straight line of least squares through `values`, with the standard error of its slope. */
function line(values: readonly number[]): { slope: number; error: number; mean: number } {
  const count = values.length;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const spread = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  const slope = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0) / spread;
  const rest = values.reduce((sum, value, index) => sum + (value - mean - slope * (index - middle)) ** 2, 0);
  return { slope, error: Math.sqrt(rest / (count - 2) / spread), mean };
}
