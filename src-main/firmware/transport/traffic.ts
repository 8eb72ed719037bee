import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Etiquette } from '../drivers/etiquette.ts';
import { exchange, NoAnswer, type Exchange, type Raw } from './exchange.ts';
import type { Wire } from './outgoing.ts';
import type { Pool } from './pool.ts';

/** A peer that has said everything, and that has been told good-bye, gets this long (ms) to hang up first. */
const LINGER_MS = 1000;
/**
 * A connection on its way is not broken off at once when nobody waits any more: the peer may have it already, and only
 * the news of it be under way. If it stands within this time (ms), the request goes out and is read to its end. Not a
 * whole second: that is when TCP asks again (RFC 6298, 2.1).
 */
const CONNECTING_MS = 700;

/** A request that somebody waits for. */
export interface Awaited {
  /** @throws NoAnswer, at once when the signal aborts. */
  readonly wait: Promise<Raw>;
  /** Resolves when nothing of it is left on the wire, which may be long after the wait. */
  readonly over: Promise<void>;
  readonly reused: () => boolean;
}

export interface TrafficMetrics {
  readonly requests: number;
  /** On the wire now; of these without anybody who waits for the answer. */
  readonly inFlight: number;
  readonly draining: number;
  /** Requests that came to their end after nobody waited any more, and those that were given up. */
  readonly drained: number;
  readonly givenUp: number;
}

/** Everything that is on the wire to one robot. */
export interface Traffic {
  /** @param ownConnection where connections are kept for the next request: this one gets its own all the same */
  begin(wire: Wire, ownConnection: boolean, signal: AbortSignal): Awaited;
  metrics(): TrafficMetrics;
  /** Aborts all of it, or lets it drain for `quitWithinMs` at most, as the etiquette says. */
  end(): Promise<void>;
}

export interface TrafficOptions {
  readonly address: string;
  readonly pool: Pool;
  readonly etiquette: Etiquette;
  readonly maxBodyBytes: number;
  readonly clock: Clock;
  readonly log: Log;
}

export function createTraffic({ address, pool, etiquette, maxBodyBytes, clock, log }: TrafficOptions): Traffic {
  const { mayAbort, givenUpAfterMs, quitWithinMs } = etiquette;
  const open = new Map<Exchange, string>();
  const owed = new Set<Exchange>();
  const counts = { requests: 0, drained: 0, givenUp: 0 };

  return {
    begin(wire, ownConnection, signal) {
      counts.requests += 1;
      const started = exchange(wire, pool, { mayAbort, ownConnection, maxBodyBytes });
      open.set(started, wire.path);
      const { promise: wait, resolve, reject } = Promise.withResolvers<Raw>();
      let cancelEnd = () => {};
      let answered = false;

      const leave = () => {
        if (answered) return;
        reject(new NoAnswer('lost', 'nobody waits any more', { reason: 'ABORTED' }));
        started.leave();
        if (mayAbort) return;
        owed.add(started);
        const cancelConnecting = clock.after(CONNECTING_MS, () => started.giveUpConnecting());
        const cancelAnswering = clock.after(givenUpAfterMs, () => giveUp(started, 'no answer for too long'));
        cancelEnd = () => {
          cancelConnecting();
          cancelAnswering();
        };
      };
      signal.addEventListener('abort', leave, { once: true });
      if (signal.aborted) leave();

      void started.answer.then(
        (raw) => {
          answered = true;
          resolve(raw);
          cancelEnd();
          if (!mayAbort && open.has(started)) cancelEnd = clock.after(LINGER_MS, () => started.abandon());
        },
        (cause: unknown) => {
          reject(cause);
          // what came was no answer, and yet the rest of it may still be on its way
          if (!mayAbort && !owed.has(started) && open.has(started)) leave();
        },
      );
      const over = started.over.finally(() => {
        cancelEnd();
        signal.removeEventListener('abort', leave);
        open.delete(started);
        if (started.reused()) pool.noteReuse();
        if (owed.delete(started)) counts.drained += 1;
      });
      return { wait, over, reused: started.reused };
    },
    metrics: () => ({ ...counts, inFlight: open.size, draining: owed.size }),
    async end() {
      if (open.size === 0) return;
      const ending = [...open.keys()];
      for (const started of ending) started.leave();
      const cancelConnecting = clock.after(CONNECTING_MS, () => {
        for (const started of ending) started.giveUpConnecting();
      });
      const cancelAnswering = clock.after(quitWithinMs, () => {
        for (const started of open.keys()) giveUp(started, 'the console quits');
      });
      await Promise.all(ending.map((started) => started.over));
      cancelConnecting();
      cancelAnswering();
    },
  };

  function giveUp(started: Exchange, why: string): void {
    counts.givenUp += 1;
    log.warn('a request to a robot is given up', { address, path: open.get(started), why });
    started.abandon();
  }
}
