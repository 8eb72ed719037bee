import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { bootController, type Controller } from './brittle-controller.ts';

/** Its buffer holds this many bytes of a request, and its table this many headers. */
const LONGEST_REQUEST = 2047;
const MOST_HEADERS = 16;

export interface BrittleRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the firmware saw of it. */
  readonly body: string;
  /** performance.now of the request's arrival. */
  readonly at: number;
}

/**
 * A controller that behaves as a real one has been seen to: one request at a time; one read of at most 2,047 bytes,
 * what comes later or exceeds it is lost without a word; GET and POST only; a connection for each request; and when a
 * peer leaves before its answer is complete, the process dies, forgets its state and is restarted by its supervisor.
 */
export interface BrittleFirmware {
  readonly url: string;
  /** Why it died, each time. */
  readonly deaths: readonly string[];
  readonly requests: readonly BrittleRequest[];
  /** Most requests that it had to keep waiting or had in hand at one time. */
  mostAtOnce(): number;
  openConnections(): number;
  state(): string;
  /** How long (ms) it takes for an answer to a path; null: for ever. */
  takes(duration: (path: string) => number | null): void;
  /** Writes these bytes, `pauseMs` apart, in the place of honest answers; null is honesty again. */
  writes(pieces: readonly string[] | null, pauseMs?: number): void;
  /** The process ends as a crash ends it. */
  die(why: string): void;
  /** Resolves when it listens again. */
  restarted(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Options {
  /** From its death to its first answer, ms. */
  readonly restartMs?: () => number;
  readonly clock?: () => number;
}

export async function startBrittleFirmware({
  restartMs = () => 100,
  clock = () => Date.now(),
}: Options = {}): Promise<BrittleFirmware> {
  const deaths: string[] = [];
  const requests: BrittleRequest[] = [];
  const sockets = new Set<Socket>();
  let waiting: Socket[] = [];
  let inHand: Socket | null = null;
  let most = 0;
  let disposed = false;
  let duration: (path: string) => number | null = () => 0;
  let script: { pieces: readonly string[]; pauseMs: number } | null = null;
  let controller: Controller = bootController(clock);
  let restarting: Promise<void> = Promise.resolve();
  const port = await freePort();
  let server = await listen(port);

  return {
    url: `http://127.0.0.1:${port}`,
    deaths,
    requests,
    mostAtOnce: () => most,
    // a reset in the middle of a good-bye destroys a socket without a word about its closing
    openConnections: () => [...sockets].filter((socket) => !socket.destroyed).length,
    state: () => controller.state,
    takes(given) {
      duration = given;
    },
    writes(pieces, pauseMs = 0) {
      script = pieces && { pieces, pauseMs };
    },
    die,
    restarted: () => restarting,
    async [Symbol.asyncDispose]() {
      disposed = true;
      await restarting;
      await close();
    },
  };

  function listen(onPort: number): Promise<Server> {
    const opened = createServer({ allowHalfOpen: true }, accept);
    opened.listen(onPort, '127.0.0.1');
    return once(opened, 'listening').then(() => opened);
  }

  /**
   * Below the ports of outgoing connections: a client that calls there while nobody listens may be given that very port,
   * and talk to itself.
   */
  async function freePort(): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      const candidate = randomInt(10_000, 32_768);
      try {
        const probe = await listen(candidate);
        await new Promise((resolve) => probe.close(resolve));
        return candidate;
      } catch (error) {
        if (attempt === 20) throw error;
      }
    }
  }

  function accept(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.pause();
    waiting.push(socket);
    most = Math.max(most, waiting.length + (inHand ? 1 : 0));
    takeNext();
  }

  function takeNext(): void {
    if (inHand) return;
    const socket = waiting.shift();
    if (!socket) return;
    inHand = socket;
    let asked = false;
    const left = () => {
      if (inHand !== socket) return;
      die(`the peer left before ${asked ? 'its answer was complete' : 'it had asked'}`);
    };
    socket.on('end', left);
    socket.on('close', left);
    socket.once('data', (chunk) => {
      asked = true;
      handle(socket, chunk);
    });
    socket.resume();
  }

  function handle(socket: Socket, chunk: Buffer): void {
    const seen = chunk.subarray(0, LONGEST_REQUEST).toString();
    const [head = '', ...rest] = seen.split('\r\n\r\n');
    const [line = '', ...fields] = head.split('\r\n');
    const [method = '', path = ''] = line.split(' ');
    const named = fields.slice(0, MOST_HEADERS).map((field): [string, string] => {
      const [name = '', value = ''] = field.split(/: (.*)/s);
      return [name.toLowerCase(), value];
    });
    const body = rest.join('\r\n\r\n');
    requests.push({ method, path, headers: Object.fromEntries(named), body, at: performance.now() });
    const ms = duration(path);
    if (ms === null) return;
    const { status, text } = controller.answer(method, path, body);
    // the reason phrase is always OK, whatever the status
    const honest = `HTTP/1.1 ${status} OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`;
    const { pieces, pauseMs } = script ?? { pieces: [honest], pauseMs: 0 };
    setTimeout(() => write(socket, [...pieces], pauseMs), ms);
  }

  function write(socket: Socket, pieces: string[], pauseMs: number): void {
    if (inHand !== socket) return;
    const piece = pieces.shift();
    if (piece !== undefined) {
      socket.write(piece);
      setTimeout(() => write(socket, pieces, pauseMs), pieces.length === 0 ? 0 : pauseMs);
      return;
    }
    inHand = null;
    socket.end();
    // it does not wait for its peer's good-bye
    socket.once('finish', () => socket.destroy());
    takeNext();
  }

  function die(why: string): void {
    if (disposed) return;
    deaths.push(why);
    restarting = restart();
  }

  async function restart(): Promise<void> {
    await close();
    await new Promise((resolve) => setTimeout(resolve, restartMs()));
    controller = bootController(clock);
    if (!disposed) server = await listen(port);
  }

  async function close(): Promise<void> {
    inHand = null;
    waiting = [];
    const closed = server.listening ? once(server, 'close') : Promise.resolve();
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  }
}
