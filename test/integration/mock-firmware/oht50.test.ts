import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startMockFleet, type MockFleet, type MockRobot } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { CAPTURES, capture } from '../../support/oht50-captures.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts';
import { send } from './http.ts';

const STATE = '/api/v1/system/state';

let clock: VirtualClock;
let fleet: MockFleet;
let robot: MockRobot;

beforeEach(async () => {
  clock = createVirtualClock();
  fleet = await startMockFleet({ port: 0, robots: 1, seed: 1, kind: 'oht50', clock });
  for (const only of fleet.robots) robot = only;
  await clock.advance(5000);
});
afterEach(() => fleet.stop());

const get = async (path: string) => {
  const answer = send(robot.url + path);
  await settle(answer);
  return JSON.parse((await answer).body);
};
const post = (path: string, body = '') => send(robot.url + path, { method: 'POST', body });
const stateWord = async () => (await get(STATE)).data.current_state;

/** Answers that take their time need somebody to let it pass. */
async function settle(answer: Promise<unknown>): Promise<void> {
  const over = answer.then(
    () => true,
    () => true,
  );
  const notYet = () => new Promise<false>((resolve) => setTimeout(resolve, 5, false));
  while (!(await Promise.race([over, notYet()]))) await clock.advance(100);
}

/** A request as raw bytes, piece by piece, and all that came back. */
async function raw(...pieces: string[]): Promise<string> {
  const socket = connect(robot.port, '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  let received = '';
  socket.on('data', (chunk) => (received += String(chunk)));
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await settle(closed);
  return received;
}

/** Names of all fields, nested ones with dots. */
const shape = (value: unknown, at = ''): string[] =>
  value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, inner]) => shape(inner, `${at}.${Array.isArray(value) ? '#' : key}`))
    : [at];

describe('the oht50 firmware API', () => {
  it.each(CAPTURES.filter((name) => name.startsWith('GET_') && !/__|config|telemetry/.test(name)))(
    'has the shape of what was captured: %s',
    async (name) => {
      const body = await get(name.replace('GET', '').replaceAll('_', '/').replace('state/machine', 'state-machine'));
      const wanted = new Set(shape(JSON.parse(capture(name))));
      const told = new Set(shape(body).filter((field) => field !== '.simulated'));
      expect([...told].toSorted()).toEqual([...wanted].toSorted());
      expect(body).toMatchObject({ success: true, simulated: true });
    },
  );

  it('tells the time in ms, in s, and as text, as the real one does', async () => {
    const { data: state } = await get(STATE);
    const { data: health } = await get('/health');
    const network = await get('/api/v1/network/status');
    expect(state.timestamp).toBeGreaterThan(1e12);
    expect(health.timestamp).toBe(Math.floor(health.timestamp));
    expect(health.timestamp).toBeLessThan(1e11);
    expect(network.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('stops at once on POST emergency, says healthy all the same, and is reset', async () => {
    const answer = await post('/api/v1/state/emergency');
    expect(JSON.parse(answer.body)).toMatchObject(JSON.parse(capture('POST_api_v1_state_emergency')));
    expect(await get(STATE)).toMatchObject({
      data: { current_state: 'ESTOP', system_ready: false, safety_ok: false, last_event: 'ESTOP_TRIGGERED' },
    });
    expect(await get('/health')).toMatchObject({ status: 'healthy', data: { system_state: 'ESTOP' } });
    expect(JSON.parse((await post('/api/v1/state/move')).body)).toMatchObject(
      JSON.parse(capture('POST_api_v1_state_move__while_estop')),
    );
    expect((await post('/api/v1/state/reset')).status).toBe(200);
    expect(await stateWord()).toBe('IDLE');
    const twice = await post('/api/v1/state/reset');
    expect(twice.status).toBe(400);
    expect(JSON.parse(twice.body)).toMatchObject(JSON.parse(capture('POST_api_v1_state_reset__when_idle')));
  });

  it('accepts an emergency stop on the safety route, and does nothing', async () => {
    const before = await stateWord();
    expect(JSON.parse((await post('/api/v1/safety/estop')).body)).toMatchObject({ success: true });
    expect(await stateWord()).toBe(before);
  });

  it('answers success to a reset while the button is pressed, and stays stopped', async () => {
    await robot.setCondition({ kind: 'emergency-stop' });
    expect((await post('/api/v1/state/reset')).status).toBe(200);
    expect(await stateWord()).toBe('ESTOP');
    await robot.setCondition({ kind: 'emergency-stop', pressed: false });
    expect(await stateWord()).toBe('ESTOP');
    await post('/api/v1/state/reset');
    expect(await stateWord()).toBe('IDLE');
  });

  it('writes a register in seconds, and finds the value in compact JSON only', async () => {
    const startedAt = clock.monotonic();
    const writing = post('/api/v1/modules/4/registers/16', '{"value":7}');
    await settle(writing);
    expect(JSON.parse((await writing).body)).toMatchObject({ success: true, value: 7 });
    expect(clock.monotonic() - startedAt).toBeGreaterThanOrEqual(1000);
    expect((await post('/api/v1/modules/4/registers/16', '{"value": 7}')).status).toBe(400);
    expect((await post('/api/v1/modules/9/registers/16', '{"value":7}')).status).toBe(404);
  });

  it.each([`${STATE}/`, `${STATE}?t=1`, '/', '/api/v1/nowhere'])(
    'answers to the inexact path %s with something that is announced as JSON, and none',
    async (path) => {
      const { status, body, headers } = await send(robot.url + path);
      expect(status).toBe(404);
      expect(headers['content-type']).toContain('json');
      expect(() => JSON.parse(body)).toThrow(SyntaxError);
    },
  );

  it.each(['PUT', 'DELETE', 'OPTIONS'])('does not know %s', async (method) => {
    expect((await send(robot.url + STATE, { method })).status).toBe(400);
  });
});

describe('the oht50 controller', () => {
  it('closes after each answer, and calls every answer OK', async () => {
    const received = await raw('GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1\.1 404 OK\r\n/);
    expect(received.toLowerCase()).toContain('connection: close');
  });

  it('serves one request after the other', async () => {
    await robot.setFault({ kind: 'latency', ms: 1000 });
    let answered = 0;
    const all = [1, 2, 3].map(() => send(robot.url + STATE).then(() => (answered += 1)));
    await vi.waitFor(() => expect(robot.counters.inFlight).toBe(3));
    for (const count of [1, 2, 3]) {
      await clock.advance(999);
      expect(answered).toBe(count - 1);
      await clock.advance(1);
      await vi.waitFor(() => expect(answered).toBe(count));
      // the next one's turn comes with the end of the connection before
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await Promise.all(all);
  });

  it('loses a body that comes after the head, and one that is too long, without a word', async () => {
    const path = '/api/v1/modules/2/registers/1';
    const head = (length: number) => `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
    expect(await raw(`${head(11)}{"value":7}`)).toContain('"value":7');
    expect(await raw(head(11), '{"value":7}')).toContain('Missing value');
    const long = `{"value":7,"note":"${'x'.repeat(2100)}"}`;
    expect(await raw(head(long.length) + long)).toContain('Missing value');
  });

  it('dies of a client that leaves early, and comes back later with its state at the defaults', async () => {
    await post('/api/v1/state/emergency');
    await robot.setFault({ kind: 'latency', ms: 60_000 });
    await expect(fetch(robot.url + STATE, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await vi.waitFor(() => expect(robot.crashes).toBe(1));
    await robot.setFault({ kind: 'none' });
    await expect(send(robot.url + STATE)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await clock.advance(6999);
    await expect(send(robot.url + STATE)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    let word = 'none';
    for (let ms = 7000; ms < 25_000 && word === 'none'; ms += 500) {
      await clock.advance(500);
      word = await stateWord().catch(() => 'none');
    }
    expect(word).toBe('BOOT');
  });

  it('survives it when it is told to, and its own resets always', async () => {
    await robot.setFault({ kind: 'reset' });
    await expect(send(robot.url + STATE)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await robot.setCondition({ kind: 'crash-on-early-close', on: false });
    await robot.setFault({ kind: 'hang' });
    await expect(fetch(robot.url + STATE, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await robot.setFault({ kind: 'none' });
    expect(robot.crashes).toBe(0);
    expect((await send(robot.url + STATE)).status).toBe(200);
  });
});
