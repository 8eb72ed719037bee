import { describe, expect, it } from 'vitest';
import { ConsoleError } from '../../../src-main/errors.ts';
import { oht50 } from '../../../src-main/firmware/drivers/oht50/oht50.ts';
import { createReadCache } from '../../../src-main/firmware/read-cache.ts';
import { createReader } from '../../../src-main/firmware/reader.ts';
import { bootController } from '../../support/brittle-controller.ts';
import { failureOf } from '../../support/failure.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const STATE = '/api/v1/system/state';
const SLOW = oht50.slowReads.map(({ path }) => path);

function setup() {
  const clock = createVirtualClock();
  const log = createRecordingLog();
  const cache = createReadCache(100, clock);
  const reader = createReader({ robotId: 'oht-01', driver: oht50, cache, clock, log });
  const controller = bootController(clock.now);
  const asked: { path: string; at: number; token: string | undefined }[] = [];
  const fails = new Map<string, ConsoleError>();
  const read = () =>
    reader.read(async (path, token) => {
      asked.push({ path, at: clock.monotonic(), token });
      const error = fails.get(path);
      if (error) throw error;
      await clock.advance(path === STATE ? 2 : 20);
      return JSON.parse(controller.answer('GET', path, '').text);
    });
  /** Reads once a second for a while. */
  const poll = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      const begun = clock.monotonic();
      await read();
      await clock.advance(1000 - (clock.monotonic() - begun));
    }
  };
  return { clock, log, cache, asked, fails, read, poll };
}

describe('a reader', () => {
  it('asks for the trusted state in every poll, and for at most one slow thing beside it', async () => {
    const { asked, poll } = setup();
    await poll(120);
    const polls = new Map<number, string[]>();
    for (const { path, at } of asked) {
      const second = Math.floor(at / 1000);
      polls.set(second, [...(polls.get(second) ?? []), path]);
    }
    expect(polls.size).toBe(120);
    for (const paths of polls.values()) {
      expect(paths[0]).toBe(STATE);
      expect(paths.length).toBeLessThanOrEqual(2);
    }
    for (const { path, everyMs } of oht50.slowReads) {
      const times = asked.filter((one) => one.path === path).length;
      expect(times).toBeGreaterThanOrEqual(Math.floor(120_000 / everyMs) - 1);
      expect(times).toBeLessThanOrEqual(Math.ceil(120_000 / everyMs) + 1);
    }
  });

  it('knows everything after as many polls as there are slow reads, each fact with its own age', async () => {
    const { poll, read, clock } = setup();
    await poll(SLOW.length);
    const { facts, firmwareVersion, at } = await read();
    expect(firmwareVersion).toBe('1.0.0');
    expect(new Set(facts.map(({ source }) => source))).toEqual(
      new Set([STATE, ...SLOW.filter((path) => path !== '/health')]),
    );
    const modules = facts.find(({ name }) => name === 'module.2');
    expect(clock.monotonic() - (modules?.at ?? NaN)).toBeGreaterThan(1900);
    expect(at).toBe(SLOW.length * 1000 + 2);
  });

  it('does not make a reading older than its trusted answer because a slow one took longer', async () => {
    const { read } = setup();
    expect(await read()).toMatchObject({ startedAt: 0, at: 2 });
  });

  it('uses the operator’s token where the firmware wants one, and only there', async () => {
    const { asked, poll } = setup();
    await poll(SLOW.length);
    expect(asked.filter(({ token }) => token !== undefined).map(({ path, token }) => [path, token])).toEqual([
      ['/api/v1/network/status', 'operator'],
    ]);
  });

  it('loses nothing of a reading when a slow read fails, says so once, and forgets what it said before', async () => {
    const { poll, read, fails, log } = setup();
    await poll(SLOW.length);
    fails.set('/api/v1/state/statistics', new ConsoleError('FIRMWARE_STATUS', 'status 500', { status: 500 }));
    await poll(30);
    const { values, facts } = await read();
    expect(values.state).toBe('idle');
    expect(facts.filter(({ source }) => source === '/api/v1/state/statistics')).toEqual([]);
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { robot: 'oht-01', code: 'FIRMWARE_STATUS' } }]);
    fails.clear();
    await poll(10);
    expect((await read()).facts.some(({ name }) => name === 'emergencyCount')).toBe(true);
  });

  it('asks again at once, one thing a poll, for what was forgotten with an outage or a command', async () => {
    const { poll, cache, asked } = setup();
    await poll(SLOW.length);
    cache.forget('oht-01');
    const before = asked.length;
    await poll(SLOW.length);
    const again = asked.slice(before).map(({ path }) => path);
    expect(again.filter((path) => path !== STATE).toSorted()).toEqual(SLOW.toSorted());
  });

  it('fails when the trusted state cannot be had, whatever else is known', async () => {
    const { poll, read, fails } = setup();
    await poll(SLOW.length);
    fails.set(STATE, new ConsoleError('FIRMWARE_TIMEOUT', 'late'));
    expect((await failureOf(read())).code).toBe('FIRMWARE_TIMEOUT');
  });
});
