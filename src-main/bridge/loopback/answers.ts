import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '../../log.ts';
import type { Refusal } from './request-guard.ts';

type Headers = Readonly<Record<string, string>>;

/** How the loopback shell answers; every answer carries the security headers, and no refusal says more than its code. */
export interface Answers {
  /** The body is left out where the request's method wants it so. */
  send(response: ServerResponse, status: number, headers?: Headers, body?: string | Buffer): void;
  /** @param level of its line in the log: a refusal that belongs to everyday life is no warning */
  refuse(response: ServerResponse, refusal: Refusal, level?: Level): void;
  /** Refuses a WebSocket before it is one. */
  refuseUpgrade(request: IncomingMessage, socket: Duplex, refusal: Refusal): void;
}

type Level = 'info' | 'warn';

const bodyOf = ({ code }: Refusal) => JSON.stringify({ code });

export function createAnswers(security: Headers, log: Log): Answers {
  const json = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', connection: 'close' };
  // the address stays out of the log: people paste launch links into the wrong places
  const note = ({ method }: IncomingMessage, refusal: Refusal, level: Level = 'warn') =>
    log[level]('request refused', { method, ...refusal });

  function send(response: ServerResponse, status: number, headers: Headers = {}, body: string | Buffer = ''): void {
    const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
    response.writeHead(status, { ...security, ...headers, ...length }).end(body);
  }

  return {
    send,
    refuse(response, refusal, level) {
      note(response.req, refusal, level);
      send(response, refusal.status, json, bodyOf(refusal));
    },
    refuseUpgrade(request, socket, refusal) {
      note(request, refusal);
      const body = bodyOf(refusal);
      const headers = { ...security, ...json, 'content-length': String(body.length) };
      const head = [
        `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      ];
      socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
    },
  };
}
