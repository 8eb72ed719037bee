import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { openWebSocket, wireOfPort } from '../../../src-renderer/bridge/wire.ts';

const never = new AbortController().signal;
const servers: WebSocketServer[] = [];

/** A real server on this machine that echoes text. */
async function echo(options: { readonly refuse?: boolean } = {}) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, verifyClient: () => options.refuse !== true });
  servers.push(server);
  server.on('connection', (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })));
  await once(server, 'listening');
  return { server, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const client of server.clients) client.terminate();
    server.close();
  }
});

describe('a WebSocket', () => {
  it('carries text both ways', async () => {
    const { url } = await echo();
    const wire = await openWebSocket(url, never);
    const answer = new Promise((resolve) => wire.onMessage(resolve));
    wire.send('xin chào');
    await expect(answer).resolves.toBe('xin chào');
    wire.close();
  });

  it('tells its end once, whoever ended it, and sends nothing afterwards', async () => {
    const { server, url } = await echo();
    const wire = await openWebSocket(url, never);
    let ends = 0;
    const ended = new Promise<void>((resolve) =>
      wire.onClose(() => {
        ends += 1;
        resolve();
      }),
    );
    for (const client of server.clients) client.terminate();
    await ended;
    wire.close();
    expect(() => wire.send('into the void')).not.toThrow();
    expect([ends, wire.closed]).toEqual([1, true]);
  });

  it('that is refused rejects', async () => {
    const { url } = await echo({ refuse: true });
    await expect(openWebSocket(url, never)).rejects.toThrow();
  });

  it('that is not answered in time rejects', async () => {
    const { url } = await echo();
    const end = new AbortController();
    const opening = openWebSocket(url, end.signal);
    end.abort();
    await expect(opening).rejects.toThrow('in time');
  });
});

describe('a message port', () => {
  it('carries text both ways, and nothing else', async () => {
    const { port1, port2 } = new MessageChannel();
    const wire = wireOfPort(port1);
    const heard: unknown[] = [];
    wire.onMessage((message) => heard.push(message));
    const answered = new Promise<unknown>((resolve) => port2.addEventListener('message', ({ data }) => resolve(data)));
    port2.start();
    wire.send('ping');
    await expect(answered).resolves.toBe('ping');
    port2.postMessage({ not: 'text' });
    port2.postMessage('pong');
    await expect.poll(() => heard).toEqual(['pong']);
    wire.close();
  });

  it('tells when the far end is gone', async () => {
    const { port1, port2 } = new MessageChannel();
    const wire = wireOfPort(port1);
    const ended = new Promise<void>((resolve) => wire.onClose(resolve));
    port2.close();
    await ended;
    expect(wire.closed).toBe(true);
  });
});
