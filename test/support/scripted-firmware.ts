import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { healthAnswer, statusAnswer, type Answer, type Progress } from './reference-answers.ts';

/** How the server treats a request: `honest` is what a firmware in order would answer. */
export type Behaviour = (response: ServerResponse, honest: Answer) => void;

/** A real HTTP server in the place of a robot, which does what a test tells it, path by path. */
export interface ScriptedFirmware {
  readonly url: string;
  /** Every request so far: its path and when it came (performance.now). */
  readonly requests: readonly { readonly path: string; readonly at: number }[];
  /** Most requests that were ever open at one time. */
  mostInFlight(): number;
  openConnections(): number;
  /** For one path, or for all; `null` is honesty again. */
  behave(behaviour: Behaviour | null, path?: string): void;
  /** What the firmware's clock and counter show; by default they move. */
  tick(progress: () => Progress): void;
  /** As kill -9 does: nobody listens any more, and every connection is reset. */
  kill(): Promise<void>;
  /** Listens again on the same port. */
  restart(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startScriptedFirmware(): Promise<ScriptedFirmware> {
  const requests: { path: string; at: number }[] = [];
  const behaviours = new Map<string, Behaviour>();
  const connections = new Set<Socket>();
  let inFlight = 0;
  let most = 0;
  let progress = movingProgress();
  let server: Server = await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the scripted firmware has no port');
  const { port } = address;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    mostInFlight: () => most,
    openConnections: () => connections.size,
    behave(behaviour, path = '*') {
      if (path === '*') behaviours.clear();
      if (behaviour) behaviours.set(path, behaviour);
      else behaviours.delete(path);
    },
    tick(next) {
      progress = next;
    },
    kill,
    async restart() {
      server = await listen(port);
    },
    [Symbol.asyncDispose]: kill,
  };

  async function kill(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of connections) socket.resetAndDestroy();
    await closed;
  }

  function listen(onPort: number): Promise<Server> {
    const opened = createServer(serve);
    opened.on('connection', (socket) => {
      connections.add(socket);
      socket.on('close', () => connections.delete(socket));
      // the tests make clients leave early
      socket.on('error', () => socket.destroy());
    });
    return new Promise((resolve, reject) => {
      opened.once('error', reject);
      opened.listen(onPort, '127.0.0.1', () => resolve(opened));
    });
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    requests.push({ path, at: performance.now() });
    most = Math.max(most, ++inFlight);
    response.on('close', () => inFlight--);
    const honest = path === '/health' ? healthAnswer(progress()) : statusAnswer(progress());
    (behaviours.get(path) ?? behaviours.get('*') ?? sends(200))(response, honest);
  }
}

/** A clock in ms and a counter that differ at every look. */
export function movingProgress(): () => Progress {
  let sequence = 0;
  return () => ({ sequence: ++sequence, timestamp: 1_800_000_000_001 + sequence });
}

export function sends(status: number, body?: string, headers: Record<string, string> = {}): Behaviour {
  return (response, honest) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body ?? JSON.stringify(honest));
  };
}

/** 200 with the honest answer changed. */
export function sendsChanged(change: (answer: Answer) => unknown): Behaviour {
  return (response, honest) => sends(200, JSON.stringify(change(honest)))(response, honest);
}

/** Takes the request and never says anything. */
export const neverAnswers: Behaviour = () => {};

/** A whole answer, in time nobody has. */
export function trickles(msPerByte: number): Behaviour {
  return (response, honest) => {
    const text = JSON.stringify(honest);
    response.writeHead(200, { 'content-length': text.length });
    let sent = 0;
    const timer = setInterval(() => {
      response.write(text.slice(sent, ++sent));
      if (sent === text.length) response.end();
    }, msPerByte);
    response.on('close', () => clearInterval(timer));
  };
}

/** A TCP reset in the place of an answer, */
export const resets: Behaviour = (response) => {
  response.socket?.resetAndDestroy();
};

/** or in its middle. */
export const resetsHalfway: Behaviour = (response, honest) => {
  const text = JSON.stringify(honest);
  response.writeHead(200, { 'content-length': text.length });
  response.write(text.slice(0, text.length / 2), () => response.socket?.resetAndDestroy());
};

/** Serves one request on each connection and kills it at the next, as a firmware that restarted does. */
export function servesOncePerConnection(): Behaviour {
  const served = new WeakSet<Socket>();
  return (response, honest) => {
    const { socket } = response;
    if (!socket) return;
    if (served.has(socket)) socket.destroy();
    else sends(200)(response, honest);
    served.add(socket);
  };
}

/** Bytes that are not HTTP. */
export const speaksGibberish: Behaviour = (response) => {
  response.socket?.end('\u0000\u0001 OHT-50 bootloader\r\n> ');
};
