import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../errors.ts';

/** Why a request is turned away. */
export interface Refusal {
  readonly status: number;
  readonly code: ErrorCode;
}

/**
 * Turns away whoever does not come from a page of this very console: a name that was rebound to 127.0.0.1 shows in
 * `Host`, a foreign page in `Origin`. What changes something, and a WebSocket, must prove its origin; a plain GET may
 * come without one, as browsers send it.
 */
export function createRequestGuard(port: number): (request: IncomingMessage) => Refusal | null {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  return (request) => {
    const { host: named = [], origin: shown = [], upgrade } = request.headersDistinct;
    // RFC 9112, 3.2: whoever reads the second name would see another request than this one
    if (named.length > 1) return { status: 400, code: 'ORIGIN_REFUSED' };
    const [host] = named;
    if (host === undefined || !hosts.has(host)) return { status: 421, code: 'ORIGIN_REFUSED' };
    const mustProve = upgrade !== undefined || (request.method !== 'GET' && request.method !== 'HEAD');
    const proven = shown.length === 1 && shown[0] === `http://${host}`;
    return proven || (shown.length === 0 && !mustProve) ? null : { status: 403, code: 'ORIGIN_REFUSED' };
  };
}
