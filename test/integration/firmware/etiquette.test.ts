import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/clock.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import type { Etiquette } from '../../../src-main/firmware/drivers/etiquette.ts';
import { OHT50_ETIQUETTE } from '../../../src-main/firmware/drivers/oht50/etiquette.ts';
import { createTransport, type Transport } from '../../../src-main/firmware/transport.ts';
import { startBrittleFirmware, type BrittleFirmware } from '../../support/brittle-firmware.ts';
import { createRecordingLog, type RecordingLog } from '../../support/recording-log.ts';

const STATE = '/api/v1/system/state';
const never = new AbortController().signal;

let firmware: BrittleFirmware;
let log: RecordingLog;
let transport: Transport;

beforeEach(async () => {
  firmware = await startBrittleFirmware();
  log = createRecordingLog();
  transport = connect();
});
afterEach(async () => {
  await transport.close();
  await firmware[Symbol.asyncDispose]();
});

function connect(over: Partial<Etiquette> = {}): Transport {
  const etiquette = { ...OHT50_ETIQUETTE, quitWithinMs: 2000, ...over };
  return createTransport({ url: firmware.url, etiquette, maxBodyBytes: 65_536, clock: systemClock, log });
}

async function codeOf(asking: Promise<unknown>): Promise<string> {
  const error: unknown = await asking.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ConsoleError) return error.code;
  throw new Error(`expected a ConsoleError, got ${String(error)}`);
}

async function timed(asking: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await asking.catch((error: unknown) => error);
  return performance.now() - start;
}

describe('a firmware that dies when a peer leaves early', () => {
  it('does die of a client that aborts: the test server tests something', async () => {
    firmware.takes(() => 200);
    const hasty = connect({ mayAbort: true });
    await codeOf(hasty.get(STATE, AbortSignal.timeout(50)));
    await expect.poll(() => firmware.deaths).toHaveLength(1);
    await hasty.close();
    await firmware.restarted();
  });

  it('survives a deadline: the wait ends in time, the request to its own end, and the next one waits for that', async () => {
    firmware.takes((path) => (path === STATE ? 400 : 0));
    const asking = transport.get(STATE, AbortSignal.timeout(60));
    const next = transport.get('/health', never);
    expect(await timed(asking)).toBeLessThan(300);
    expect(await codeOf(asking)).toBe('FIRMWARE_CONNECTION_LOST');
    expect(transport.metrics()).toMatchObject({ inFlight: 1, draining: 1, waiting: 1 });
    expect(firmware.requests).toHaveLength(1);
    expect(await next).toMatchObject({ success: true });
    expect(firmware.mostAtOnce()).toBe(1);
    await expect.poll(() => transport.metrics()).toMatchObject({ inFlight: 0, draining: 0, drained: 1, open: 0 });
    expect(firmware.deaths).toEqual([]);
  });

  it('is told busy, and asked nothing, as long as an answer is owed', async () => {
    firmware.takes(() => 500);
    await codeOf(transport.get(STATE, AbortSignal.timeout(30)));
    expect(await codeOf(transport.get('/health', AbortSignal.timeout(30)))).toBe('FIRMWARE_BUSY');
    expect(await codeOf(transport.get('/health', AbortSignal.abort()))).toBe('FIRMWARE_BUSY');
    expect(firmware.requests).toHaveLength(1);
  });

  it('survives answers that are no HTTP, or too long, while they are still coming', async () => {
    const head = 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n';
    const scripts: readonly [string, readonly string[]][] = [
      ['FIRMWARE_CONNECTION_LOST', ['\u0001\u0002 bootloader\r\n', 'more of it', 'and more', '> ']],
      ['FIRMWARE_CONNECTION_LOST', ['HTTP/1.1 200 OK\r\nX: '.padEnd(40_000, 'x'), 'y', 'z']],
      ['FIRMWARE_TOO_LARGE', [head, 'x'.repeat(65_000), 'x'.repeat(65_000), 'x'.repeat(65_000), 'end']],
      ['FIRMWARE_NOT_JSON', ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a":true', '}, and behind it ', 'more']],
    ];
    for (const [code, pieces] of scripts) {
      firmware.writes(pieces, 60);
      expect(await codeOf(transport.get(STATE, never))).toBe(code);
      firmware.writes(null);
      expect(await transport.get(STATE, never)).toMatchObject({ success: true });
    }
    expect(firmware.deaths).toEqual([]);
    expect(firmware.mostAtOnce()).toBe(1);
  });

  it('dies of itself in the middle of an answer: that is a lost connection, and then an unreachable robot', async () => {
    firmware.takes(() => null);
    const asking = transport.get(STATE, never);
    await expect.poll(() => firmware.requests).toHaveLength(1);
    firmware.die('a crash of its own');
    expect(await codeOf(asking)).toBe('FIRMWARE_CONNECTION_LOST');
    expect(await codeOf(transport.get(STATE, never))).toBe('FIRMWARE_UNREACHABLE');
    await firmware.restarted();
    firmware.takes(() => 0);
    expect(await transport.get(STATE, never)).toMatchObject({ success: true });
    expect(firmware.deaths).toEqual(['a crash of its own']);
  });

  it('holds its lane no longer than a firmware can live without answering', async () => {
    const patient = connect({ givenUpAfterMs: 300 });
    firmware.takes(() => null);
    await codeOf(patient.get(STATE, AbortSignal.timeout(30)));
    expect(await codeOf(patient.get(STATE, AbortSignal.timeout(100)))).toBe('FIRMWARE_BUSY');
    await expect.poll(() => patient.metrics()).toMatchObject({ inFlight: 0, givenUp: 1, open: 0 });
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { path: STATE } }]);
    await firmware.restarted();
    firmware.takes(() => 0);
    expect(await patient.get(STATE, never)).toMatchObject({ success: true });
    await patient.close();
  });
});

describe('a peer that has answered and does not hang up', () => {
  it('is hung up on after a moment, late answer or not', async () => {
    const body = '{"success":true}';
    const answer = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => void setTimeout(() => socket.write(answer), 200));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const place = server.address();
    if (place === null || typeof place === 'string') throw new Error('the server has no port');
    const options = { etiquette: OHT50_ETIQUETTE, maxBodyBytes: 65_536, clock: systemClock, log };
    const polite = createTransport({ url: `http://127.0.0.1:${place.port}`, ...options });
    expect(await polite.get(STATE, never)).toEqual({ success: true });
    const gone = () => expect.poll(() => polite.metrics().inFlight, { timeout: 3000 }).toBe(0);
    await gone();
    await codeOf(polite.get(STATE, AbortSignal.timeout(50)));
    await gone();
    expect(polite.metrics()).toMatchObject({ open: 0, requests: 2, drained: 1, givenUp: 0 });
    await polite.close();
    server.close();
  });
});

describe('quitting', () => {
  it('waits for the answers that are owed', async () => {
    firmware.takes(() => 300);
    const asking = transport.get(STATE, AbortSignal.timeout(30));
    await codeOf(asking);
    expect(await timed(transport.close())).toBeGreaterThan(150);
    expect(firmware.deaths).toEqual([]);
    expect(transport.metrics()).toMatchObject({ inFlight: 0, open: 0 });
  });

  it('waits bounded, says so, and lets nothing start', async () => {
    const bounded = connect({ quitWithinMs: 200 });
    firmware.takes(() => null);
    const asking = codeOf(bounded.get(STATE, never));
    const waiting = codeOf(bounded.get(STATE, never));
    await expect.poll(() => firmware.requests).toHaveLength(1);
    const took = await timed(bounded.close());
    expect(took).toBeGreaterThan(150);
    expect(took).toBeLessThan(1000);
    expect(await asking).toBe('FIRMWARE_CONNECTION_LOST');
    expect(await waiting).toBe('FIRMWARE_BUSY');
    expect(await codeOf(bounded.get(STATE, never))).toBe('FIRMWARE_BUSY');
    expect(bounded.metrics()).toMatchObject({ givenUp: 1, open: 0 });
    expect(log.lines).toHaveLength(1);
    await firmware.restarted();
  });

  it('does not wait for a robot that cannot be reached', async () => {
    // TEST-NET-1 (RFC 5737): nobody answers there
    const options = { etiquette: OHT50_ETIQUETTE, maxBodyBytes: 65_536, clock: systemClock, log };
    const lost = createTransport({ url: 'http://192.0.2.1:8080', ...options });
    await codeOf(lost.get(STATE, AbortSignal.timeout(50)));
    expect(await timed(lost.close())).toBeLessThan(1500);
    expect(lost.metrics()).toMatchObject({ inFlight: 0, open: 0 });
  });
});

describe('a software stop', () => {
  const stop = { method: 'POST', path: '/api/v1/state/emergency' } as const;

  it('opens its own connection at once, whatever the ordinary lane is waiting for', async () => {
    firmware.takes((path) => (path === STATE ? 500 : 0));
    const asking = codeOf(transport.get(STATE, AbortSignal.timeout(30)));
    await expect.poll(() => firmware.requests).toHaveLength(1);
    const before = performance.now();
    const stopping = transport.send(stop, 'stop', never);
    await expect.poll(() => firmware.openConnections(), { interval: 1 }).toBe(2);
    expect(performance.now() - before).toBeLessThan(100);
    expect(await stopping).toMatchObject({ success: true, estop_id: 'estop_001' });
    expect(firmware.state()).toBe('ESTOP');
    expect(await asking).toBe('FIRMWARE_CONNECTION_LOST');
    expect(firmware.deaths).toEqual([]);
  });
});

describe('a request', () => {
  it('goes out in one piece: head and body arrive in the only read that the firmware does', async () => {
    const path = '/api/v1/modules/4/registers/16';
    for (let value = 0; value < 50; value++) {
      const answer = await transport.send({ method: 'POST', path, body: { value } }, 'ordinary', never);
      expect(answer).toEqual({ success: true, value });
    }
    expect(firmware.requests[0]).toMatchObject({ method: 'POST', path, body: '{"value":0}' });
    expect(Object.keys(firmware.requests[0]?.headers ?? {}).length).toBeLessThanOrEqual(16);
  });

  it('of the largest size still arrives whole, and one byte more is never sent', async () => {
    const path = '/api/v1/modules/4/registers/16';
    const post = (length: number) =>
      transport.send({ method: 'POST', path, body: { text: 'x'.repeat(length), value: 1 } }, 'ordinary', never);
    let length = 1600;
    await expect(post(length)).resolves.toEqual({ success: true, value: 1 });
    for (;;) {
      const code = await post(++length).then(
        () => null,
        (error: unknown) => (error instanceof ConsoleError ? error.code : 'other'),
      );
      if (code === null) continue;
      expect(code).toBe('FIRMWARE_ETIQUETTE');
      break;
    }
    const last = firmware.requests.at(-1);
    const fields = Object.entries(last?.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
    const bytes = `POST ${path} HTTP/1.1\r\n${fields.join('')}\r\n${last?.body}`.length;
    expect(bytes).toBe(2047);
  });

  it.each(['/health/', '/health?x=1', '/health#top', 'health', '//health', '/a/../health', '/a b', '/caf\u00e9', ''])(
    'to the inexact path %j is not sent',
    async (path) => {
      expect(await codeOf(transport.get(path, never))).toBe('FIRMWARE_ETIQUETTE');
      expect(firmware.requests).toHaveLength(0);
    },
  );

  it('with a method that the firmware does not know is not sent', async () => {
    const reading = connect({ methods: ['GET'] });
    expect(await codeOf(reading.send({ method: 'POST', path: '/api/v1/state/stop' }, 'ordinary', never))).toBe(
      'FIRMWARE_ETIQUETTE',
    );
    expect(firmware.requests).toHaveLength(0);
  });

  it('carries the token that is asked for, and no other', async () => {
    const options = { etiquette: OHT50_ETIQUETTE, maxBodyBytes: 65_536, clock: systemClock, log };
    const trusted = createTransport({ url: firmware.url, ...options, tokens: { operator: 's3cret' } });
    await trusted.send({ method: 'GET', path: '/api/v1/network/status', token: 'operator' }, 'ordinary', never);
    await trusted.send({ method: 'GET', path: '/api/v1/network/status', token: 'administrator' }, 'ordinary', never);
    await trusted.get('/health', never);
    expect(firmware.requests.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer s3cret',
      undefined,
      undefined,
    ]);
    await trusted.close();
  });
});

it('refuses etiquette that contradicts itself', () => {
  expect(() => connect({ keepAlive: true })).toThrow('a connection each');
  expect(() => connect({ concurrency: 0 })).toThrow(RangeError);
});
