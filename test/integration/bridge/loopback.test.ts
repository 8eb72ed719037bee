import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { LAUNCH_TOKEN_LIFE_MS } from '../../../src-main/bridge/loopback/launch-token.ts';
import { RENEW_WITHIN_MS } from '../../../src-main/bridge/loopback/seat-register.ts';
import { socketChannel } from '../../../src-main/bridge/loopback/web-socket.ts';
import { MAX_SOCKETS, startLoopback, type Loopback } from '../../../src-main/bridge/loopback.ts';
import { silentLog } from '../../../src-main/log.ts';
import { connectSocket, takeSeat } from '../../support/bridge-client.ts';
import { createBridgeStand, PASSWORD } from '../../support/bridge-stand.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const clock = createVirtualClock();
const log = createRecordingLog();
let stand: ReturnType<typeof createBridgeStand>;
let folder: string;
let loopback: Loopback;
let port: number;

beforeEach(async () => {
  stand = createBridgeStand();
  folder = await mkdtemp(path.join(os.tmpdir(), 'loopback-'));
  const rendererDir = path.join(folder, 'renderer');
  await mkdir(path.join(rendererDir, 'assets'), { recursive: true });
  await writeFile(path.join(folder, 'secret.txt'), 'outside');
  await writeFile(path.join(rendererDir, 'index.html'), '<!doctype html><title>Console</title>');
  await writeFile(path.join(rendererDir, 'icon.svg'), '<svg/>');
  await writeFile(path.join(rendererDir, 'assets', 'index-abc123.js'), 'export {};');
  await symlink(path.join(folder, 'secret.txt'), path.join(rendererDir, 'link.txt'));
  loopback = await startLoopback({ bridge: stand.bridge, rendererDir, port: 0, clock, log });
  port = Number(new URL(loopback.origin).port);
});
afterEach(async () => {
  await loopback.stop();
  await rm(folder, { recursive: true });
});

/** A request exactly as given: the path is sent as it stands. */
function ask(address: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port, path: address, method, headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    request.on('error', reject).end(body);
  });
}

/** Asks for a WebSocket; the answer is the bare connection, or the status with which it was refused. */
function upgrade(address: string, headers: Record<string, string>): Promise<Duplex | number> {
  const key = { 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==', 'sec-websocket-version': '13' };
  const asked = { ...key, connection: 'Upgrade', upgrade: 'websocket', ...headers };
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path: address, headers: asked, agent: false });
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('upgrade', (_response, socket) => resolve(socket));
    request.on('error', reject).end();
  });
}

/** The status of the answer to a request whose lines a client wrote exactly so; its body is `{}`. */
async function writtenByHand(lines: readonly string[]): Promise<number> {
  const socket = net.connect({ host: '127.0.0.1', port });
  socket.write(`${lines.join('\r\n')}\r\n\r\n{}`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return Number(String(answer).split(' ')[1]);
}

/** The status with which an upgrade is answered: 101 when it is granted. */
async function upgradeStatus(address: string, headers: Record<string, string>): Promise<number> {
  const answer = await upgrade(address, headers);
  if (typeof answer === 'number') return answer;
  answer.destroy();
  return 101;
}

const tokenOf = (url: string) => new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? '';
const launch = (token: string, headers: Record<string, string> = {}) =>
  ask('/launch', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: loopback.origin, ...headers },
    body: JSON.stringify({ token }),
  });

describe('The loopback shell serves', () => {
  test('the page at its root, never cached, and hashed files, cached for ever', async () => {
    const page = await ask('/?anything');
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Console</title>' });
    expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    const script = await ask('/assets/index-abc123.js');
    expect(script.headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8' });
    expect(script.headers['cache-control']).toContain('immutable');
    expect((await ask('/icon.svg')).headers['content-type']).toBe('image/svg+xml');
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/link.txt',
    '/assets/',
    '/assets',
    '/nothing.js',
    '/constructor',
    '*',
  ])('nothing at %s', async (address) => {
    expect(await ask(address)).toMatchObject({ status: 404, body: '' });
  });

  test('127.0.0.1 only', async () => {
    const others = Object.values(os.networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .map(({ address }) => address)
      .filter((address) => address !== '127.0.0.1');
    for (const host of [...others, '::1', '127.0.0.2']) {
      const reached = await new Promise((resolve) => {
        const socket = net.connect({ host, port }, () => resolve(true)).on('error', () => resolve(false));
        socket.unref();
      });
      expect(reached, host).toBe(false);
    }
  });

  test('every answer with the headers that fence the page in', async () => {
    const answers = await Promise.all([
      ask('/'),
      ask('/nothing'),
      ask('/seat'),
      ask('/', { method: 'PUT' }),
      ask('/', { headers: { host: 'evil.example' } }),
      ask('/bridge', { headers: { connection: 'Upgrade', upgrade: 'websocket' } }),
    ]);
    for (const { status, headers } of answers) {
      expect(headers, String(status)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      });
      const policy = Object.fromEntries(
        String(headers['content-security-policy'])
          .split('; ')
          .map((directive) => [directive.split(' ', 1)[0], directive.split(' ').slice(1).join(' ')]),
      );
      expect(policy).toMatchObject({
        'default-src': "'none'",
        'script-src': "'self'",
        'connect-src': `'self' ws://127.0.0.1:${port} ws://localhost:${port}`,
        'base-uri': "'none'",
        'form-action': "'none'",
        'frame-ancestors': "'none'",
      });
    }
  });
});

describe('A browser gets its seat', () => {
  test('for the token in the address that was opened, which the server never sees in a request for the page', async () => {
    expect(loopback.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    const { status, headers } = await launch(tokenOf(loopback.url));
    expect(status).toBe(204);
    const [setCookie = ''] = headers['set-cookie'] ?? [];
    expect(setCookie).toMatch(new RegExp(`^rcc_${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`));

    const [cookie = ''] = setCookie.split(';');
    expect((await ask('/seat', { headers: { cookie } })).status).toBe(204);
    expect(await ask('/seat')).toMatchObject({ status: 401, body: '{"code":"LAUNCH_TOKEN_INVALID"}' });
  });

  test('once per token', async () => {
    const token = tokenOf(loopback.mintLaunchUrl());
    expect((await launch(token)).status).toBe(204);
    const replayed = await launch(token);
    expect(replayed).toMatchObject({ status: 401, body: '{"code":"LAUNCH_TOKEN_INVALID"}' });
    expect(replayed.headers['set-cookie']).toBeUndefined();
  });

  test('not for a wrong token, nor for one that is too old', async () => {
    expect((await launch('a'.repeat(43))).status).toBe(401);
    await clock.advance(LAUNCH_TOKEN_LIFE_MS);
    expect((await launch(tokenOf(loopback.url))).status).toBe(401);
  });

  test('from its own page only', async () => {
    const token = tokenOf(loopback.url);
    const origins = ['http://evil.example', 'null', `http://127.0.0.1:${port + 1}`, `https://127.0.0.1:${port}`];
    for (const origin of [...origins, `http://localhost:${port}`]) {
      expect(await launch(token, { origin }), origin).toMatchObject({ status: 403, body: '{"code":"ORIGIN_REFUSED"}' });
    }
    const withoutOrigin = { 'content-type': 'application/json' };
    const body = JSON.stringify({ token });
    expect((await ask('/launch', { method: 'POST', headers: withoutOrigin, body })).status).toBe(403);
    expect((await launch(token)).status).toBe(204);
  });

  test('under the name localhost too', async () => {
    const own = { host: `localhost:${port}`, origin: `http://localhost:${port}` };
    expect((await launch(tokenOf(loopback.url), own)).status).toBe(204);
  });

  test.each<[string, number, Asked]>([
    ['another content type', 415, { headers: { 'content-type': 'text/plain' }, body: '{}' }],
    ['no JSON', 400, { body: 'token' }],
    ['no token', 400, { body: '{}' }],
    ['a token that is no text', 400, { body: '{"token":{"length":43}}' }],
    ['a body above 4 KB', 413, { body: JSON.stringify({ token: 'x'.repeat(5000) }) }],
    ['another method', 405, { method: 'DELETE' }],
  ])('not for %s', async (_what, status, asked) => {
    const headers = { 'content-type': 'application/json', origin: loopback.origin, ...asked.headers };
    expect((await ask('/launch', { method: 'POST', ...asked, headers })).status).toBe(status);
  });
});

describe('The loopback shell turns away', () => {
  test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost', '127.0.0.1.evil.example:80'])(
    'a request for the host %j, whatever it asks for',
    async (host) => {
      const cookie = await takeSeat(loopback);
      for (const address of ['/', '/seat', '/assets/index-abc123.js', '/nothing']) {
        expect((await ask(address, { headers: { host, cookie } })).status).toBe(421);
      }
      expect(await upgradeStatus('/bridge', { host, cookie, origin: `http://${host}` })).toBe(421);
    },
  );

  test('a request with a second Host or Origin, whatever the order and whatever it asks for', async () => {
    const cookie = await takeSeat(loopback);
    const own = { host: `127.0.0.1:${port}`, origin: loopback.origin };
    const upgrading = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const asked = {
      'GET /': [],
      'GET /seat': [`Cookie: ${cookie}`],
      'POST /launch': ['Content-Type: application/json', 'Content-Length: 2'],
      'GET /bridge': [`Cookie: ${cookie}`, ...upgrading, 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='],
    };
    for (const [line, more] of Object.entries(asked)) {
      for (const [hosts, origins, status] of [
        [[own.host, 'evil.example'], [own.origin], 400],
        [['evil.example', own.host], [own.origin], 400],
        [[own.host, own.host], [own.origin], 400],
        [[own.host], [own.origin, 'http://evil.example'], 403],
        [[own.host], ['http://evil.example', own.origin], 403],
      ] as const) {
        const named = [...hosts.map((host) => `Host: ${host}`), ...origins.map((origin) => `Origin: ${origin}`)];
        expect(await writtenByHand([`${line} HTTP/1.1`, ...named, ...more]), `${line} ${named.join()}`).toBe(status);
      }
    }
  });

  test('a foreign page that loads anything with its origin shown', async () => {
    expect((await ask('/', { headers: { origin: 'http://evil.example' } })).status).toBe(403);
  });

  test.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'POST'])('the method %s', async (method) => {
    expect((await ask('/', { method, headers: { origin: loopback.origin } })).status).toBe(405);
    expect((await ask('/', { method })).status).toBe(403);
  });

  test('a WebSocket without its cookie, with an unknown one, from a foreign page, or from none', async () => {
    const cookie = await takeSeat(loopback);
    const { origin } = loopback;
    expect(await upgradeStatus('/bridge', { cookie, origin })).toBe(101);
    expect(await upgradeStatus('/bridge', { origin })).toBe(401);
    expect(await upgradeStatus('/bridge', { origin, cookie: `rcc_${port}=${'a'.repeat(43)}` })).toBe(401);
    expect(await upgradeStatus('/bridge', { cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await upgradeStatus('/bridge', { cookie, origin: 'null' })).toBe(403);
    expect(await upgradeStatus('/bridge', { cookie })).toBe(403);
    expect(await upgradeStatus('/elsewhere', { cookie, origin })).toBe(404);
  });

  test('a browser whose page does not ask for another cookie after a sign-in; the page itself goes on', async () => {
    const cookie = await takeSeat(loopback);
    const tab = await connectSocket(loopback, cookie);
    await tab.client.session.signIn({ username: 'viewer', password: PASSWORD });
    await pause(1200); // until the console takes the change for settled, by its own clock
    await clock.advance(RENEW_WITHIN_MS - 1);
    expect((await ask('/seat', { headers: { cookie } })).status).toBe(204);
    await clock.advance(1);
    expect((await ask('/seat', { headers: { cookie } })).status).toBe(401);
    expect(await upgradeStatus('/bridge', { cookie, origin: loopback.origin })).toBe(401);
    expect(await tab.client.robots.list()).toHaveLength(3);
    tab.close();
  });

  test('a browser of an earlier run: a restart knows no seat', async () => {
    const cookie = await takeSeat(loopback);
    await loopback.stop();
    loopback = await startLoopback({ bridge: stand.bridge, rendererDir: folder, port, clock, log });
    expect((await ask('/seat', { headers: { cookie } })).status).toBe(401);
    expect(await upgradeStatus('/bridge', { cookie, origin: loopback.origin })).toBe(401);
  });

  test('WebSockets beyond the limit, until one closes', async () => {
    const cookie = await takeSeat(loopback);
    const open = await Promise.all(Array.from({ length: MAX_SOCKETS }, () => connectSocket(loopback, cookie)));
    expect(await upgradeStatus('/bridge', { cookie, origin: loopback.origin })).toBe(503);
    open[0]?.close();
    await expect.poll(() => upgradeStatus('/bridge', { cookie, origin: loopback.origin })).toBe(101);
  });

  test('a message above 64 KB, by closing that connection', async () => {
    const cookie = await takeSeat(loopback);
    const tab = await connectSocket(loopback, cookie);
    tab.sendRaw(`"${'x'.repeat(64 * 1024)}"`);
    await tab.closed;
  });

  test('broken framing, without waiting for the other end to say goodbye', async () => {
    const socket = await upgrade('/bridge', { cookie: await takeSeat(loopback), origin: loopback.origin });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    const ended = new Promise((resolve) => socket.on('close', resolve));
    const started = performance.now();
    socket.resume().write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
    await ended;
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('The loopback shell', () => {
  test('keeps secrets out of its log', async () => {
    const cookie = await takeSeat(loopback);
    const token = tokenOf(loopback.mintLaunchUrl());
    const { client, close } = await connectSocket(loopback, cookie);
    await client.session.signIn({ username: 'viewer', password: PASSWORD });
    close();
    await launch(token);
    await launch(token);
    await ask(`/?token=${token}`);
    await ask(`/launch?token=${token}`, { headers: { host: 'evil.example', cookie } });
    await upgradeStatus('/bridge', { cookie, origin: `http://evil.example/${token}` });

    const written = JSON.stringify([log.lines, stand.log.lines]);
    expect(log.lines.length).toBeGreaterThan(0);
    for (const secret of [token, cookie.split('=')[1] ?? '', PASSWORD]) expect(written).not.toContain(secret);
  });

  test('warns of refused requests, but not of a page that keeps asking for a seat that it lost', async () => {
    const before = log.lines.length;
    await ask('/seat');
    await launch('a'.repeat(43));
    await ask('/seat', { headers: { host: 'evil.example' } });
    expect(log.lines.slice(before).map(({ level, facts }) => [level, facts['status']])).toEqual([
      ['info', 401],
      ['warn', 401],
      ['warn', 421],
    ]);
  });

  test('says that a port is taken, by key and value', async () => {
    const second = startLoopback({ bridge: stand.bridge, rendererDir: folder, port, clock, log });
    await expect(second).rejects.toMatchObject({ code: 'CONFIG_INVALID', details: { key: 'port', value: port } });
  });

  test('says that there is no renderer', async () => {
    const missing = startLoopback({ bridge: stand.bridge, rendererDir: `${folder}/none`, port: 0, clock, log });
    await expect(missing).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('built') });
  });

  test('stops at once, whoever is connected', async () => {
    const tab = await connectSocket(loopback, await takeSeat(loopback));
    const idle = net.connect({ host: '127.0.0.1', port });
    await new Promise((resolve) => idle.on('connect', resolve));
    idle.on('error', () => {});
    const started = performance.now();
    await loopback.stop();
    await tab.closed;
    expect(performance.now() - started).toBeLessThan(500);
    await expect(ask('/')).rejects.toThrow('ECONNREFUSED');
  });

  test('survives clients that hang up in the middle', async () => {
    const head = `POST /launch HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${loopback.origin}\r\n`;
    const hostile = `GET /bridge HTTP/1.1\r\nHost: evil\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    for (const bytes of [
      `${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
      hostile,
      'GET / HT',
      '\u0016\u0003\u0001\u0002\u0000',
    ]) {
      await new Promise<void>((resolve) => {
        const socket = net.connect({ host: '127.0.0.1', port }, () => {
          socket.write(bytes);
          setTimeout(() => socket.resetAndDestroy(), 20);
        });
        socket.on('close', () => resolve());
        socket.on('error', () => {});
      });
    }
    expect((await ask('/')).status).toBe(200);
  });
});

describe('A channel over a WebSocket', () => {
  test('makes its sender wait for a client that does not read, until it reads or goes', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    try {
      const connected = new Promise<WebSocket>((resolve) => server.on('connection', resolve));
      await new Promise((resolve) => server.on('listening', resolve));
      const address = server.address();
      const client = new WebSocket(`ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
      const opened = new Promise((resolve) => client.on('open', resolve));
      const channel = socketChannel(await connected, silentLog);
      await opened;
      client.pause();
      const big = 'x'.repeat(16 * 1024 * 1024);
      let sent = 0;
      const first = Promise.resolve(channel.send(big)).then(() => (sent += 1));
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(sent).toBe(0);
      client.resume();
      await first;

      client.pause();
      const second = channel.send(big);
      client.terminate();
      await second;
      await channel.send('after the end');
    } finally {
      server.close();
    }
  });
});
