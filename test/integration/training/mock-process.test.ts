import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { mockFirmwareCommand } from '../../../src-main/cli/mock-firmware.ts';
import { startMockProcess, type MockChild } from '../../../src-main/cli/mock-process.ts';
import { parentLines } from '../../../src-main/cli/parent-port.ts';
import { FIRMWARE_KINDS } from '../../../src-main/mock-firmware/firmware-kinds.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { dataOf, send } from '../mock-firmware/http.ts';

/** The program itself, in this process: its input by `stdin`, its output as a pipe has it. */
function childOf(stdin: NodeJS.ReadableStream, tell: (line: string) => void): (argv: readonly string[]) => MockChild {
  return (argv) => {
    const output = new PassThrough();
    const interrupt = new AbortController();
    const code = mockFirmwareCommand(argv.slice(1), {
      out: (line) => void output.write(`${line}\n`),
      err: () => {},
      stdin,
      signal: interrupt.signal,
      env: {},
    });
    return { output, ended: code.then(String), send: tell, end: () => interrupt.abort() };
  };
}

function piped() {
  const stdin = new PassThrough();
  return childOf(stdin, (line) => void stdin.write(`${line}\n`));
}

it.each(FIRMWARE_KINDS)(
  'orders reach simulated robots of %s, and a refusal comes back as what it is',
  async (firmware) => {
    const mock = await startMockProcess(piped(), { robots: 2, seed: 3, firmware }, () => {});
    const [first, second] = mock.robots;
    await mock.tell('OHT-SIM-01', { fault: { kind: 'status', status: 503 } });
    await mock.tell('OHT-SIM-02', { fault: { kind: 'status', status: 503 }, paths: ['/elsewhere'] });
    await mock.tell('OHT-SIM-02', { condition: { kind: 'emergency-stop', pressed: true } });
    expect((await send(`${first?.url}/health`)).status).toBe(503);
    expect(await dataOf(second?.url ?? '', '/health')).toMatchObject({ system_state: 'ESTOP' });
    await expect(mock.tell('OHT-SIM-03', { fault: { kind: 'none' } })).rejects.toMatchObject({ code: 'ROBOT_UNKNOWN' });
    await mock.stop();
    await expect(mock.tell('OHT-SIM-01', { fault: { kind: 'none' } })).rejects.toMatchObject({
      code: 'SIMULATION_ENDED',
    });
  },
);

it('inside Electron the port of the process stands in the place of its input', async () => {
  const listeners: ((message: { readonly data: unknown }) => void)[] = [];
  const lines = parentLines({ on: (_, listener) => listeners.push(listener) });
  if (lines === null) throw new Error('there is a port');
  const tell = (line: unknown) => listeners.forEach((listener) => listener({ data: line }));
  const mock = await startMockProcess(childOf(lines, tell), { robots: 1, seed: 3, firmware: 'oht50' }, () => {});
  tell({ no: 'line' });
  tell('no order');
  await mock.tell('OHT-SIM-01', { fault: { kind: 'status', status: 500 } });
  expect((await send(`${mock.robots[0]?.url}/health`)).status).toBe(500);
  await mock.stop();
});

it('what is still unanswered when the process ends is told at once, and so is its end', async () => {
  const stdin = new PassThrough();
  // orders that nobody takes off the pipe
  const run = childOf(stdin, () => {});
  const told: string[] = [];
  const mock = await startMockProcess(run, { robots: 1, seed: 3, firmware: 'reference' }, (line) => told.push(line));
  const order = expect(mock.tell('OHT-SIM-01', { fault: { kind: 'none' } })).rejects.toMatchObject({
    code: 'SIMULATION_ENDED',
  });
  stdin.end();
  await order;
  await mock.ended;
  expect(told[0]).toMatch(/--robots 1 --seed 3 --firmware reference$/);
});

it('one that never says that it is ready is ended, and nobody waits for it any longer', async () => {
  const clock = createVirtualClock();
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  const hung = () => ({ output: new PassThrough(), ended, send: () => {}, end: () => resolve('SIGTERM') });
  const wish = { robots: 1, seed: 3, firmware: 'reference' } as const;
  const started = expect(startMockProcess(hung, wish, () => {}, clock)).rejects.toMatchObject({ code: 'INTERNAL' });
  await clock.advance(20_000);
  await started;
  expect(await ended).toBe('SIGTERM');
});
