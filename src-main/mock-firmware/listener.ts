import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { ConsoleError } from '../errors.ts';

/** Loopback only, always: nobody else on the network may take a simulated robot for a real one. */
export const HOST = '127.0.0.1';

/** An HTTP server that comes and goes at one port, as a process does. */
export interface Listener {
  readonly listening: boolean;
  readonly openSockets: number;
  /** @throws ConsoleError CONFIG_INVALID when it cannot listen there. */
  open(): Promise<void>;
  /** Drops every connection and stops listening, at once. */
  close(): Promise<void>;
}

export function createListener(port: number, serve: RequestListener, onError: (cause: Error) => void): Listener {
  const sockets = new Set<Socket>();
  const server = createServer(serve);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  let opened = false;

  return {
    get listening() {
      return server.listening;
    },
    get openSockets() {
      return sockets.size;
    },
    async open() {
      try {
        server.listen(port, HOST);
        await once(server, 'listening');
      } catch (cause) {
        const rule = cannotListen(cause);
        throw new ConsoleError('CONFIG_INVALID', `port = ${port}: ${rule}`, { key: 'port', value: port, rule }, cause);
      }
      if (!opened) server.on('error', onError);
      opened = true;
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function cannotListen(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : cause;
  return code === 'EADDRINUSE' ? 'in use by another program' : `cannot be listened on (${String(code)})`;
}
