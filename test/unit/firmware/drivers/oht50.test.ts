import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConsoleError } from '../../../../src-main/errors.ts';
import type { Recall, Report, SlowRead } from '../../../../src-main/firmware/drivers/driver.ts';
import { oht50 } from '../../../../src-main/firmware/drivers/oht50/oht50.ts';
import * as slow from '../../../../src-main/firmware/drivers/oht50/slow-reads.ts';
import { failureOf } from '../../../support/failure.ts';
import { capture, captureWith, CAPTURES } from '../../../support/oht50-captures.ts';

/** For each answer; `FUZZ_RUNS=20000` for a long evening. */
const FUZZ_RUNS = Number(process.env['FUZZ_RUNS'] ?? 1500);
const STATE = '/api/v1/system/state';
const captured = (name: string): unknown => JSON.parse(capture(name));

const CAPTURED: Readonly<Record<string, string>> = {
  '/health': 'GET_health',
  '/api/v1/state/statistics': 'GET_api_v1_state_statistics',
  '/api/v1/modules': 'GET_api_v1_modules',
  '/api/v1/modules/stats': 'GET_api_v1_modules_stats',
  '/api/v1/network/status': 'GET_api_v1_network_status',
};

/** Every slow read at once, as captured; all of them heard `at` 500, in this poll. */
const recallAll: Recall = async <T>({ path, parse }: SlowRead<T>) => {
  const name = CAPTURED[path];
  return name === undefined ? null : { said: parse(captured(name)), at: 500, heardNow: true };
};

function read(state: unknown = captured('GET_api_v1_system_state'), recall?: Recall): Promise<Report> {
  return oht50.read(async () => state, recall);
}

const factsOf = ({ facts }: Report) => Object.fromEntries(facts.map(({ name, value }) => [name, value]));

describe('the oht50 driver', () => {
  it('needs one request for a reading: the only one that tells the truth', async () => {
    const asked: string[] = [];
    const report = await oht50.read(async (path) => {
      asked.push(path);
      return captured('GET_api_v1_system_state');
    });
    expect(asked).toEqual([STATE]);
    expect(report.values).toMatchObject({ state: 'idle', stateText: 'IDLE', fault: null });
    expect(report).toMatchObject({ simulated: false, firmwareVersion: null, contradictions: [] });
  });

  it('says null for what this firmware answers with constants, and never zero', async () => {
    const { values } = await read();
    const { state, stateText, ...rest } = values;
    expect([state, stateText]).toEqual(['idle', 'IDLE']);
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
    const told = Object.entries(values).filter(([, value]) => value !== null);
    for (const [name] of told) expect(oht50.capabilities).toContain(name);
  });

  it.each([
    ['BOOT', 'boot'],
    ['INIT', 'boot'],
    ['IDLE', 'idle'],
    ['MOVE', 'moving'],
    ['PAUSED', 'paused'],
    ['DOCK', 'docking'],
    ['CONFIG', 'config'],
    ['FAULT', 'fault'],
    ['ESTOP', 'estop'],
    ['SAFE', 'safe'],
    ['SHUTDOWN', 'shutdown'],
    ['LEVITATING', 'unknown'],
    ['toString', 'unknown'],
    ['__proto__', 'unknown'],
  ])('knows the state %s as %s, and keeps the word', async (word, state) => {
    const { values } = await read(JSON.parse(captureWith('GET_api_v1_system_state', { current_state: word })));
    expect(values).toMatchObject({ state, stateText: word });
  });

  it('reads an emergency stop as captured', async () => {
    const report = await read(captured('GET_api_v1_system_state__after_emergency'));
    expect(report.values.state).toBe('estop');
    expect(factsOf(report)).toMatchObject({ lastEvent: 'ESTOP_TRIGGERED', safetyOk: false, previousState: 'IDLE' });
  });

  it('tells a fault by its name', async () => {
    const { values } = await read(
      JSON.parse(captureWith('GET_api_v1_system_state', { current_state: 'FAULT', current_fault: 'MOTOR_OVERHEAT' })),
    );
    expect(values).toMatchObject({ state: 'fault', fault: 'MOTOR_OVERHEAT' });
  });

  it('takes its sign of life from the clock of the trusted answer, which ticks in ms', async () => {
    const { progress } = await read();
    expect(progress).toEqual([{ name: `${STATE} timestamp`, value: 1795396264503, resolutionMs: 0 }]);
  });

  it('names the endpoint of every value and of every fact, and the moment of what is older', async () => {
    const { sources, facts, firmwareVersion } = await read(undefined, recallAll);
    expect(sources).toEqual({ state: STATE, stateText: STATE });
    expect(firmwareVersion).toBe('1.0.0');
    for (const { source, at } of facts) expect([source, at]).toEqual([source, source === STATE ? undefined : 500]);
    expect(
      Object.fromEntries(facts.map(({ name, value, unit, source }) => [name, [value, unit, source]])),
    ).toMatchObject({
      stateDuration: [134469, 'ms', STATE],
      emergencyCount: [1, null, '/api/v1/state/statistics'],
      'timeInState.idle': [134472, 'ms', '/api/v1/state/statistics'],
      modulesFoundAtBoot: [4, null, '/api/v1/modules/stats'],
      discoveryDuration: [17050, 'ms', '/api/v1/modules/stats'],
      'module.4': ['Travel Motor', null, '/api/v1/modules'],
      networkConnected: [false, null, '/api/v1/network/status'],
    });
  });

  it('does not pass on constants as facts: no module is called online, and no network is described that is not there', async () => {
    const names = (await read(undefined, recallAll)).facts.map(({ name }) => name);
    expect(names.filter((name) => /online$|lastSeen|signal|networkName|networkLatency/.test(name))).toEqual([]);
  });

  it('lets the trusted endpoint win, and says who else said what', async () => {
    const { values, contradictions, facts } = await read(
      captured('GET_api_v1_system_state__after_emergency'),
      recallAll,
    );
    expect(values.state).toBe('estop');
    expect(facts.find(({ name }) => name === 'safetyOk')?.value).toBe(false);
    expect(contradictions).toEqual([
      {
        name: 'state',
        believed: { said: 'ESTOP', source: STATE },
        dismissed: { said: 'IDLE', source: '/health' },
      },
      ...['state', 'totalTransitions', 'systemReady', 'safetyOk'].map((name) =>
        expect.objectContaining({ name, dismissed: expect.objectContaining({ source: '/api/v1/state/statistics' }) }),
      ),
    ]);
  });

  it('does not call it a contradiction when an older answer said something else', async () => {
    const earlier: Recall = async (wanted) => {
      const recalled = await recallAll(wanted);
      return recalled && { ...recalled, heardNow: false };
    };
    const { contradictions } = await read(captured('GET_api_v1_system_state__after_emergency'), earlier);
    expect(contradictions).toEqual([]);
  });

  it.each([
    ['no state', { current_state: undefined }, 'data.current_state'],
    ['an empty state', { current_state: '' }, 'data.current_state'],
    ['a number as state', { current_state: 3 }, 'data.current_state'],
    ['no clock', { timestamp: undefined }, 'data.timestamp'],
    ['a clock in text', { timestamp: '1795396264503' }, 'data.timestamp'],
    ['a flag that is none', { safety_ok: 'true' }, 'data.safety_ok'],
    ['a negative duration', { state_duration_ms: -1 }, 'data.state_duration_ms'],
    ['half a transition', { total_transitions: 2.5 }, 'data.total_transitions'],
  ])('refuses %s, naming path and rule', async (_, over, rule) => {
    const { code, details } = await failureOf(read(JSON.parse(captureWith('GET_api_v1_system_state', over))));
    expect({ code, path: details['path'] }).toEqual({ code: 'FIRMWARE_SCHEMA', path: STATE });
    expect(details['rule']).toMatch(new RegExp(`^${rule}: .+`));
  });

  it('takes no other captured answer for the trusted one', async () => {
    for (const name of CAPTURES) {
      if (name.startsWith('GET_api_v1_system_state')) continue;
      const { code } = await failureOf(read(captured(name)));
      expect(['FIRMWARE_SCHEMA', 'FIRMWARE_REPORTED_FAILURE']).toContain(code);
    }
  });

  it('finds out that the firmware is there by its health, in an emergency stop too', () => {
    expect(oht50.presence.path).toBe('/health');
    for (const name of ['GET_health', 'GET_health__while_estop']) {
      expect(() => oht50.presence.check(captured(name))).not.toThrow();
    }
    expect(() => oht50.presence.check(captured('GET_api_v1_system_state'))).toThrow(ConsoleError);
  });
});

describe('any answer at all', () => {
  const strange = fc.oneof(
    fc.jsonValue(),
    fc.double(),
    fc.constantFrom(NaN, Infinity, -1, 1e308, '', 'NaN', '1', true, null, [], {}, 'x'.repeat(5000), '\u202E'),
  );
  const parsers: readonly [string, (answer: unknown) => unknown][] = [
    ['GET_api_v1_system_state', (answer) => read(answer)],
    ...Object.values(slow).map(({ path, parse }): [string, (answer: unknown) => unknown] => [
      CAPTURED[path] ?? '',
      parse,
    ]),
  ];
  /** A captured body with one value, one piece of its text, or all of it changed. */
  const mutated = (name: string) => {
    const text = capture(name);
    const keys: string[] = [];
    JSON.parse(text, (key, value: unknown) => (key && keys.push(key), value));
    return fc.oneof(
      fc
        .tuple(fc.constantFrom(...keys), strange)
        .map(([key, value]) => JSON.parse(captureWith(name, { [key]: value }))),
      fc
        .record({ at: fc.nat(text.length), drop: fc.nat(20), put: fc.oneof(fc.string(), fc.json()) })
        .map(({ at, drop, put }) => parsed(text.slice(0, at) + put + text.slice(at + drop))),
      strange,
    );
  };
  const parsed = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  };

  it.each(parsers)('to %s ends in finite numbers and readable texts, or in a typed error', async (name, parse) => {
    let good = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(mutated(name), async (answer) => {
        let said: unknown;
        try {
          said = await parse(answer);
        } catch (error) {
          if (!(error instanceof ConsoleError)) throw error;
          refused++;
          expect(['FIRMWARE_SCHEMA', 'FIRMWARE_REPORTED_FAILURE']).toContain(error.code);
          return;
        }
        good++;
        JSON.stringify(said, (_, value: unknown) => {
          if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} got through`);
          if (typeof value === 'string' && (value.length > 300 || value.includes('\u202E'))) throw new Error(value);
          return value;
        });
      }),
      { numRuns: FUZZ_RUNS },
    );
    expect(Math.min(good, refused)).toBeGreaterThan(20);
  });
});
