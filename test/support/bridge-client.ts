import { createORPCClient } from '@orpc/client';
import { StandardRPCLink } from '@orpc/client/standard';
import { ClientPeer } from '@orpc/standard-server-peer';
import { WebSocket } from 'ws';
import type { Channel } from '../../src-main/bridge/channel.ts';
import type { ConsoleClient } from '../../src-main/bridge/contract.ts';
import { socketChannel } from '../../src-main/bridge/loopback/web-socket.ts';
import type { Loopback } from '../../src-main/bridge/loopback.ts';
import { portChannel, type PortLike } from '../../src-main/bridge/message-port.ts';
import { silentLog } from '../../src-main/log.ts';

/** One connection of a test to the bridge: the typed client, and the bare channel below it. */
export interface BridgeClient {
  readonly client: ConsoleClient;
  /** Calls any procedure by its name, also one that the contract does not know: `robots.list`. */
  readonly call: (procedure: string, input?: unknown) => Promise<unknown>;
  /** Sends anything at all, as a hostile page might. */
  readonly sendRaw: (message: string | Uint8Array) => void;
  /** Tells `listener` everything that the bridge sends, as it stands on the wire. */
  readonly hear: (listener: (message: string) => void) => void;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>;
  readonly close: () => void;
}

function clientOver(channel: Channel): BridgeClient {
  let open = true;
  const closed = Promise.withResolvers<void>();
  const peer = new ClientPeer((message) => channel.send(message));
  channel.onClose(() => {
    open = false;
    peer.close();
    closed.resolve();
  });
  channel.onMessage((message) => {
    if (typeof message !== 'string') throw new TypeError('the bridge sends text only');
    void peer.message(message);
  });
  const link = new StandardRPCLink(
    {
      async call(request) {
        if (!open) throw new DOMException('the connection is closed', 'AbortError');
        const response = await peer.request(request);
        return { ...response, body: () => Promise.resolve(response.body) };
      },
    },
    { url: 'http://orpc' },
  );
  return {
    client: createORPCClient(link),
    call: (procedure, input) => link.call(procedure.split('.'), input, { context: {} }),
    sendRaw: (message) => void channel.send(message),
    hear: (listener) => channel.onMessage((message) => listener(String(message))),
    closed: closed.promise,
    close: () => channel.close(),
  };
}

/** A client at the other end of a message port. */
export function connectPort(port: PortLike): BridgeClient {
  return clientOver(portChannel(port));
}

/** Redeems a launch address as a browser would; the answer is its `Cookie` header. */
export async function takeSeat(loopback: Loopback, launchUrl = loopback.mintLaunchUrl()): Promise<string> {
  const token = new URLSearchParams(new URL(launchUrl).hash.slice(1)).get('token');
  const answer = await fetch(`${loopback.origin}/launch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: loopback.origin },
    body: JSON.stringify({ token }),
  });
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  if (answer.status !== 204) throw new Error(`the launch was answered ${answer.status}`);
  return cookie;
}

/** Opens the bridge's WebSocket with the headers of a browser at that seat; rejects when it is refused. */
export async function connectSocket(loopback: Pick<Loopback, 'origin'>, cookie: string): Promise<BridgeClient> {
  const headers = { cookie, origin: loopback.origin };
  const socket = new WebSocket(`${loopback.origin.replace('http', 'ws')}/bridge`, { headers });
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  return clientOver(socketChannel(socket, silentLog));
}
