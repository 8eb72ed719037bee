import { Agent } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { mockFirmwareCommand } from '../../../src-main/cli/mock-firmware.ts';
import { dataOf, send } from './http.ts';

const interrupts: AbortController[] = [];

/** The command as a terminal runs it, with what it said so far. */
function run(...argv: string[]) {
  const interrupt = new AbortController();
  interrupts.push(interrupt);
  const stdin = new PassThrough();
  const out: string[] = [];
  const err: string[] = [];
  const code = mockFirmwareCommand(argv, {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    stdin,
    signal: interrupt.signal,
    env: {},
  });
  return { code, out, err, stdin, interrupt };
}

const announcement = z.strictObject({
  mockFirmware: z.boolean(),
  seed: z.number(),
  robots: z.array(z.strictObject({ id: z.string(), name: z.string(), url: z.url() })),
});

async function announced({ out }: { out: string[] }) {
  await vi.waitFor(() => expect(out).toHaveLength(1), { timeout: 5000 });
  return announcement.parse(JSON.parse(out[0] ?? ''));
}

afterEach(() => {
  for (const interrupt of interrupts.splice(0)) interrupt.abort();
});

describe('mock-firmware', () => {
  it('announces its robots in one JSON line when they answer, and ends with 0 within a second of Ctrl-C', async () => {
    const command = run('--port', '0', '--robots', '2', '--seed', '7');
    const { mockFirmware, seed, robots } = await announced(command);
    expect({ mockFirmware, seed }).toEqual({ mockFirmware: true, seed: 7 });
    expect(robots.map(({ id, name }) => `${id} ${name}`)).toEqual(['OHT-SIM-01 Hoist 1', 'OHT-SIM-02 Hoist 2']);
    for (const { id, url } of robots) expect(await dataOf(url)).toMatchObject({ robot_id: id });

    const agent = new Agent({ keepAlive: true });
    expect((await send(`${robots[0]?.url}/health`, { agent })).status).toBe(200);

    const interruptedAt = performance.now();
    command.interrupt.abort();
    expect(await command.code).toBe(0);
    expect(performance.now() - interruptedAt).toBeLessThan(1000);
    await expect(send(`${robots[0]?.url}/health`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(command.err).toEqual([]);
    agent.destroy();
  });

  it('plays a scenario on robots of the firmware that is asked for', async () => {
    const command = run('--port', '0', '--firmware', 'oht50', '--scenario', 'emergency-stop');
    const { seed, robots } = await announced(command);
    expect([seed, robots.length]).toEqual([12, 3]);
    expect(await dataOf(robots[0]?.url ?? '', '/api/v1/system/state')).toMatchObject({ current_state: 'BOOT' });
  });

  it('with --exit-with-stdin ends when whoever started it is gone', async () => {
    const command = run('--port', '0', '--robots', '1', '--exit-with-stdin');
    await announced(command);
    command.stdin.end();
    expect(await command.code).toBe(0);
  });

  it('without it does not care for standard input', async () => {
    const command = run('--port', '0', '--robots', '1');
    const { robots } = await announced(command);
    command.stdin.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await send(`${robots[0]?.url}/health`)).status).toBe(200);
  });

  it('ends at once when it was interrupted before it was ready', async () => {
    const command = run('--port', '0', '--robots', '1');
    command.interrupt.abort();
    expect(await command.code).toBe(0);
  });

  it('refuses a port in use, naming it, with exit code 2', async () => {
    const { robots } = await announced(run('--port', '0', '--robots', '1'));
    const port = new URL(robots[0]?.url ?? '').port;
    const second = run('--port', port, '--robots', '1');
    expect(await second.code).toBe(2);
    expect(second.err).toEqual([`CONFIG_INVALID: port = ${port}: in use by another program`]);
    expect(second.out).toEqual([]);
  });

  it.each([
    [['--port', 'http'], '--port = "http": must be a whole number from 0 to 65535'],
    [['--port', '65536'], '--port = "65536": must be a whole number from 0 to 65535'],
    [['--port=-1'], '--port = "-1": must be a whole number from 0 to 65535'],
    [['--port', ''], '--port = "": must be a whole number from 0 to 65535'],
    [['--robots', '0'], '--robots = "0": must be a whole number from 1 to 1000'],
    [['--robots', '1001'], '--robots = "1001": must be a whole number from 1 to 1000'],
    [['--robots', '2.5'], '--robots = "2.5": must be a whole number from 1 to 1000'],
    [['--seed', '0x10'], '--seed = "0x10": must be a whole number from 0 to 4294967295'],
    [['--seed', '4294967296'], '--seed = "4294967296": must be a whole number from 0 to 4294967295'],
    [['--port', '65535', '--robots', '2'], 'port = 65535: 2 robots would need ports up to 65536'],
    [['--firmware', 'oht51'], '--firmware = "oht51": must be one of reference, oht50'],
    [['--scenario', 'none'], '--scenario = "none": must be a readable file, or one of bad-link,'],
    [['--scenario', 'rough-shift', '--robots', '2'], '--robots = "2": must be a whole number from 4 to 1000'],
    [['--scenario', 'empty-battery', '--firmware', 'oht50'], 'the scenario is made for reference'],
    [['--port', '-1'], "mock-firmware --port -1: Option '--port'"],
    [['--speed', '9'], "mock-firmware --speed 9: Unknown option '--speed'"],
    [['9080'], "mock-firmware 9080: Unexpected argument '9080'"],
  ])('refuses %j in one line that names option, value and rule, with exit code 2', async (argv, line) => {
    const { code, out, err } = run(...argv);
    expect(await code).toBe(2);
    expect(out).toEqual([]);
    expect(err).toHaveLength(1);
    expect(err[0]).toContain(line);
    expect(err[0]).not.toContain('\n');
  });
});
