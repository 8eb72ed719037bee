import { createServer, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fault, MockFleet, MockRobot } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { startMockFleet } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts';
import { dataOf, send } from './http.ts';

let clock: VirtualClock;
let fleet: MockFleet;
let robot: MockRobot;
let statusUrl: string;

beforeEach(async () => {
  clock = createVirtualClock();
  fleet = await startMockFleet({ port: 0, robots: 1, seed: 1, clock });
  for (const only of fleet.robots) robot = only;
  statusUrl = `${robot.url}/api/robot/status`;
  await clock.advance(12_340);
});

afterEach(() => fleet.stop());

const data = (path?: string) => dataOf(robot.url, path);

/** The head of an answer, its body unread. */
function begin(url: string): Promise<IncomingMessage> {
  return new Promise((resolve) => {
    request(url, { agent: false }, resolve).end();
  });
}

async function settledWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timeout = new Promise<false>((resolve) => setTimeout(() => resolve(false), ms));
  return Promise.race([promise.then(() => true), timeout]);
}

describe('each fault, as a client meets it', () => {
  it('of some paths alone: every other request is answered as if there were none', async () => {
    await robot.setFault({ kind: 'status', status: 503 }, ['/health']);
    expect([(await send(`${robot.url}/health`)).status, (await send(statusUrl)).status]).toEqual([503, 200]);
    await robot.setFault({ kind: 'hang' }, ['/health']);
    const hanging = send(`${robot.url}/health`);
    expect((await send(statusUrl)).status).toBe(200);
    await robot.setFault({ kind: 'none' });
    expect((await hanging).status).toBe(200);
    for (const kind of ['closed', 'frozen'] as const) {
      await expect(robot.setFault({ kind }, ['/health'])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    }
  });

  it('latency: the honest answer, late', async () => {
    await robot.setFault({ kind: 'latency', ms: 800 });
    const answer = send(statusUrl);
    await vi.waitFor(() => expect(robot.counters.inFlight).toBe(1));
    await clock.advance(799);
    expect(await settledWithin(answer, 50)).toBe(false);
    await clock.advance(1);
    expect((await answer).status).toBe(200);
  });

  it('hang: the request is taken and never answered', async () => {
    await robot.setFault({ kind: 'hang' });
    const answer = send(statusUrl).catch((error: unknown) => error);
    await vi.waitFor(() => expect(robot.counters.inFlight).toBe(1));
    await clock.advance(3_600_000);
    expect(await settledWithin(answer, 50)).toBe(false);
  });

  it('trickle: one byte per second, whole in the end', async () => {
    await robot.setFault({ kind: 'trickle' });
    const response = await begin(statusUrl);
    let received = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    await vi.waitFor(() => expect(robot.counters.inFlight).toBe(1));
    await clock.advance(999);
    expect(received).toBe('');
    await clock.advance(4001);
    await vi.waitFor(() => expect(received).toBe('{"suc'));
    const length = Number(response.headers['content-length']);
    await clock.advance(1000 * length);
    await vi.waitFor(() => expect(response.complete).toBe(true));
    expect(JSON.parse(received)).toMatchObject({ success: true });
  });

  it('trickle: stops when the client has gone', async () => {
    await robot.setFault({ kind: 'trickle' });
    const response = await begin(statusUrl);
    response.on('error', () => expect(response.complete).toBe(false)).destroy();
    await vi.waitFor(() => expect(robot.counters.inFlight).toBe(0));
    const timers = vi.spyOn(clock, 'after');
    await clock.advance(10_000);
    expect(timers).not.toHaveBeenCalled();
  });

  it('status: the given one, with an error in JSON', async () => {
    await robot.setFault({ kind: 'status' });
    expect(await send(statusUrl)).toMatchObject({ status: 500 });
    await robot.setFault({ kind: 'status', status: 503 });
    const { status, body } = await send(`${robot.url}/health`);
    expect(status).toBe(503);
    expect(JSON.parse(body)).toMatchObject({ success: false, simulated: true });
  });

  it('redirect: 302 to the given place', async () => {
    await robot.setFault({ kind: 'redirect', location: 'http://127.0.0.1:9/health' });
    const { status, headers } = await send(statusUrl);
    expect(status).toBe(302);
    expect(headers.location).toBe('http://127.0.0.1:9/health');
  });

  it('error-body: 200 with a failure in it', async () => {
    await robot.setFault({ kind: 'error-body', message: 'control loop not ready' });
    const { status, body } = await send(statusUrl);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ success: false, simulated: true, message: 'control loop not ready' });
  });

  it('invalid-json: complete by HTTP, cut off as JSON', async () => {
    await robot.setFault({ kind: 'invalid-json' });
    const { status, headers, body } = await send(statusUrl);
    expect(status).toBe(200);
    expect(Number(headers['content-length'])).toBe(body.length);
    expect(body).toMatch(/^\{"success":true/);
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
  });

  it('missing-field: everything but that field', async () => {
    const honest = await data();
    await robot.setFault({ kind: 'missing-field', field: 'battery_level' });
    const { battery_level: missing, ...rest } = honest;
    expect(missing).toBe(48.9);
    expect(await data()).toEqual(rest);
  });

  it.each([['fast'], [null], ['NaN'], [true], [{ mm: 1 }], [1e300]])('wrong-type: %j in the field', async (value) => {
    const honest = await data();
    await robot.setFault({ kind: 'wrong-type', field: 'speed', value });
    expect(await data()).toEqual({ ...honest, speed: value });
  });

  it('nan: a bare NaN, which is not JSON', async () => {
    await robot.setFault({ kind: 'nan', field: 'temperature' });
    const { status, body } = await send(statusUrl);
    expect(status).toBe(200);
    expect(body).toContain('"temperature":NaN,');
    expect(JSON.parse(body.replace('NaN', '24'))).toMatchObject({ data: { temperature: 24, sequence: 1234 } });
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
  });

  it('a fault on a field leaves an answer alone that has no such field', async () => {
    const honest = await data('/health');
    await robot.setFault({ kind: 'missing-field', field: 'battery_level' });
    expect(await data('/health')).toEqual(honest);
    await robot.setFault({ kind: 'wrong-type', field: 'system_state', value: 7 });
    expect(await data('/health')).toEqual({ ...honest, system_state: 7 });
  });

  it('huge-body: ten megabytes that only counting reveals', async () => {
    await robot.setFault({ kind: 'huge-body' });
    const { status, headers, body } = await send(statusUrl);
    expect(status).toBe(200);
    expect(headers['content-length']).toBeUndefined();
    expect(body.length).toBeGreaterThan(10_000_000);
    expect(JSON.parse(body)).toMatchObject({ success: true, data: { sequence: 1234 } });
  });

  it('reset: half of the body, then the connection breaks', async () => {
    await robot.setFault({ kind: 'reset' });
    await expect(send(statusUrl)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('closed: connections break, new ones are refused, and it comes back at the same address', async () => {
    await robot.setFault({ kind: 'hang' });
    const waiting = expect(send(statusUrl)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await vi.waitFor(() => expect(robot.counters.inFlight).toBe(1));

    await robot.setFault({ kind: 'closed' });
    await waiting;
    await expect(send(statusUrl)).rejects.toMatchObject({ code: 'ECONNREFUSED' });

    await clock.advance(1000);
    await robot.setFault({ kind: 'none' });
    expect(await data()).toMatchObject({ sequence: 1334 });
  });

  it('closed: tells when somebody else has taken the port meanwhile, and can be tried again', async () => {
    await robot.setFault({ kind: 'closed' });
    const port = Number(new URL(robot.url).port);
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    await expect(robot.setFault({ kind: 'none' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `port = ${port}: in use by another program`,
    });
    squatter.close();
    await once(squatter, 'close');
    await robot.setFault({ kind: 'none' });
    expect((await send(statusUrl)).status).toBe(200);
  });
});

/** Which fields of the status move while half a minute passes. */
async function moving(): Promise<string[]> {
  const before = await data();
  await clock.advance(30_000);
  const after = await data();
  return Object.keys(after).filter((field) => JSON.stringify(after[field]) !== JSON.stringify(before[field]));
}

describe('frozen', () => {
  const CLOCK = ['timestamp', 'uptime'];
  const LOOP = ['sequence', 'position', 'speed', 'battery_level', 'temperature'];

  it('is what a healthy robot is not', async () => {
    expect(await moving()).toEqual(expect.arrayContaining([...CLOCK, 'sequence', 'position', 'battery_level']));
  });

  it('both: nothing moves, in either resource', async () => {
    await robot.setFault({ kind: 'frozen' });
    const health = await data('/health');
    expect(await moving()).toEqual([]);
    expect(await data('/health')).toEqual(health);
  });

  it('clock: the control loop goes on', async () => {
    await robot.setFault({ kind: 'frozen', what: 'clock' });
    const moved = await moving();
    expect(moved).toContain('sequence');
    expect(moved).toContain('position');
    for (const field of CLOCK) expect(moved).not.toContain(field);
  });

  it('sequence: only the clock goes on', async () => {
    await robot.setFault({ kind: 'frozen', what: 'sequence' });
    const moved = await moving();
    expect(moved.toSorted()).toEqual(CLOCK);
    for (const field of LOOP) expect(moved).not.toContain(field);
  });

  it('freezes at the moment it is set, and thaws into the present', async () => {
    await robot.setFault({ kind: 'frozen' });
    await clock.advance(10_000);
    expect(await data()).toMatchObject({ sequence: 1234 });
    await robot.setFault({ kind: 'none' });
    expect(await data()).toMatchObject({ sequence: 2234, timestamp: clock.now() });
  });
});

describe('setting faults', () => {
  it('none makes any of them good again, on the same server', async () => {
    const faults: Fault[] = [
      { kind: 'status' },
      { kind: 'error-body', message: 'no' },
      { kind: 'invalid-json' },
      { kind: 'missing-field', field: 'sequence' },
      { kind: 'redirect', location: '/' },
      { kind: 'reset' },
      { kind: 'huge-body', bytes: 100_000 },
      { kind: 'frozen' },
      { kind: 'closed' },
      { kind: 'closed' },
    ];
    const honest = await data();
    for (const fault of faults) {
      await robot.setFault(fault);
      await send(statusUrl).catch((error: unknown) => error);
      await robot.setFault({ kind: 'none' });
      expect(await data()).toEqual(honest);
    }
  });

  it('happens in the order of the calls, awaited or not', async () => {
    await Promise.all([
      robot.setFault({ kind: 'closed' }),
      robot.setFault({ kind: 'none' }),
      robot.setFault({ kind: 'status' }),
    ]);
    expect((await send(statusUrl)).status).toBe(500);
  });

  it.each([
    '{"kind":"explode"}',
    '{"kind":"latency","ms":-1}',
    '{"kind":"latency","ms":null}',
    '{"kind":"status","status":99}',
    '{"kind":"missing-field","field":"soul"}',
    '{"kind":"none","extra":true}',
    'null',
  ])('refuses %s and keeps the one in force', async (slip) => {
    await robot.setFault({ kind: 'error-body', message: 'still me' });
    await expect(robot.setFault(JSON.parse(slip))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect((await send(statusUrl)).body).toContain('still me');
  });
});
