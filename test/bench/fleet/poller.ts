/** A process that polls robots in one of several ways, and tells what that costs it. */
import { answering } from '../support/child.ts';
import { openDoor } from '../support/watching.ts';
import { createAcceleratedClock } from '../../support/accelerated-clock.ts';
import { pollAsConsole, pollWithAxios, type Polling } from './pollings.ts';

/** `lean-axios`: without its redirects and proxies; `watched`: the console with a bridge at which somebody may watch. */
export type Side = 'console' | 'watched' | 'axios' | 'lean-axios';

export interface Start {
  readonly start: Side;
  readonly robots: number;
  readonly port: number;
  readonly intervalMs: number;
  /** How many times as fast the console's time passes. */
  readonly factor?: number;
}

export type Question = Start | { readonly tell: 'cpu' | 'memory' | 'stop' };

let polling: Polling | null = null;

answering(async (question: Question) => {
  if ('start' in question) {
    const { start, robots, port, intervalMs, factor } = question;
    const urls = Array.from({ length: robots }, (_, number) => `http://127.0.0.1:${port}/r${number}`);
    if (start === 'axios') polling = pollWithAxios(urls, intervalMs);
    else if (start === 'lean-axios') polling = pollWithAxios(urls, intervalMs, { maxRedirects: 0, proxy: false });
    else {
      const polled = pollAsConsole(urls, intervalMs, factor === undefined ? undefined : createAcceleratedClock(factor));
      polling = polled;
      if (start === 'watched') {
        const { close, ...door } = await openDoor(polled.fleet);
        const stop = async () => {
          await close();
          await polled.stop();
        };
        polling = { ...polled, stop };
        return { gridStarts: polled.gridStarts, door };
      }
    }
    return { gridStarts: polling.gridStarts, door: null };
  }
  if (question.tell === 'stop') return polling?.stop();
  if (question.tell === 'cpu') {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapUsed, rss };
});
