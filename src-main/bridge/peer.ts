import {
  encodeResponseMessage,
  experimental_ServerPeerWithoutCodec as MessagePeer,
  MessageType,
  type DecodedRequestMessage,
  type ServerPeerHandleRequestFn,
} from '@orpc/standard-server-peer';
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { Channel } from './channel.ts';

/** Longer messages are refused (bytes; for text that is not ASCII, characters). */
export const MAX_MESSAGE_BYTES = 64 * 1024;
/** A client that lets more answers than this wait is not reading; beyond it, its channel is closed. */
export const MAX_UNANSWERED = 256;

/**
 * Speaks oRPC's peer protocol with the client on `channel` until either end closes it. oRPC's own adapters trust what
 * arrives: garbage ends in an unhandled rejection, and items pushed to a call's input pile up for as long as that call
 * lasts. Here a message is read strictly, and a client that sends anything else is cut off.
 */
export function joinPeer(channel: Channel, answer: ServerPeerHandleRequestFn, log: Log): void {
  const peer = new MessagePeer(async ([id, type, payload]) =>
    channel.send(await encodeResponseMessage(id, type, payload)),
  );
  let open = true;
  let unanswered = 0;

  channel.onClose(() => {
    open = false;
    peer.close();
  });
  const cutOff = (reason: string) => {
    log.warn('client cut off', { reason });
    channel.close();
  };

  channel.onMessage((raw) => {
    if (!open) return;
    const message = readMessage(raw);
    if (typeof message === 'string') return cutOff(message);
    if (unanswered >= MAX_UNANSWERED) return cutOff('it does not read its answers');
    unanswered += 1;
    peer
      .message(message, answer)
      .catch((failure: unknown) => {
        log.error('answer not sent', { cause: failure instanceof Error ? failure.stack : String(failure) });
        channel.close();
      })
      .finally(() => (unanswered -= 1));
  });
}

const id = z.string().min(1).max(64);
/** `i` id, `t` type, `p` payload with `u` address and `b` body: the short names of oRPC's wire format. */
const call = z.object({
  i: id,
  t: z.literal(MessageType.REQUEST).optional(),
  p: z.object({ u: z.string().max(256), b: z.object({ json: z.unknown().optional() }).optional() }),
});
const abort = z.object({ i: id, t: z.literal(MessageType.ABORT_SIGNAL) });

/**
 * Reads one message, or says why it is not one. Inputs are plain JSON: headers, files, streamed inputs and the
 * serializer's further types are part of oRPC's format but of no procedure here, so they never reach its parsers.
 */
function readMessage(raw: unknown): DecodedRequestMessage | string {
  if (typeof raw !== 'string') return 'the message is not text';
  if (raw.length > MAX_MESSAGE_BYTES) return 'the message is too large';
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return 'the message is not JSON';
  }
  const aborted = abort.safeParse(json);
  if (aborted.success) return [aborted.data.i, MessageType.ABORT_SIGNAL, undefined];
  const called = call.safeParse(json);
  const url = called.success ? URL.parse(called.data.p.u, 'http://console') : null;
  if (!called.success || !url) return 'the message is not a call';
  return [
    called.data.i,
    MessageType.REQUEST,
    { url, method: 'POST', headers: {}, body: { json: called.data.p.b?.json } },
  ];
}
