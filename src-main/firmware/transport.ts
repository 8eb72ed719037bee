import { Agent as HttpAgent, ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setImmediate } from 'node:timers/promises';
import { create, isAxiosError, type AxiosResponse } from 'axios';
import { ConsoleError } from '../errors.ts';
import type { Etiquette } from './drivers/driver.ts';
import { excerpt } from './excerpt.ts';

/** The way to one robot: connections of its own, and the manners that its driver states. */
export interface Transport {
  /** `host:port`. */
  readonly address: string;
  /**
   * Asks for `path` and answers with the parsed JSON. When it settles, the request is over.
   *
   * @throws ConsoleError FIRMWARE_* with `path`, and what is known of `status`, `excerpt`, `limitBytes`, `reason`;
   * FIRMWARE_CONNECTION_LOST when aborted by the signal, whose owner knows better why.
   */
  get(path: string, signal: AbortSignal): Promise<unknown>;
  /** Closes every connection. */
  close(): void;
}

export interface TransportOptions {
  readonly url: string;
  readonly etiquette: Etiquette;
  /** Largest answer that is accepted; it is not read any further. */
  readonly maxBodyBytes: number;
}

/** @throws Error for etiquette that this transport cannot keep: better no reading than a harmed robot. */
export function createTransport({ url, etiquette, maxBodyBytes }: TransportOptions): Transport {
  if (!etiquette.mayAbort) throw new Error('this transport aborts requests, which the etiquette forbids');
  const { protocol, hostname, port, pathname, origin } = new URL(url);
  const Agent = protocol === 'https:' ? HttpsAgent : HttpAgent;
  const agent = new Agent({ keepAlive: etiquette.keepAlive, maxSockets: etiquette.concurrency });
  const base = origin + pathname.replace(/\/+$/, '');

  const http = create({
    adapter: 'http',
    httpAgent: agent,
    httpsAgent: agent,
    proxy: false,
    maxRedirects: 0,
    maxContentLength: maxBodyBytes,
    maxBodyLength: etiquette.maxRequestBodyBytes,
    decompress: false,
    responseType: 'text',
    transformResponse: [],
    validateStatus: null,
    headers: { Accept: 'application/json', 'Accept-Encoding': 'identity', 'User-Agent': 'robot-control-console' },
  });

  return {
    address: `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`,
    async get(path, signal) {
      const request = () => http.get<string>(base + path, { signal });
      await turnOfTheLoop();
      const response = await request()
        .catch((cause: unknown) => {
          // A firmware that restarted, or that closes idle connections, has left a dead one in the pool. Nothing was
          // answered and reading changes nothing: one more try, on a new connection, is not an outage.
          if (!wasClosedWhileIdle(cause) || signal.aborted) throw cause;
          return request();
        })
        .catch((cause: unknown) => {
          throw failure(cause, path, maxBodyBytes);
        });
      return parsed(response, path);
    },
    close: () => agent.destroy(),
  };
}

/**
 * Node destroys an idle connection on which bytes come that nobody asked for, but only when it reads them, and it reads
 * once per turn of its loop. Bytes that lie there unread would pass for the answer to the next request. The first
 * pause ends in the turn that is running, the second after a whole one.
 */
async function turnOfTheLoop(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

function wasClosedWhileIdle(cause: unknown): boolean {
  if (!isAxiosError(cause) || cause.response) return false;
  const { request, code } = cause;
  return request instanceof ClientRequest && request.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE');
}

/** Codes of connections that broke after they stood. ERR_BAD_RESPONSE: axios's for a body that ended too early. */
const LOST = ['ECONNRESET', 'EPIPE', 'ERR_BAD_RESPONSE', 'ERR_CANCELED'];

/** The statuses that send a client elsewhere: WHATWG Fetch, 2.2.3 "redirect status". */
const REDIRECTS = [301, 302, 303, 307, 308];

/** Why no whole answer came. */
function failure(cause: unknown, path: string, limitBytes: number): ConsoleError {
  const { code: reason = 'unknown', message = String(cause) } = isAxiosError(cause) ? cause : {};
  // axios names this case in its message only
  if (message.startsWith('maxContentLength')) {
    const sentence = `${path}: the answer has more than ${limitBytes} bytes`;
    return new ConsoleError('FIRMWARE_TOO_LARGE', sentence, { path, limitBytes }, cause);
  }
  // HPE_*: what came is not HTTP
  const lost = LOST.includes(reason) || reason.startsWith('HPE_');
  const code = lost ? 'FIRMWARE_CONNECTION_LOST' : 'FIRMWARE_UNREACHABLE';
  return new ConsoleError(code, `${path}: ${message}`, { path, reason }, cause);
}

function parsed({ status, data }: AxiosResponse<string>, path: string): unknown {
  const details = { path, status, excerpt: excerpt(data) };
  if (status !== 200) {
    const code = REDIRECTS.includes(status) ? 'FIRMWARE_REDIRECT' : 'FIRMWARE_STATUS';
    throw new ConsoleError(code, `${path}: status ${status}`, details);
  }
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new ConsoleError('FIRMWARE_NOT_JSON', `${path}: ${excerpt(String(cause))}`, details, cause);
  }
}
