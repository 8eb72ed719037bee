import { createORPCClient } from '@orpc/client';
import { StandardRPCLink } from '@orpc/client/standard';
import { ClientPeer } from '@orpc/standard-server-peer';
import type { ConsoleClient } from '../../src-main/bridge/contract.ts';
import { rememberCall } from './refused-call.ts';
import type { Timer } from './timer.ts';
import type { Wire } from './wire.ts';

/** A call (or the opening of a stream) that has no answer after this long is given up (ms). */
export const CALL_TIMEOUT_MS = 10_000;

/** Why a call fails when there is no connection: `BRIDGE_CLOSED`. */
export const closedReason = () => new DOMException('the connection to the console is closed', 'AbortError');
const overdueReason = () => new DOMException('the console did not answer in time', 'TimeoutError');

/**
 * The typed client over one wire. oRPC's own links let a message that cannot be decoded end as an unhandled rejection,
 * and leave a call on a dead port waiting for ever; here garbage is dropped with a warning, every call ends within
 * `CALL_TIMEOUT_MS` (`BRIDGE_TIMEOUT`), and a closed wire ends calls and streams at once (`BRIDGE_CLOSED`). The reasons
 * are those that `toConsoleError` of the contract reads.
 */
export function consoleClient(wire: Wire, timer: Timer): ConsoleClient {
  const peer = new ClientPeer((message) => {
    if (typeof message !== 'string') throw new TypeError('the bridge speaks text only');
    wire.send(message);
  });
  wire.onMessage((message) => {
    peer
      .message(message)
      .catch((error: unknown) => console.warn('A message of the console was not understood.', error));
  });
  wire.onClose(() => peer.close({ reason: closedReason() }));

  const link = new StandardRPCLink(
    {
      async call(request) {
        if (wire.closed) throw closedReason();
        const overdue = new AbortController();
        const cancel = timer.after(CALL_TIMEOUT_MS, () => overdue.abort(overdueReason()));
        const signal = request.signal ? AbortSignal.any([request.signal, overdue.signal]) : overdue.signal;
        try {
          const response = await peer.request({ ...request, signal });
          return { ...response, body: () => Promise.resolve(response.body) };
        } finally {
          cancel();
        }
      },
    },
    {
      url: 'http://orpc',
      interceptors: [
        async ({ path, input, next }) => {
          try {
            return await next();
          } catch (failure) {
            rememberCall(failure, { procedure: path.join('.'), input });
            throw failure;
          }
        },
      ],
    },
  );
  return createORPCClient(link);
}
