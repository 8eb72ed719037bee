import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConsoleError } from '../../../src-main/errors.ts';
import { reference } from '../../../src-main/firmware/drivers/reference.ts';
import { healthAnswer, statusAnswer, statusData, type Answer } from '../../support/reference-answers.ts';

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

  it('says null for what the firmware need not say, never zero', async () => {
    const absent = { mode: undefined, track_length: undefined, fault: undefined, position: { x: 0 } };
    const { values } = await read(statusAnswer(progress, absent));
    expect(values).toMatchObject({ mode: null, trackLengthMm: null, fault: null, positionMm: 0 });
  });

  it.each(['status', 'position', 'speed', 'battery_level', 'temperature', 'uptime'])(
    'takes an answer without %s for a wrong one, never for a live reading with a gap',
    async (field) => {
      for (const nothing of [undefined, null]) {
        const { code, details } = await failure(read(statusAnswer(progress, { [field]: nothing })));
        expect(code).toBe('FIRMWARE_SCHEMA');
        expect(details['rule']).toMatch(new RegExp(`^data.${field}: .+`));
      }
    },
  );

  it('never takes one resource’s answer for the other’s', async () => {
    const swapped = await failure(read(statusAnswer(progress), statusAnswer(progress)));
    expect(swapped).toMatchObject({ code: 'FIRMWARE_SCHEMA', details: { path: '/health' } });
    const late = await failure(read(healthAnswer(progress), healthAnswer(progress)));
    expect(late).toMatchObject({ code: 'FIRMWARE_SCHEMA', details: { path: '/api/robot/status' } });
  });

  it.each(['firmware', 'data'])('takes a health answer without %s for a wrong one', async (field) => {
    const { details } = await failure(read(statusAnswer(progress), healthAnswer(progress, { [field]: undefined })));
    expect(details).toMatchObject({ path: '/health', rule: expect.stringContaining(field) });
  });

  it.each([
    ['the robot’s answer', { ...statusAnswer(progress), simulated: true }, healthAnswer(progress)],
    ['the health answer', statusAnswer(progress), healthAnswer(progress, { simulated: true })],
  ])('is simulated when %s says so', async (_, status, health) => {
    expect((await read(status, health)).simulated).toBe(true);
  });

  it.each([
    ['an override of the reading direction', 'FAULT \u202Ekcolb', 'FAULT \uFFFDkcolb'],
    ['an isolate', '\u2066E-42\u2069', '\uFFFDE-42\uFFFD'],
    ['characters of no width', 'es\u200Btop\u00AD', 'es\uFFFDtop\uFFFD'],
    ['control characters', 'a\u0000b\u001B[31mc\u009Bd', 'a\uFFFDb\uFFFD[31mc\uFFFDd'],
    ['half a character', 'a\uD83Db', 'a\uFFFDb'],
    ['line breaks and tabs', 'drive\r\n\tover\u2028heated', 'drive over heated'],
    ['Vietnamese', 'Lỗi động cơ', 'Lỗi động cơ'],
  ])('lets nothing through that hides or turns what people read: %s', async (_, word, shown) => {
    const version = { system_state: 'IDLE', version: word };
    const spoken = statusAnswer(progress, { status: word, fault: word, mode: word });
    const { values, firmwareVersion } = await read(spoken, healthAnswer(progress, { data: version }));
    expect(values).toMatchObject({ state: 'unknown', stateText: shown, fault: shown, mode: shown });
    expect(firmwareVersion).toBe(shown);
    const refusal = await failure(read({ success: false, message: word }));
    expect(refusal.details['message']).toBe(shown);
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
    const { progress: markers } = await read(statusAnswer({ ...progress, timestamp }));
    expect(markers).toContainEqual({ name: '/api/robot/status timestamp', value: timestamp, resolutionMs });
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
    ['an uptime beyond a hundred years', { uptime: 3_155_760_001 }, 'data.uptime'],
    ['a position off the track', { position: { x: 61_001 } }, 'data.position.x'],
    ['a position off any track', { position: { x: 1e300 }, track_length: undefined }, 'data.position.x'],
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
    const wrong = healthAnswer(progress, { data: { system_state: 'IDLE', version: 1.4 } });
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
  const strange = fc.oneof(
    fc.jsonValue(),
    fc.double(),
    fc.constantFrom(NaN, Infinity, -Infinity, 1e308, -0, 'NaN', '1', true, null, [], {}),
  );
  const parsed = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  };
  /** One resource's answer with a field, an end or a piece of its text changed, or something else altogether. */
  const spoiled = (honest: Answer) => {
    const text = JSON.stringify(honest);
    const cut = fc.record({ at: fc.nat(text.length), drop: fc.nat(12), put: fc.oneof(fc.string(), fc.json()) });
    const place = fc.oneof(fc.double({ min: -2000, max: 70_000, noNaN: true }), strange);
    const field = fc.constantFrom(...Object.keys(honest.data));
    const frame = fc.constantFrom(...Object.keys(honest), 'simulated');
    return fc.oneof(
      fc.tuple(field, strange).map(([name, value]) => ({ ...honest, data: { ...honest.data, [name]: value } })),
      fc.tuple(frame, strange).map(([name, value]) => ({ ...honest, [name]: value })),
      place.map((x) => ({ ...honest, data: { ...honest.data, position: { x } } })),
      fc
        .oneof(
          cut.map(({ at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop)),
          fc.string(),
          fc.json(),
        )
        .map(parsed)
        .filter((answer) => answer !== undefined),
    );
  };

  it('ends in a reading of finite numbers or in a typed error, 2,000 times', async () => {
    let readings = 0;
    let refusals = 0;
    const readingOf = fc.oneof(
      spoiled(statusAnswer(progress)).map((answer) => () => read(answer)),
      spoiled(healthAnswer(progress)).map((answer) => () => read(undefined, answer)),
    );
    await fc.assert(
      fc.asyncProperty(readingOf, async (start) => {
        const reading = start();
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
        expect(values.batteryPercent).toBeGreaterThanOrEqual(0);
        expect(values.batteryPercent).toBeLessThanOrEqual(100);
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(readings, refusals)).toBeGreaterThan(100);
  });
});
