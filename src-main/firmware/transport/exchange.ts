import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Wire } from './outgoing.ts';
import type { Pool } from './pool.ts';
import { stayUntilPeerLeaves } from './staying.ts';

/** Takes a byte order mark away, which JSON.parse does not know. */
const UTF8 = new TextDecoder();

/** How Node names what is wrong with a peer's certificate (OpenSSL, X509_verify_cert_error_string). */
const UNTRUSTED = /CERT|CRL_|SELF_SIGNED|ISSUER|LEAF_SIGNATURE|HOSTNAME_MISMATCH/;

/** An answer as it came. */
export interface Raw {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

interface Facts {
  readonly reason?: string | undefined;
  readonly answered?: boolean;
  readonly cause?: unknown;
}

/** Why there is no whole answer. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly why: 'unreachable' | 'untrusted' | 'lost' | 'too-large';
  /** Node's code, where it has one. */
  readonly reason: string;
  /** An answer had begun. */
  readonly answered: boolean;

  constructor(why: NoAnswer['why'], message: string, { reason = 'ECONNRESET', answered = false, cause }: Facts = {}) {
    super(message, { cause });
    this.why = why;
    this.reason = reason;
    this.answered = answered;
  }
}

/** One request on its way. */
export interface Exchange {
  /** @throws NoAnswer */
  readonly answer: Promise<Raw>;
  /** Resolves when nothing of it is left on the wire; never rejects. */
  readonly over: Promise<void>;
  /** It went over a connection that had served another request before. */
  readonly reused: () => boolean;
  /** Nobody waits for the answer any more: it is aborted, or read to its end, as the etiquette says. */
  leave(): void;
  /** Ends it if there is no connection yet. */
  giveUpConnecting(): void;
  /** Ends it, whatever the etiquette says. */
  abandon(): void;
}

export interface ExchangeOptions {
  readonly mayAbort: boolean;
  /** Over a connection of its own, even where others are kept. */
  readonly ownConnection: boolean;
  readonly maxBodyBytes: number;
}

/** Sends `wire` now, head and body in one write, and reads the answer. */
export function exchange(wire: Wire, pool: Pool, { mayAbort, ownConnection, maxBodyBytes }: ExchangeOptions): Exchange {
  const agent = ownConnection ? null : pool.agent;
  const { promise: answer, resolve, reject } = Promise.withResolvers<Raw>();
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  let connected = false;
  let answered = false;
  let abandon = (): void => void request.destroy();

  const { method, path } = wire;
  const head = { method, path, headers: wire.headers, setDefaultHeaders: false };
  const request: ClientRequest = agent ? httpRequest({ ...head, agent }) : httpRequest({ ...head, createConnection });

  request.on('socket', (socket) => {
    if (socket.connecting) socket.once('connect', () => (connected = true));
    else connected = true;
  });
  request.on('response', (response) => read(response));
  request.on('error', (cause: NodeJS.ErrnoException) => {
    reject(new NoAnswer(whyOf(cause), cause.message, { reason: cause.code, cause }));
  });
  request.once('close', () => {
    // an error is expensive to make, and nearly always nobody needs this one
    if (!answered) reject(new NoAnswer('lost', 'the connection closed before the answer'));
    if (agent) end();
  });
  // a string, so that Node puts head and body into one write
  request.end(wire.body);

  return {
    answer,
    over,
    reused: () => request.reusedSocket,
    leave() {
      if (mayAbort) request.destroy();
    },
    giveUpConnecting() {
      if (!connected) request.destroy();
    },
    abandon: () => abandon(),
  };

  function whyOf({ code = '' }: NodeJS.ErrnoException): NoAnswer['why'] {
    if (UNTRUSTED.test(code)) return 'untrusted';
    return connected ? 'lost' : 'unreachable';
  }

  function createConnection() {
    const socket = pool.connect();
    socket.once('close', () => end());
    if (!mayAbort) ({ abandon } = stayUntilPeerLeaves(socket));
    return socket;
  }

  function read(response: IncomingMessage): void {
    const { statusCode: status = 0, headers } = response;
    let chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) return chunks.push(chunk);
      chunks = [];
      const message = `the answer has more than ${maxBodyBytes} bytes`;
      reject(new NoAnswer('too-large', message, { reason: 'TOO_LARGE', answered: true }));
      if (mayAbort) request.destroy();
    });
    response.on('end', () => {
      answered = true;
      resolve({ status, headers, text: UTF8.decode(Buffer.concat(chunks)) });
    });
    response.on('error', (cause: NodeJS.ErrnoException) => {
      reject(new NoAnswer('lost', cause.message, { reason: cause.code, answered: true, cause }));
    });
  }
}
