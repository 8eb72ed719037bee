import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Etiquette } from './drivers/etiquette.ts';
import { failureOf, parsed } from './transport/answer.ts';
import { ask } from './transport/client.ts';
import { NoAnswer, type Raw } from './transport/exchange.ts';
import { createLane, type Lane } from './transport/lane.ts';
import { wireFor, type Outgoing, type Tokens, type Wire } from './transport/outgoing.ts';
import type { Places } from './transport/places.ts';
import { createPool, type PoolMetrics } from './transport/pool.ts';
import { turnOfTheLoop } from './transport/turn-of-the-loop.ts';
import { createTraffic, type Awaited, type TrafficMetrics } from './transport/traffic.ts';

/** A connection that has stood this long (ms) serves no further request. */
const MAX_AGE_MS = 10 * 60_000;

/**
 * `stop`: for a software stop alone, which never waits behind anything else; `confirming`: for the read that shows what
 * became of it, which must not stand in the way of the next one.
 */
export type LaneName = 'ordinary' | 'stop' | 'confirming';

/** What one robot's transport does, and has done. */
export interface TransportMetrics extends PoolMetrics, TrafficMetrics {
  /** Requests that wait for a place in a lane. */
  readonly waiting: number;
}

/** The way to one robot: connections of its own, and the manners that its driver states, kept here and nowhere else. */
export interface Transport {
  /** `host:port`. */
  readonly address: string;
  /**
   * Asks for `path` and answers with the parsed JSON.
   *
   * @throws ConsoleError FIRMWARE_* with `path`, and what is known of `status`, `excerpt`, `limitBytes`, `reason`,
   * `retryAfterMs`. When the signal aborts: FIRMWARE_BUSY if the request was still waiting for its turn (it has not
   * been sent), else FIRMWARE_CONNECTION_LOST; its owner knows better why. The request itself goes on where the
   * etiquette forbids to abort it.
   */
  get(path: string, signal: AbortSignal): Promise<unknown>;
  /** The same for any request; one that may change something has a connection of its own and is never sent twice. */
  send(outgoing: Outgoing, lane: LaneName, signal: AbortSignal): Promise<unknown>;
  metrics(): TransportMetrics;
  /** Nothing starts any more; aborts what is on its way, or waits for it, bounded, as the etiquette says. */
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly url: string;
  readonly etiquette: Etiquette;
  /** Largest answer that is accepted; what comes behind is not kept. */
  readonly maxBodyBytes: number;
  readonly tokens?: Tokens;
  /** The certificate, or the authority's, that an https robot must show; absent: one that the machine trusts. */
  readonly certificate?: string;
  /** Shared by all who may have a way to the same controller; absent: nobody else has. */
  readonly places?: Places | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** @throws Error for etiquette that contradicts itself: better no reading than a harmed robot. */
export function createTransport(options: TransportOptions): Transport {
  const { url, etiquette, maxBodyBytes, tokens = {}, certificate: pinned = null, clock, log } = options;
  const { mayAbort, keepAlive, concurrency } = etiquette;
  if (keepAlive && !mayAbort) throw new Error('requests that may not be aborted need a connection each');
  const { protocol, host, hostname, port, pathname } = new URL(url);
  const secure = protocol === 'https:';
  const bare = hostname.replaceAll(/^\[|\]$/g, '');
  const target = { secure, hostname: bare, port: Number(port) || (secure ? 443 : 80), pinned };
  const address = `${hostname}:${target.port}`;
  const place = { host, basePath: pathname.replace(/\/+$/, '') };

  const pool = createPool({ target, keepAlive, limit: concurrency, maxAgeMs: MAX_AGE_MS, clock });
  const traffic = createTraffic({ address, pool, etiquette, maxBodyBytes, clock, log });
  const known = new Map<string, Wire>();
  const lanes: Readonly<Record<LaneName, Lane>> = {
    ordinary: createLane(concurrency),
    stop: createLane(1),
    confirming: createLane(1),
  };

  const here = options.places?.take(address);
  if (here?.turn) void keepFree(here.turn);

  return {
    address,
    get: (path, signal) => send({ method: 'GET', path }, 'ordinary', signal),
    send,
    metrics() {
      const waiting = Object.values(lanes).reduce((sum, lane) => sum + lane.waiting, 0);
      return { ...pool.metrics(), ...traffic.metrics(), waiting };
    },
    async close() {
      const emptied = Object.values(lanes).map((lane) => lane.close());
      await traffic.end();
      await Promise.all(emptied);
      await pool.close();
      here?.leave();
    },
  };

  /** Who was there before is gone before anything is asked here; a stop alone waits for nobody. */
  async function keepFree(turn: Promise<void>): Promise<void> {
    const never = new AbortController().signal;
    const held = Array.from({ length: concurrency }, () => lanes.ordinary.enter(never));
    await turn;
    for (const leave of await Promise.all(held)) leave();
  }

  async function send(outgoing: Outgoing, lane: LaneName, signal: AbortSignal): Promise<unknown> {
    const { path, method } = outgoing;
    const wire = wordsFor(outgoing);
    const leaveLane = await lanes[lane].enter(signal).catch((cause: unknown) => {
      throw new ConsoleError('FIRMWARE_BUSY', `${path}: not sent: an earlier request has not ended`, { path }, cause);
    });
    const own = lane !== 'ordinary' || method !== 'GET';
    const visit: { last: Awaited | null } = { last: null };
    try {
      return parsed(await ask(wire, () => sent(wire, own, signal, visit)), path, clock.now());
    } catch (cause) {
      throw cause instanceof ConsoleError ? cause : failureOf(cause, path, maxBodyBytes);
    } finally {
      if (visit.last) void visit.last.over.then(leaveLane);
      else leaveLane();
    }
  }

  /** What has no body is put into words once: a driver has a few paths, and asks them all day. */
  function wordsFor(outgoing: Outgoing): Wire {
    if (outgoing.body !== undefined) return wireFor(outgoing, etiquette, place, tokens);
    const name = `${outgoing.method} ${outgoing.path} ${outgoing.token ?? ''}`;
    const wire = known.get(name) ?? wireFor(outgoing, etiquette, place, tokens);
    known.set(name, wire);
    return wire;
  }

  /** Sends it; over a kept connection that proves to have died meanwhile, once more. */
  async function sent(wire: Wire, own: boolean, signal: AbortSignal, visit: { last: Awaited | null }): Promise<Raw> {
    if (pool.agent && !own) {
      pool.recycle();
      // Node destroys an idle connection on which bytes come that nobody asked for, but only when it reads them. Bytes
      // that lie there unread would pass for the answer to the next request.
      await turnOfTheLoop();
    }
    const first = (visit.last = traffic.begin(wire, own, signal));
    try {
      return await first.wait;
    } catch (cause) {
      // A firmware that restarted, or that closes idle connections, has left a dead one in the pool. Nothing was
      // answered and reading changes nothing: one more try, on a new connection, is not an outage.
      if (!first.reused() || signal.aborted || !wasClosedWhileIdle(cause)) throw cause;
      await first.over;
      visit.last = traffic.begin(wire, own, signal);
      return await visit.last.wait;
    }
  }
}

function wasClosedWhileIdle(cause: unknown): boolean {
  return cause instanceof NoAnswer && !cause.answered && (cause.reason === 'ECONNRESET' || cause.reason === 'EPIPE');
}
