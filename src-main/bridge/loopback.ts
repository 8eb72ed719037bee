import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Seat } from '../access/seats.ts';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Bridge } from './bridge.ts';
import { createAnswers } from './loopback/answers.ts';
import { createLaunchTokens } from './loopback/launch-token.ts';
import { createRequestGuard, type Refusal } from './loopback/request-guard.ts';
import { createRequestListener } from './loopback/requests.ts';
import { createSeatRegister } from './loopback/seat-register.ts';
import { securityHeaders } from './loopback/security-headers.ts';
import { readStaticFiles } from './loopback/static-files.ts';
import { socketChannel } from './loopback/web-socket.ts';
import { MAX_MESSAGE_BYTES } from './peer.ts';

const HOST = '127.0.0.1';
/** WebSockets that may be open at once, and TCP connections in all. */
export const MAX_SOCKETS = 32;
const MAX_CONNECTIONS = 128;

export interface LoopbackOptions {
  readonly bridge: Pick<Bridge, 'attach' | 'vacate' | 'onPrivileges'>;
  /** The folder of the built renderer. */
  readonly rendererDir: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** The console served to browsers on this machine. */
export interface Loopback {
  /** Where a browser starts, with the first launch token in its fragment; keep it out of logs. */
  readonly url: string;
  /** The same without the token. */
  readonly origin: string;
  /** Another address to start from: a token works once, and for ten minutes. */
  mintLaunchUrl(): string;
  /** Ends every connection, at once. */
  stop(): Promise<void>;
}

/**
 * Serves the renderer and the bridge on 127.0.0.1 and nowhere else.
 *
 * @throws ConsoleError CONFIG_INVALID when the port cannot be had or the renderer is not there
 */
export async function startLoopback({ bridge, rendererDir, port, clock, log }: LoopbackOptions): Promise<Loopback> {
  const files = await readStaticFiles(rendererDir).catch((cause: unknown) => {
    throw invalid('renderer', rendererDir, 'cannot be read; has it been built?', cause);
  });
  const server = createServer({
    maxHeaderSize: 8 * 1024,
    headersTimeout: 5_000,
    requestTimeout: 10_000,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
  });
  server.maxConnections = MAX_CONNECTIONS;
  const bound = await listen(server, port);
  server.on('error', (error) => log.error('loopback server failed', { reason: error.message }));

  const clients = new Map<WebSocket, Seat>();
  const guard = createRequestGuard(bound);
  const answers = createAnswers(securityHeaders(bound), log);
  const tokens = createLaunchTokens(clock);
  const seats = createSeatRegister(bound, {
    clock,
    inUse: (seat) => [...clients.values()].includes(seat),
    vacate: (seat) => bridge.vacate(seat),
  });
  server.on('request', createRequestListener({ guard, answers, files, tokens, seats, log }));

  // No pongs: browsers do not ping, and for a client that does not read the answers would pile up.
  const limits = { maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false, autoPong: false };
  const sockets = new WebSocketServer({ noServer: true, clientTracking: false, ...limits });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refuse = (refusal: Refusal) => answers.refuseUpgrade(request, socket, refusal);
    const refusal = guard(request);
    if (refusal) return refuse(refusal);
    if (request.url !== '/bridge') return refuse({ status: 404, code: 'PROCEDURE_UNKNOWN' });
    const seat = seats.find(request.headers.cookie);
    if (!seat) return refuse({ status: 401, code: 'LAUNCH_TOKEN_INVALID' });
    if (clients.size >= MAX_SOCKETS) return refuse({ status: 503, code: 'BRIDGE_BUSY' });
    sockets.handleUpgrade(request, socket, head, (client) => {
      clients.set(client, seat);
      const endWatch = bridge.onPrivileges(seat, () => seats.mustRenew(seat));
      client.on('close', () => {
        endWatch();
        clients.delete(client);
      });
      bridge.attach(socketChannel(client, log), seat);
    });
  });

  const origin = `http://${HOST}:${bound}`;
  const mintLaunchUrl = () => `${origin}/#token=${tokens.mint()}`;
  return {
    url: mintLaunchUrl(),
    origin,
    mintLaunchUrl,
    async stop() {
      if (!server.listening) return;
      seats.close();
      const closed = once(server, 'close');
      server.close();
      for (const client of clients.keys()) client.terminate();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** @returns the port that was bound */
async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen({ host: HOST, port });
    await once(server, 'listening');
  } catch (cause) {
    throw invalid('port', port, `cannot be had (${reasonOf(cause)}): choose another, or 0 for any free one`, cause);
  }
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

function reasonOf(cause: unknown): string {
  if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') return 'another program uses it';
  return cause instanceof Error ? cause.message : String(cause);
}

function invalid(key: string, value: string | number, rule: string, cause: unknown): ConsoleError {
  return new ConsoleError('CONFIG_INVALID', `${key} = ${value}: ${rule}`, { key, value, rule }, cause);
}
