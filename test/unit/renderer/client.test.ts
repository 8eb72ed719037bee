import { describe, expect, it, vi } from 'vitest';
import { toConsoleError } from '../../../src-main/bridge/contract.ts';
import { CALL_TIMEOUT_MS, consoleClient } from '../../../src-renderer/bridge/client.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { createConsole, createMemoryWire, PASSWORD } from './support/memory-wire.ts';

/** How a call ended, looked at without waiting for it. */
function outcomeOf(call: Promise<unknown>): { said: string } {
  const outcome = { said: 'pending' };
  call.then(
    () => (outcome.said = 'answered'),
    (error: unknown) => (outcome.said = toConsoleError(error).code),
  );
  return outcome;
}

describe('a call to the console', () => {
  it('is answered', async () => {
    const clock = createVirtualClock();
    const client = consoleClient(createConsole(clock).plug(), clock);
    await expect(client.session.signIn({ username: 'operator', password: PASSWORD })).resolves.toMatchObject({
      principal: { role: 'operator' },
    });
    await expect(client.robots.list()).resolves.toHaveLength(2);
  });

  it('that is refused has the code and the details of the refusal', async () => {
    const clock = createVirtualClock();
    const client = consoleClient(createConsole(clock).plug(), clock);
    await expect(client.robots.list().catch(toConsoleError)).resolves.toEqual({
      code: 'SESSION_REQUIRED',
      details: {},
    });
  });

  it('that nobody answers ends as BRIDGE_TIMEOUT, not never', async () => {
    const clock = createVirtualClock();
    const outcome = outcomeOf(consoleClient(createMemoryWire(), clock).console.info());
    await clock.advance(CALL_TIMEOUT_MS - 1);
    expect(outcome.said).toBe('pending');
    await clock.advance(1);
    expect(outcome.said).toBe('BRIDGE_TIMEOUT');
  });

  it('ends as BRIDGE_CLOSED when the connection ends under it', async () => {
    const clock = createVirtualClock();
    const wire = createMemoryWire();
    const outcome = outcomeOf(consoleClient(wire, clock).console.info());
    await clock.advance(0);
    wire.close();
    await clock.advance(0);
    expect(outcome.said).toBe('BRIDGE_CLOSED');
  });

  it('on a closed connection ends as BRIDGE_CLOSED at once', async () => {
    const clock = createVirtualClock();
    const wire = createMemoryWire();
    wire.close();
    await expect(consoleClient(wire, clock).console.info().catch(toConsoleError)).resolves.toMatchObject({
      code: 'BRIDGE_CLOSED',
    });
  });
});

describe('a stream', () => {
  it('lives longer than a call may take, and ends as BRIDGE_CLOSED with its connection', async () => {
    const clock = createVirtualClock();
    const wire = createConsole(clock).plug();
    const beats = await consoleClient(wire, clock).console.heartbeat();
    let heard = 0;
    const outcome = outcomeOf(
      (async () => {
        for await (const { beat } of beats) heard = beat;
      })(),
    );
    await clock.advance(CALL_TIMEOUT_MS + 5_000);
    expect(heard).toBeGreaterThan(100);
    wire.close();
    await clock.advance(0);
    expect(outcome.said).toBe('BRIDGE_CLOSED');
  });
});

describe('garbage on the wire', () => {
  it.each([
    '',
    'not json',
    'null',
    '[]',
    '{"i":1}',
    '{"i":"1","t":9}',
    '{"i":"1","p":{"b":{"meta":[[1,"x"]]}}}',
    '\u0000',
  ])('is dropped with a warning and harms no call: %j', async (garbage) => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const clock = createVirtualClock();
    const wire = createConsole(clock).plug();
    const client = consoleClient(wire, clock);
    wire.arrive(garbage);
    await clock.advance(0);
    await expect(client.console.info()).resolves.toMatchObject({ version: '0.0.0' });
    warn.mockRestore();
  });
});
