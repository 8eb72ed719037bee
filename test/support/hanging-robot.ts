import { createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A robot whose every lane hangs: it takes each connection and each GET, and answers only what stops it; or, with `answers`,
 * one in order.
 */
export interface HangingRobot extends AsyncDisposable {
  readonly url: string;
  /** First line and arrival (performance.now) of every request, in the order of their first bytes. */
  readonly requests: readonly { readonly line: string; readonly at: number }[];
  readonly open: number;
}

/** @param answers the body for a GET of a path; null: it hangs */
export async function startHangingRobot(answers: (path: string) => string | null = () => null): Promise<HangingRobot> {
  const requests: { line: string; at: number }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      const [line = ''] = bytes.toString('latin1').split(' HTTP/');
      requests.push({ line, at: performance.now() });
      const [method, path = ''] = line.split(' ');
      const body = method === 'POST' ? '{"success":true}' : answers(path);
      if (body === null) return;
      const length = Buffer.byteLength(body);
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${body}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get open() {
      return sockets.size;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
