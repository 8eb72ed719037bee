import { ConsoleError } from '../../errors.ts';
import type { Etiquette, Method, TokenRole } from '../drivers/etiquette.ts';

/** What is asked of a robot. */
export interface Outgoing {
  readonly method: Method;
  /** Exactly as the firmware knows it: no query, no trailing slash. */
  readonly path: string;
  /** Goes out as compact JSON. */
  readonly body?: unknown;
  /** Whose token the firmware wants to see, if it wants one. */
  readonly token?: TokenRole;
}

/** The tokens of one robot. Secrets: they go into the request's head and nowhere else. */
export type Tokens = Readonly<Partial<Record<TokenRole, string>>>;

/** A request as it goes over the wire, head and body in one write. */
export interface Wire {
  readonly method: Method;
  readonly path: string;
  /** Name, value, name, value: nothing is added to them. */
  readonly headers: readonly string[];
  readonly body: string | undefined;
}

const EXACT_PATH = /^(?:\/[\w.~-]+)+$/;
const DOT_SEGMENT = /\/\.{1,2}(?:\/|$)/;

/**
 * Puts a request to one robot into words, or refuses to: what an etiquette forbids is never sent.
 *
 * @param place the robot's `host:port`, and the path in front of all its paths ('' for none)
 * @throws ConsoleError FIRMWARE_ETIQUETTE {path, rule}.
 */
export function wireFor(
  { method, path, body, token }: Outgoing,
  etiquette: Etiquette,
  place: { readonly host: string; readonly basePath: string },
  tokens: Tokens,
): Wire {
  if (!etiquette.methods.includes(method))
    throw refused(path, `${method} is not among ${etiquette.methods.join(', ')}`);
  if (!EXACT_PATH.test(path) || DOT_SEGMENT.test(path)) throw refused(path, 'the path is not exact');
  const text = body === undefined ? undefined : JSON.stringify(body);
  const secret = token && tokens[token];
  const fields: [name: string, value: string][] = [
    ['Host', place.host],
    ['User-Agent', 'robot-control-console'],
    ['Accept', 'application/json'],
    ['Accept-Encoding', 'identity'],
    ['Connection', etiquette.keepAlive ? 'keep-alive' : 'close'],
  ];
  if (secret !== undefined) fields.push(['Authorization', `Bearer ${secret}`]);
  if (text !== undefined) {
    fields.push(['Content-Type', 'application/json'], ['Content-Length', String(Buffer.byteLength(text))]);
  }
  if (fields.length > etiquette.maxHeaders) throw refused(path, `more than ${etiquette.maxHeaders} headers`);
  const wire: Wire = { method, path: place.basePath + path, headers: fields.flat(), body: text };
  const bytes = bytesOf(wire);
  if (bytes > etiquette.maxRequestBytes) {
    throw refused(path, `${bytes} bytes, and the firmware takes ${etiquette.maxRequestBytes}`);
  }
  return wire;
}

/** Head and body together, as they go out. */
export function bytesOf({ method, path, headers, body = '' }: Wire): number {
  const lines = [`${method} ${path} HTTP/1.1`];
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`);
  return Buffer.byteLength(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function refused(path: string, rule: string): ConsoleError {
  return new ConsoleError('FIRMWARE_ETIQUETTE', `${path}: not sent: ${rule}`, { path, rule });
}
