import * as fc from 'fast-check';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/clock.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import type { Etiquette } from '../../../src-main/firmware/drivers/etiquette.ts';
import { reference } from '../../../src-main/firmware/drivers/reference.ts';
import { createTransport, type Transport } from '../../../src-main/firmware/transport.ts';
import { silentLog } from '../../../src-main/log.ts';
import {
  resets,
  resetsHalfway,
  sends,
  servesOncePerConnection,
  speaksGibberish,
  startScriptedFirmware,
  trickles,
  type Behaviour,
  type ScriptedFirmware,
} from '../../support/scripted-firmware.ts';

let firmware: ScriptedFirmware;
let transport: Transport;
const never = new AbortController().signal;

beforeEach(async () => {
  firmware = await startScriptedFirmware();
  transport = connect();
});
afterEach(async () => {
  await transport.close();
  await firmware[Symbol.asyncDispose]();
});

function connect(over: Partial<{ url: string; etiquette: Etiquette; maxBodyBytes: number }> = {}): Transport {
  const { etiquette } = reference;
  return createTransport({
    url: firmware.url,
    etiquette,
    maxBodyBytes: 65_536,
    clock: systemClock,
    log: silentLog,
    ...over,
  });
}

async function failure(asking: Promise<unknown>): Promise<ConsoleError> {
  const error: unknown = await asking.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ConsoleError) return error;
  throw new Error(`expected a ConsoleError, got ${String(error)}`);
}

describe('one request', () => {
  it('answers with the parsed JSON, over one connection for all', async () => {
    for (let count = 0; count < 20; count++) {
      expect(await transport.get('/health', never)).toMatchObject({ success: true });
    }
    expect(firmware.openConnections()).toBe(1);
  });

  it('opens a connection for each when the etiquette forbids keep-alive', async () => {
    const polite = connect({ etiquette: { ...reference.etiquette, keepAlive: false } });
    await polite.get('/health', never);
    await expect.poll(() => firmware.openConnections()).toBe(0);
  });

  it('keeps its connection for the next one until it is closed', async () => {
    await transport.get('/health', never);
    expect(firmware.openConnections()).toBe(1);
    await transport.close();
    await expect.poll(() => firmware.openConnections()).toBe(0);
  });

  it('waits for the one before it: never more connections than the etiquette allows', async () => {
    firmware.behave(trickles(1));
    await Promise.all([1, 2, 3].map(() => transport.get('/health', never)));
    expect(firmware.mostInFlight()).toBe(1);
  });

  it('refuses etiquette that it cannot keep', () => {
    expect(() => connect({ etiquette: { ...reference.etiquette, mayAbort: false } })).toThrow('aborted');
  });

  it('goes to the robot, past any proxy of the surroundings', async () => {
    process.env['HTTP_PROXY'] = 'http://127.0.0.1:9';
    try {
      expect(await transport.get('/health', never)).toMatchObject({ success: true });
    } finally {
      delete process.env['HTTP_PROXY'];
    }
  });

  it('keeps the path that a robot behind a gateway has', async () => {
    const behind = connect({ url: `${firmware.url}/hoists/1/` });
    await behind.get('/health', never);
    await behind.close();
    expect(firmware.requests.map(({ path }) => path)).toEqual(['/hoists/1/health']);
  });
});

describe('a wrong answer is one typed error', () => {
  it.each<[string, Behaviour, string, Record<string, unknown>]>([
    ['500', sends(500, 'oops'), 'FIRMWARE_STATUS', { status: 500, excerpt: 'oops' }],
    ['404', sends(404), 'FIRMWARE_STATUS', { status: 404 }],
    ['204', sends(204, ''), 'FIRMWARE_STATUS', { status: 204, excerpt: '' }],
    ['a redirect', sends(302, '', { location: '/elsewhere' }), 'FIRMWARE_REDIRECT', { status: 302 }],
    ['304, which sends nobody elsewhere', sends(304), 'FIRMWARE_STATUS', { status: 304 }],
    ['300', sends(300, ''), 'FIRMWARE_STATUS', { status: 300 }],
    ['JSON cut short', sends(200, '{"success":tr'), 'FIRMWARE_NOT_JSON', { excerpt: '{"success":tr' }],
    ['a bare NaN', sends(200, '{"battery":NaN}'), 'FIRMWARE_NOT_JSON', { status: 200 }],
    ['a page', sends(200, `<html>${'-'.repeat(500)}`), 'FIRMWARE_NOT_JSON', { excerpt: `<html>${'-'.repeat(194)}` }],
    ['nothing', sends(200, ''), 'FIRMWARE_NOT_JSON', { excerpt: '' }],
    ['compressed text', sends(200, '{}\u001f', { 'content-encoding': 'gzip' }), 'FIRMWARE_NOT_JSON', {}],
    ['a body over the limit', sends(200, 'x'.repeat(65_537)), 'FIRMWARE_TOO_LARGE', { limitBytes: 65_536 }],
    ['a reset', resets, 'FIRMWARE_CONNECTION_LOST', { reason: 'ECONNRESET' }],
    ['a reset in the middle', resetsHalfway, 'FIRMWARE_CONNECTION_LOST', {}],
    ['bytes that are not HTTP', speaksGibberish, 'FIRMWARE_CONNECTION_LOST', {}],
  ])('%s', async (_, behaviour, code, details) => {
    firmware.behave(behaviour);
    const error = await failure(transport.get('/health', never));
    expect(error.code).toBe(code);
    expect(error.details).toMatchObject({ path: '/health', ...details });
    firmware.behave(null);
    expect(await transport.get('/health', never)).toMatchObject({ success: true });
  });

  it('does not follow a redirect', async () => {
    firmware.behave(sends(307, '', { location: '/api/robot/status' }), '/health');
    await failure(transport.get('/health', never));
    expect(firmware.requests.map(({ path }) => path)).toEqual(['/health']);
  });

  it('nobody listens', async () => {
    await firmware.kill();
    const error = await failure(transport.get('/health', never));
    expect(error).toMatchObject({ code: 'FIRMWARE_UNREACHABLE', details: { reason: 'ECONNREFUSED' } });
    await firmware.restart();
  });

  it('an endless body is cut off soon after the limit, and its connection closed', async () => {
    let sent = 0;
    firmware.behave((response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) sent += 65_536;
      };
      response.on('drain', more);
      more();
    });
    expect((await failure(transport.get('/health', never))).code).toBe('FIRMWARE_TOO_LARGE');
    await expect.poll(() => firmware.openConnections()).toBe(0);
    expect(sent).toBeLessThan(10_000_000);
  });

  it('whatever text comes, it is JSON or a typed error', async () => {
    const bytes = fc.uint8Array().map((given) => Buffer.from(given).toString('latin1'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, fc.json()), async (text) => {
        firmware.behave(sends(200, text));
        const outcome: unknown = await transport.get('/health', never).catch((error: unknown) => error);
        if (outcome instanceof Error)
          expect(outcome).toMatchObject({ name: 'ConsoleError', code: 'FIRMWARE_NOT_JSON' });
        else expect(outcome).toEqual(JSON.parse(text.replace(/^\uFEFF/, '')));
      }),
      { numRuns: 200 },
    );
  });
});

describe('an aborted request', () => {
  it('is over at once, on both sides, even in the middle of a slow body', async () => {
    firmware.behave(trickles(50));
    const abort = new AbortController();
    const asking = failure(transport.get('/health', abort.signal));
    await expect.poll(() => firmware.requests.length).toBe(1);
    setTimeout(() => abort.abort(), 120);
    const before = performance.now();
    await asking;
    expect(performance.now() - before).toBeLessThan(400);
    await expect.poll(() => firmware.openConnections()).toBe(0);
  });
});

describe('a request that may change something', () => {
  const command = { method: 'POST', path: '/api/robot/move', body: { to: 1 } } as const;
  const etiquette: Etiquette = { ...reference.etiquette, methods: ['GET', 'POST'] };

  it('has a connection of its own, so that nobody wonders whether it arrived', async () => {
    const commanding = connect({ etiquette });
    await commanding.get('/health', never);
    await commanding.send(command, 'ordinary', never);
    expect(commanding.metrics()).toMatchObject({ opened: 2, reused: 0 });
    await commanding.close();
  });

  it('is never sent twice, however it ends', async () => {
    const commanding = connect({ etiquette });
    await commanding.get('/health', never);
    for (const behaviour of [
      resets,
      resetsHalfway,
      sends(503, '', { 'retry-after': '0' }),
      servesOncePerConnection(),
    ]) {
      firmware.behave(behaviour);
      const before = firmware.requests.length;
      await commanding.send(command, 'ordinary', never).catch((error: unknown) => error);
      expect(firmware.requests).toHaveLength(before + 1);
    }
    await commanding.close();
  });
});

describe('a robot that asks for a pause', () => {
  it('is quoted with its failure', async () => {
    firmware.behave(sends(503, 'busy', { 'retry-after': '7' }));
    const { code, details } = await failure(transport.get('/health', never));
    expect({ code, details }).toMatchObject({ code: 'FIRMWARE_STATUS', details: { status: 503, retryAfterMs: 7000 } });
  });
});

describe('a connection that died while nobody used it', () => {
  it('costs nothing: the request goes out again on a new one', async () => {
    firmware.behave(servesOncePerConnection());
    for (let count = 0; count < 5; count++) {
      expect(await transport.get('/health', never)).toMatchObject({ success: true });
    }
    expect(firmware.mostInFlight()).toBe(1);
  });

  it('is the only kind that is tried again: a new connection that dies is a failure at once', async () => {
    firmware.behave(resets);
    expect((await failure(transport.get('/health', never))).code).toBe('FIRMWARE_CONNECTION_LOST');
    expect(firmware.requests).toHaveLength(1);
  });

  it('is tried again only once', async () => {
    await transport.get('/health', never);
    firmware.behave(resets);
    expect((await failure(transport.get('/health', never))).code).toBe('FIRMWARE_CONNECTION_LOST');
    expect(firmware.requests).toHaveLength(3);
  });

  it('is noticed when the firmware was killed and restarted between two requests', async () => {
    await transport.get('/health', never);
    await firmware.kill();
    await firmware.restart();
    expect(await transport.get('/health', never)).toMatchObject({ success: true });
  });
});

describe('bytes that nobody asked for', () => {
  /** Asks a server that writes to the wire itself: its answer to each path, plus what `more` adds. */
  async function speaking(write: (socket: Socket, path: string) => void) {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => socket.destroy());
      socket.on('data', (request) => write(socket, String(request).split(' ')[1] ?? ''));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    const speaker = connect({ url: `http://127.0.0.1:${address.port}`, maxBodyBytes: 2 ** 20 });
    const close = () => {
      void speaker.close();
      server.close();
    };
    return { speaker, sockets, [Symbol.dispose]: close };
  }

  const answer = (body: unknown, bytes = 0) => {
    const text = JSON.stringify(body);
    const head = (length: number) => `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`;
    const padding = Math.max(0, bytes - head(bytes).length - text.length);
    return head(text.length + padding) + text + ' '.repeat(padding);
  };

  /** The client reads 64 KB at a time: of an answer of that size, what comes behind it is a packet of its own. */
  it.each([0, 65_535, 65_536, 65_537])(
    'behind an answer of %d bytes are not taken for the answer to the next request',
    async (bytes) => {
      using robot = await speaking((socket, asked) =>
        socket.write(answer({ asked }, bytes) + answer({ unasked: asked })),
      );
      for (const path of ['/1', '/2', '/3', '/4']) {
        expect(await robot.speaker.get(path, never)).toEqual({ asked: path });
      }
      expect(robot.sockets).toHaveLength(4);
    },
  );

  it('on an idle connection end it, even when this process had no time to read them before its next request', async () => {
    using robot = await speaking((socket, asked) => socket.write(answer({ asked })));
    await robot.speaker.get('/1', never);
    robot.sockets[0]?.write(answer({ unasked: '/1' }));
    expect(await robot.speaker.get('/2', never)).toEqual({ asked: '/2' });
    expect(robot.sockets).toHaveLength(2);
  });
});
