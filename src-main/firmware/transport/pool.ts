import { Agent as HttpAgent } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../../clock.ts';
import { trustFor } from './trust.ts';

/** After this silence (ms) the kernel asks the peer's kernel whether it is still there; libuv gives it 10 s to answer. */
const PROBE_AFTER_MS = 5000;

/** The connections to one robot, counted. */
export interface PoolMetrics {
  /** Open now, and of these without a request. */
  readonly open: number;
  readonly idle: number;
  readonly opened: number;
  readonly closed: number;
  /** Requests that went over a connection that had served another before. */
  readonly reused: number;
  /** Connections not kept because they were old. */
  readonly recycledByAge: number;
  /** Connections that ended with an error. */
  readonly failed: number;
}

export interface Pool {
  /** Keeps connections for the next request; null: each request has its own. */
  readonly agent: HttpAgent | null;
  /** Opens one, and counts it. */
  connect(): Socket;
  /** To be called before each request: closes the idle connections that have become too old. */
  recycle(): void;
  /** A request went over a connection that had served another. */
  noteReuse(): void;
  metrics(): PoolMetrics;
  /** Closes all that is kept; resolves when every connection is closed. */
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly target: {
    readonly secure: boolean;
    readonly hostname: string;
    readonly port: number;
    /** As {@link trustFor} takes it. */
    readonly pinned: string | null;
  };
  readonly keepAlive: boolean;
  /** Most connections at one time, those of a software stop not counted. */
  readonly limit: number;
  /** A connection that is older (ms) serves no further request. */
  readonly maxAgeMs: number;
  readonly clock: Clock;
}

export function createPool({ target, keepAlive, limit, maxAgeMs, clock }: PoolOptions): Pool {
  const born = new Map<Socket, number>();
  const counts = { opened: 0, closed: 0, reused: 0, recycledByAge: 0, failed: 0 };
  const agent = keepAlive ? createAgent() : null;

  return {
    agent,
    connect,
    recycle() {
      const now = clock.monotonic();
      for (const socket of idleSockets()) {
        if (now - (born.get(socket) ?? now) <= maxAgeMs) continue;
        counts.recycledByAge += 1;
        socket.destroy();
      }
    },
    noteReuse() {
      counts.reused += 1;
    },
    metrics() {
      return { open: born.size, idle: [...idleSockets()].length, ...counts };
    },
    async close() {
      agent?.destroy();
      await Promise.all([...born.keys()].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    },
  };

  function connect(): Socket {
    const { secure, hostname, port, pinned } = target;
    const socket = secure
      ? connectTls({ host: hostname, port, ...trustFor(hostname, pinned) })
      : connectTcp({ host: hostname, port });
    socket.setKeepAlive(true, PROBE_AFTER_MS);
    socket.setNoDelay(true);
    counts.opened += 1;
    born.set(socket, clock.monotonic());
    // a request tells of it; without one there is nobody to tell, and `close` counts it
    socket.on('error', () => {});
    socket.once('close', (hadError) => {
      born.delete(socket);
      counts.closed += 1;
      if (hadError) counts.failed += 1;
    });
    return socket;
  }

  function createAgent(): HttpAgent {
    const options = { keepAlive: true, keepAliveMsecs: PROBE_AFTER_MS, maxSockets: limit, maxFreeSockets: limit };
    // the connection is what is secure or not: to Node it is HTTP over whatever it is given
    return Object.assign(new HttpAgent(options), { createConnection: connect });
  }

  function* idleSockets(): Generator<Socket> {
    for (const sockets of Object.values(agent?.freeSockets ?? {})) yield* sockets ?? [];
  }
}
