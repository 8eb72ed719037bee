import type { Timer } from '../../bridge/timer.ts';

/** Asking for pages: at once while somebody scrolls on, after a moment's rest when he leaps. */
export interface PageRequests {
  /** Somebody has moved. @param leapt far from where he was: he may only be passing through */
  moved(leapt: boolean): void;
  stop(): void;
}

export interface PageRequestsOptions {
  /** The pages that are wanted now and not there, the most wanted first. */
  readonly lacking: () => readonly number[];
  /** Asks for one and puts it in its place; answers whether that worked. Never rejects. */
  readonly ask: (page: number, signal: AbortSignal) => Promise<boolean>;
  readonly timer: Timer;
}

/** How long a leap must be over, ms: shorter than what a person notices, longer than from one movement of a drag to the next. */
export const REST_MS = 60;
/** A page that failed is asked for again after this long (ms), if it is wanted then. */
export const RETRY_MS = 2_000;
/** The page in sight and its neighbour; others wait, and nobody wants them when he is elsewhere by then. */
const AT_ONCE = 2;

export function createPageRequests({ lacking, ask, timer }: PageRequestsOptions): PageRequests {
  const running = new Map<number, AbortController>();
  const failed = new Set<number>();
  let cancelRest: (() => void) | null = null;
  let cancelRetry: (() => void) | null = null;
  let stopped = false;

  function pump(): void {
    if (stopped || cancelRest !== null) return;
    for (const page of lacking()) {
      if (running.size >= AT_ONCE) return;
      if (!running.has(page) && !failed.has(page)) void start(page);
    }
  }

  function rest(): void {
    cancelRest?.();
    cancelRest = timer.after(REST_MS, () => {
      cancelRest = null;
      pump();
    });
  }

  function retryLater(page: number): void {
    failed.add(page);
    cancelRetry ??= timer.after(RETRY_MS, () => {
      cancelRetry = null;
      failed.clear();
      pump();
    });
  }

  async function start(page: number): Promise<void> {
    const left = new AbortController();
    running.set(page, left);
    const worked = await ask(page, left.signal);
    if (running.get(page) === left) running.delete(page);
    if (stopped || left.signal.aborted) return;
    // an answer that does not bring what was asked for is no reason to ask again at once
    if (!worked || lacking().includes(page)) retryLater(page);
    pump();
  }

  return {
    moved(leapt) {
      const wanted = lacking();
      for (const [page, left] of running) {
        if (wanted.includes(page)) continue;
        running.delete(page);
        left.abort();
      }
      if (leapt) rest();
      else pump();
    },
    stop() {
      stopped = true;
      cancelRest?.();
      cancelRetry?.();
      for (const left of running.values()) left.abort();
    },
  };
}
