import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConsoleError } from '../../../src-main/errors.ts';
import { reference } from '../../../src-main/firmware/drivers/reference.ts';
import { healthAnswer, statusAnswer, statusData } from '../../support/reference-answers.ts';

const progress = { sequence: 41, timestamp: 1_800_000_000_123 };

/** Reads from a firmware that gives these two answers. */
function read(status: unknown = statusAnswer(progress), health: unknown = healthAnswer(progress)) {
  return reference.read(async (path) => (path === '/health' ? health : status));
}

async function failure(reading: Promise<unknown>): Promise<ConsoleError> {
  const error: unknown = await reading.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ConsoleError) return error;
  throw new Error(`expected a ConsoleError, got ${String(error)}`);
}

describe('the reference driver', () => {
  it('asks for /health, then for the robot, one after the other', async () => {
    const asked: string[] = [];
    let open = 0;
    await reference.read(async (path) => {
      asked.push(path);
      expect(++open).toBe(1);
      await Promise.resolve();
      open--;
      return path === '/health' ? healthAnswer(progress) : statusAnswer(progress);
    });
    expect(asked).toEqual(['/health', '/api/robot/status']);
  });

  it('reads every value in its unit', async () => {
    expect(await read()).toMatchObject({
      simulated: false,
      firmwareVersion: '1.4.2',
      values: {
        state: 'moving',
        stateText: 'moving',
        fault: null,
        mode: 'auto',
        positionMm: 12_345.6,
        trackLengthMm: 60_000,
        speedMmPerS: -420.5,
        batteryPercent: 76.4,
        temperatureC: 31.2,
        uptimeS: 86_400,
      },
    });
  });

  it('shows a state that it does not know as unknown, with the firmware’s own word', async () => {
    const { values } = await read(statusAnswer(progress, { status: 'LEVITATING' }));
    expect(values).toMatchObject({ state: 'unknown', stateText: 'LEVITATING' });
  });

  it('says null for what the firmware does not say, never zero', async () => {
    const { values } = await read({ success: true, data: { status: 'idle', sequence: 1 } }, { success: true });
    expect(values).toEqual({
      state: 'idle',
      stateText: 'idle',
      fault: null,
      mode: null,
      positionMm: null,
      trackLengthMm: null,
      speedMmPerS: null,
      batteryPercent: null,
      temperatureC: null,
      uptimeS: null,
    });
  });

  it.each([
    ['the robot’s answer', { ...statusAnswer(progress), simulated: true }, healthAnswer(progress)],
    ['the health answer', statusAnswer(progress), healthAnswer(progress, { simulated: true })],
  ])('is simulated when %s says so', async (_, status, health) => {
    expect((await read(status, health)).simulated).toBe(true);
  });

  it('keeps no more of the firmware’s texts than an excerpt', async () => {
    const { values } = await read(statusAnswer(progress, { fault: 'x'.repeat(5000), status: 'fault' }));
    expect(values.fault).toHaveLength(200);
  });

  it.each([
    [1_800_000_000_123, 0],
    [1_800_000_000_000, 1100],
    [1_800_000_000, 1100],
  ])('takes the resolution of a clock from how it is written: %d', async (timestamp, resolutionMs) => {
    const { progress: markers } = await read({ success: true, data: { status: 'idle', timestamp } }, { success: true });
    expect(markers).toEqual([{ name: '/api/robot/status timestamp', value: timestamp, resolutionMs }]);
  });

  it.each([
    ['neither sequence nor timestamp', { sequence: undefined, timestamp: undefined }, 'data.sequence'],
    ['no status', { status: undefined }, 'data.status'],
    ['an empty status', { status: '' }, 'data.status'],
    ['a number as status', { status: 3 }, 'data.status'],
    ['a battery in text', { battery_level: '76' }, 'data.battery_level'],
    ['the text NaN', { battery_level: 'NaN' }, 'data.battery_level'],
    ['a number that overflows', { speed: Infinity }, 'data.speed'],
    ['a battery over 100 %', { battery_level: 100.1 }, 'data.battery_level'],
    ['a negative battery', { battery_level: -1 }, 'data.battery_level'],
    ['a temperature of a loose sensor', { temperature: -999 }, 'data.temperature'],
    ['a negative uptime', { uptime: -1 }, 'data.uptime'],
    ['a position off the track', { position: { x: 61_001 } }, 'data.position.x'],
    ['a position as text', { position: '12 m' }, 'data.position'],
    ['a position without x', { position: { y: 0 } }, 'data.position.x'],
    ['a track of no length', { track_length: 0 }, 'data.track_length'],
    ['a robot faster than 100 m/s', { speed: 100_001 }, 'data.speed'],
    ['a counter in text', { sequence: '41' }, 'data.sequence'],
  ])('refuses %s, naming path and rule', async (_, over, field) => {
    const { code, details } = await failure(read({ success: true, data: statusData(progress, over) }));
    expect({ code, path: details['path'] }).toEqual({ code: 'FIRMWARE_SCHEMA', path: '/api/robot/status' });
    expect(details['rule']).toMatch(new RegExp(`^${field}: .+`));
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['a word', 'ok'],
    ['no success', { data: statusData(progress) }],
    ['success in text', { ...statusAnswer(progress), success: 'true' }],
    ['no data', { success: true }],
    ['a simulated mark that is no boolean', { ...statusAnswer(progress), simulated: 'yes' }],
  ])('refuses %s in place of an answer', async (_, answer) => {
    expect((await failure(read(answer))).code).toBe('FIRMWARE_SCHEMA');
  });

  it('checks the health answer too', async () => {
    const wrong = healthAnswer(progress, { data: { version: 1.4 } });
    const { code, details } = await failure(read(statusAnswer(progress), wrong));
    expect(code).toBe('FIRMWARE_SCHEMA');
    expect(details['path']).toBe('/health');
    expect(details['rule']).toContain('data.version');
  });

  it('passes on what the firmware says when it reports a failure, in 200 characters', async () => {
    const message = `encoder lost ${'!'.repeat(500)}`;
    const { code, details } = await failure(read({ success: false, message, data: statusData(progress) }));
    expect(code).toBe('FIRMWARE_REPORTED_FAILURE');
    expect(details).toEqual({ path: '/api/robot/status', message: message.slice(0, 200) });
    expect((await failure(read({ success: false, error: 'busy' }))).details['message']).toBe('busy');
    expect((await failure(read({ success: false, message: { deep: true } }))).details['message']).toBe('');
  });
});

describe('any answer at all', () => {
  const valid = JSON.stringify(statusAnswer(progress));
  const cut = fc.record({ at: fc.nat(valid.length), drop: fc.nat(12), put: fc.oneof(fc.string(), fc.json()) });
  const mutatedText = cut.map(({ at, drop, put }) => valid.slice(0, at) + put + valid.slice(at + drop));
  const strange = fc.oneof(
    fc.jsonValue(),
    fc.double(),
    fc.constantFrom(NaN, Infinity, -Infinity, 1e308, -0, 'NaN', '1', true, null, [], {}),
  );
  const field = fc.constantFrom(...Object.keys(statusData(progress)), 'success', 'data', 'simulated');
  const mutatedBody = fc.tuple(field, strange, strange).map(([name, value, x]) => ({
    ...statusAnswer(progress, { [name]: value, position: { x } }),
    ...(['success', 'data', 'simulated'].includes(name) ? { [name]: value } : {}),
  }));
  const parsedText = fc.oneof(mutatedText, fc.string(), fc.json()).map((text): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  });

  it('ends in a reading of finite numbers or in a typed error, 2,000 times', async () => {
    let readings = 0;
    let refusals = 0;
    const answers = fc.oneof(
      mutatedBody,
      parsedText.filter((answer) => answer !== undefined),
    );
    await fc.assert(
      fc.asyncProperty(answers, fc.boolean(), async (answer, inHealth) => {
        const reading = inHealth ? read(undefined, answer) : read(answer);
        const outcome: unknown = await reading.catch((error: unknown) => error);
        if (outcome instanceof ConsoleError) {
          refusals++;
          expect(['FIRMWARE_SCHEMA', 'FIRMWARE_REPORTED_FAILURE']).toContain(outcome.code);
          return;
        }
        readings++;
        const { values, progress: markers } = await reading;
        for (const value of [...Object.values(values), ...markers.map((marker) => marker.value)]) {
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
        }
        expect(values.batteryPercent ?? 50).toBeGreaterThanOrEqual(0);
        expect(values.batteryPercent ?? 50).toBeLessThanOrEqual(100);
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(readings, refusals)).toBeGreaterThan(100);
  });
});
