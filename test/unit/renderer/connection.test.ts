import { describe, expect, it } from 'vitest';
import { HEARTBEAT_LOST_MS } from '../../../src-main/bridge/contract.ts';
import { keepConnected, type OpenWire } from '../../../src-renderer/bridge/connection.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { createConsole, createMemoryWire, type MemoryWire } from './support/memory-wire.ts';

/** Keeps a connection with `openWire` and notes what it tells, with the time (ms) of each. */
function connect(openWire: OpenWire, clock = createVirtualClock()) {
  const told: string[] = [];
  const at: number[] = [];
  const note = (what: string) => () => {
    told.push(what);
    at.push(clock.monotonic());
  };
  const end = new AbortController();
  const events = {
    opened: note('opened'),
    alive: note('alive'),
    lost: note('lost'),
    seatUnknown: note('seat unknown'),
  };
  void keepConnected(openWire, events, clock, end.signal);
  return { clock, told, at, end };
}

/** A console to which every attempt connects. */
function running() {
  const clock = createVirtualClock();
  const far = createConsole(clock);
  const wires: MemoryWire[] = [];
  const openWire: OpenWire = async () => {
    const wire = far.plug();
    wires.push(wire);
    return wire;
  };
  return { ...connect(openWire, clock), wires };
}

describe('the connection to the console', () => {
  it('is alive from the first beat of its heart', async () => {
    const { clock, told, end } = running();
    await clock.advance(50);
    expect(told).toEqual(['opened', 'alive']);
    await clock.advance(60_000);
    expect(told).toEqual(['opened', 'alive']);
    end.abort();
  });

  it('is lost within half a second of silence, though the wire stays open', async () => {
    const { clock, told, at, wires } = running();
    await clock.advance(1_000);
    const silentSince = clock.monotonic();
    wires[0]?.silence();
    await clock.advance(500);
    expect(told).toEqual(['opened', 'alive', 'lost']);
    expect((at[2] ?? 0) - silentSince).toBeLessThanOrEqual(500);
    expect(wires[0]?.closed).toBe(false);
  });

  it('is not lost by a beat that is merely late', async () => {
    expect(HEARTBEAT_LOST_MS).toBeGreaterThanOrEqual(300);
    const { clock, told } = running();
    await clock.advance(10_000);
    expect(told).not.toContain('lost');
  });

  it('is lost at once when the wire closes, and found again by itself', async () => {
    const { clock, told, wires } = running();
    await clock.advance(1_000);
    wires[0]?.close();
    expect(told).toEqual(['opened', 'alive', 'lost']);
    await clock.advance(400);
    expect(told).toEqual(['opened', 'alive', 'lost', 'opened', 'alive']);
  });

  it('is opened anew when the silence goes on, and tells the loss once', async () => {
    const { clock, told, wires } = running();
    await clock.advance(1_000);
    wires[0]?.silence();
    await clock.advance(5_000);
    expect(wires[0]?.closed).toBe(true);
    expect(told).toEqual(['opened', 'alive', 'lost', 'opened', 'alive']);
  });

  it('is never called alive on a wire on which nothing beats', async () => {
    const wires: MemoryWire[] = [];
    const { clock, told } = connect(async () => {
      const wire = createMemoryWire();
      wires.push(wire);
      return wire;
    });
    await clock.advance(10_000);
    expect(told.filter((what) => what !== 'opened')).toEqual([]);
    expect(wires.length).toBeGreaterThan(1);
  });

  it('is tried again for ever, at most every two seconds', async () => {
    const tries: number[] = [];
    const clock = createVirtualClock();
    connect(() => {
      tries.push(clock.monotonic());
      return Promise.reject(new Error('refused'));
    }, clock);
    await clock.advance(60_000);
    const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(waits.slice(0, 5)).toEqual([250, 500, 1_000, 2_000, 2_000]);
    expect(waits.length).toBeGreaterThan(25);
  });

  it('gives up an attempt that neither succeeds nor fails', async () => {
    let tries = 0;
    const { clock } = connect((signal) => {
      tries += 1;
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
    });
    await clock.advance(10_000);
    expect(tries).toBeGreaterThan(2);
  });

  it('says when the console does not know this seat, and goes on by itself once it does', async () => {
    const clock = createVirtualClock();
    const far = createConsole(clock);
    let known = false;
    const { told } = connect(async () => (known ? far.plug() : 'seat-unknown'), clock);
    await clock.advance(100);
    expect(told).toEqual(['seat unknown']);
    known = true;
    await clock.advance(15_000);
    expect(told).toEqual(['seat unknown', 'opened', 'alive']);
  });
});
