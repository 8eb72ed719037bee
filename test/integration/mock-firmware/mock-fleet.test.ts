import { Agent } from 'node:http';
import { connect, createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src-main/clock.ts';
import { startMockFleet, type MockFleet } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { dataOf, send } from './http.ts';

const started: MockFleet[] = [];

/** A fleet on free ports and virtual time that ends with the test. */
async function fleet(options: Partial<Parameters<typeof startMockFleet>[0]> = {}) {
  const clock = createVirtualClock();
  const running = await startMockFleet({ port: 0, robots: 1, seed: 1, clock, ...options });
  started.push(running);
  const [robot] = running.robots;
  if (!robot) throw new Error('a fleet has a first robot');
  return { running, robot, clock };
}

const portOf = (url: string) => Number(new URL(url).port);

/** Somebody else's program on a port. */
async function squatter(port = 0): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((running) => running.stop()));
});

describe('the reference firmware API', () => {
  it('answers GET /health', async () => {
    const { robot, clock } = await fleet();
    await clock.advance(1230);
    const { status, headers, body } = await send(`${robot.url}/health`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(body)).toEqual({
      success: true,
      status: 'healthy',
      firmware: 'running',
      simulated: true,
      data: {
        robot_id: 'OHT-SIM-01',
        system_state: 'BOOT',
        version: '1.0.0',
        sequence: 123,
        timestamp: clock.now(),
      },
    });
  });

  it('answers GET /api/robot/status, with one decimal as firmware prints it', async () => {
    const { robot, clock } = await fleet();
    await clock.advance(12_340);
    expect(JSON.parse((await send(`${robot.url}/api/robot/status`)).body)).toEqual({
      success: true,
      simulated: true,
      data: {
        robot_id: 'OHT-SIM-01',
        name: 'Hoist 1',
        status: 'moving',
        mode: 'auto',
        position: { x: 39_288.9, y: 0, z: 0 },
        track_length: 60_000,
        speed: 796.4,
        battery_level: 48.9,
        temperature: 24,
        uptime: 12.3,
        fault: null,
        sequence: 1234,
        timestamp: clock.now(),
      },
    });
  });

  it('ignores a query', async () => {
    const { robot } = await fleet();
    expect((await send(`${robot.url}/health?t=1`)).status).toBe(200);
  });

  it.each(['/', '//', '/health/', '/api/robot', '/%'])('answers 404 in JSON to %s', async (path) => {
    const { robot } = await fleet();
    const { status, body } = await send(robot.url + path);
    expect(status).toBe(404);
    expect(JSON.parse(body)).toMatchObject({ success: false, simulated: true });
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])(
    'answers 405 to %s and says what is allowed',
    async (method) => {
      const { robot } = await fleet();
      const { status, headers } = await send(`${robot.url}/health`, { method, body: method === 'POST' ? '{}' : '' });
      expect(status).toBe(405);
      expect(headers.allow).toBe('GET');
    },
  );

  it('keeps a connection alive from one request to the next', async () => {
    const { robot } = await fleet();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await send(`${robot.url}/health`, { agent })).reused).toBe(false);
    expect((await send(`${robot.url}/api/robot/status`, { agent })).reused).toBe(true);
    expect((await send(`${robot.url}/nowhere`, { agent })).reused).toBe(true);
    expect(robot.counters.openSockets).toBe(1);
    agent.destroy();
  });

  it('survives bytes that are no HTTP', async () => {
    const { robot } = await fleet();
    const socket = connect(portOf(robot.url), '127.0.0.1');
    socket.end('\u0000\u0001 complete nonsense \r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    expect((await send(`${robot.url}/health`)).status).toBe(200);
  });

  it('is told apart from a real robot by every answer, failures included', async () => {
    const { robot } = await fleet();
    for (const fault of [{ kind: 'none' }, { kind: 'status' }, { kind: 'error-body', message: 'no' }] as const) {
      await robot.setFault(fault);
      for (const path of ['/health', '/api/robot/status', '/nowhere']) {
        expect(JSON.parse((await send(robot.url + path)).body)).toMatchObject({ simulated: true });
      }
    }
  });
});

describe('time', () => {
  it('passes in the robot while nobody asks', async () => {
    const { robot, clock } = await fleet();
    await clock.advance(3_600_000);
    expect(await dataOf(robot.url)).toMatchObject({ sequence: 360_000, uptime: 3600, timestamp: clock.now() });
  });

  it('does not jump when somebody sets the wall clock of this computer', async () => {
    const { robot, clock } = await fleet();
    const bootedAt = clock.now();
    await clock.advance(1000);
    clock.jumpWall(-86_400_000);
    expect(await dataOf(robot.url)).toMatchObject({ sequence: 100, timestamp: bootedAt + 1000 });
  });

  it('runs by the real clock, too', async () => {
    const { robot } = await fleet({ clock: systemClock });
    const sequence = async () => Number((await dataOf(robot.url))['sequence']);
    const first = await sequence();
    await vi.waitFor(async () => expect(await sequence()).toBeGreaterThan(first + 5), { timeout: 5000 });
  });
});

describe('reproducibility', () => {
  it('two fleets of one seed tell the same at the same age, whether they were asked often or once', async () => {
    const { running: often, clock } = await fleet({ robots: 3, seed: 42 });
    const { running: seldom } = await fleet({ robots: 3, seed: 42, clock });
    for (let look = 0; look < 20; look += 1) {
      await clock.advance(777);
      await Promise.all(often.robots.map(({ url }) => dataOf(url)));
    }
    const [told, toldSeldom] = await Promise.all(
      [often, seldom].map(({ robots }) => Promise.all(robots.map(({ url }) => dataOf(url)))),
    );
    expect(told).toEqual(toldSeldom);
  });

  it('a bigger fleet has the same first robots', async () => {
    const { robot, clock } = await fleet({ robots: 1 });
    const { robot: firstOfThree } = await fleet({ robots: 3, clock });
    await clock.advance(600_000);
    expect(await dataOf(robot.url)).toEqual(await dataOf(firstOfThree.url));
  });

  it('the robots of a fleet differ', async () => {
    const { running, clock } = await fleet({ robots: 3 });
    await clock.advance(600_000);
    const positions = await Promise.all(
      running.robots.map(async ({ url }) => {
        const { position, battery_level: battery } = await dataOf(url);
        return JSON.stringify([position, battery]);
      }),
    );
    expect(new Set(positions).size).toBe(3);
  });
});

describe('ports', () => {
  it('with port 0 the robots stand in a row, so that a restart at the first port finds all of them again', async () => {
    const { running } = await fleet({ robots: 4 });
    const ports = running.robots.map(({ url }) => portOf(url));
    expect(ports).toEqual(ports.map((_, index) => (ports[0] ?? 0) + index));
    await running.stop();
    const { running: again } = await fleet({ robots: 4, port: ports[0] ?? 0 });
    expect(again.robots.map(({ url }) => url)).toEqual(running.robots.map(({ url }) => url));
  });

  it('are those of 127.0.0.1 only', async () => {
    const { robot } = await fleet();
    expect(new URL(robot.url).hostname).toBe('127.0.0.1');
    const elsewhere = connect(portOf(robot.url), '127.0.0.2');
    await expect(once(elsewhere, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('names the port that is taken, and leaves none of the others open', async () => {
    const { robot: first, running } = await fleet();
    const port = portOf(first.url);
    await running.stop();
    const other = await squatter(port + 2);
    await expect(fleet({ port, robots: 4 })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `port = ${port + 2}: in use by another program`,
      details: { key: 'port', value: port + 2 },
    });
    const free = await squatter(port);
    for (const server of [other, free]) server.close();
  });

  it('refuses a row that would end above the highest port', async () => {
    await expect(fleet({ port: 65_535, robots: 2 })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

describe('counters', () => {
  it('count requests, those in flight and their most, and open sockets', async () => {
    const { robot, clock } = await fleet();
    expect(robot.counters).toEqual({ requests: 0, inFlight: 0, maxInFlight: 0, openSockets: 0 });
    await robot.setFault({ kind: 'latency', ms: 1000 });
    const pending = [1, 2, 3].map(() => send(`${robot.url}/health`));
    await vi.waitFor(() => expect(robot.counters).toMatchObject({ inFlight: 3, openSockets: 3 }));
    await clock.advance(1000);
    await Promise.all(pending);
    await vi.waitFor(() =>
      expect(robot.counters).toEqual({ requests: 3, inFlight: 0, maxInFlight: 3, openSockets: 0 }),
    );
  });

  it('count a request no longer when its client has given up', async () => {
    const { robot } = await fleet();
    await robot.setFault({ kind: 'hang' });
    const impatient = fetch(`${robot.url}/health`, { signal: AbortSignal.timeout(100) });
    await expect(impatient).rejects.toMatchObject({ name: 'TimeoutError' });
    await vi.waitFor(() => expect(robot.counters).toMatchObject({ requests: 1, inFlight: 0, openSockets: 0 }));
  });

  it('of one robot say nothing of another', async () => {
    const { running } = await fleet({ robots: 2 });
    await send(`${running.robots[1]?.url}/health`);
    expect(running.robots.map(({ counters }) => counters.requests)).toEqual([0, 1]);
  });
});

describe('stopping', () => {
  it('drops idle, unused and waiting connections at once', async () => {
    const { running, robot } = await fleet();
    const agent = new Agent({ keepAlive: true });
    await send(`${robot.url}/health`, { agent });
    const unused = connect(portOf(robot.url), '127.0.0.1');
    await once(unused, 'connect');
    await robot.setFault({ kind: 'hang' });
    const hanging = expect(send(`${robot.url}/health`)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await vi.waitFor(() => expect(robot.counters.openSockets).toBe(3));

    const startedAt = performance.now();
    await running.stop();
    expect(performance.now() - startedAt).toBeLessThan(500);
    await hanging;
    await vi.waitFor(() => expect(robot.counters).toMatchObject({ inFlight: 0, openSockets: 0 }));
    await expect(send(`${robot.url}/health`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    agent.destroy();
  });

  it('may be done twice, and a fault set afterwards does not bring it back', async () => {
    const { running, robot } = await fleet();
    await running.stop();
    await running.stop();
    await robot.setFault({ kind: 'none' });
    await expect(send(`${robot.url}/health`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a site of 500 robots', () => {
  it('starts, answers everyone a day later and stops in seconds', async () => {
    const clock = createVirtualClock();
    const startedAt = performance.now();
    const { running } = await fleet({ robots: 500, clock });
    await clock.advance(86_400_000);
    const agent = new Agent({ keepAlive: true, maxTotalSockets: 64 });
    const statuses = await Promise.all(running.robots.map(({ url }) => send(`${url}/api/robot/status`, { agent })));
    expect(statuses.every(({ status }) => status === 200)).toBe(true);
    agent.destroy();
    await running.stop();
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });
});
