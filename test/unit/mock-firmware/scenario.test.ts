import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadScenario, scenarioNames } from '../../../src-main/cli/scenarios.ts';
import { conditionSchema } from '../../../src-main/mock-firmware/conditions.ts';
import { faultSchema } from '../../../src-main/mock-firmware/faults.ts';
import { parseScenario, type Scenario } from '../../../src-main/mock-firmware/scenario.ts';
import { playScenario } from '../../../src-main/mock-firmware/scenario-player.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const docs = readFileSync(new URL('../../../docs/scenarios.md', import.meta.url), 'utf8');
const step = { atMs: 0, fault: { kind: 'none' } };
const scenario = { name: 'x', about: 'y', steps: [step] };

describe('a scenario', () => {
  it('fills in what is left out', () => {
    expect(parseScenario(JSON.stringify(scenario), 'x.json')).toEqual({
      ...scenario,
      seed: 1,
      robots: 1,
      steps: [{ ...step, robots: 'all' }],
    });
  });

  it.each<[string, unknown, string]>([
    ['no steps', { ...scenario, steps: [] }, 'steps: '],
    ['an unknown key', { ...scenario, colour: 'red' }, 'colour'],
    ['an unknown fault', { ...scenario, steps: [{ atMs: 0, fault: { kind: 'explode' } }] }, 'steps.0.fault'],
    ['an impossible number', { ...scenario, steps: [{ atMs: -1, fault: { kind: 'none' } }] }, 'steps.0.atMs'],
    ['robot 0', { ...scenario, steps: [{ ...step, robots: [0] }] }, 'steps.0.robots'],
    ['neither fault nor condition', { ...scenario, steps: [{ atMs: 0 }] }, 'either a fault or a condition'],
    ['both', { ...scenario, steps: [{ ...step, condition: { kind: 'reset' } }] }, 'either a fault or a condition'],
    [
      'a step after the repetition',
      { ...scenario, repeatEveryMs: 1000, steps: [{ ...step, atMs: 1000 }] },
      'repeatEveryMs',
    ],
    ['a list', [], 'scenario x.json: '],
  ])('is refused in one line with %s', (_, given, rule) => {
    expect(() => parseScenario(JSON.stringify(given), 'x.json')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(rule) }),
    );
    expect(() => parseScenario(JSON.stringify(given), 'x.json')).toThrow(/^scenario x\.json: [^\n]+$/);
  });

  it('is refused when it is no JSON', () => {
    expect(() => parseScenario('{"name":', 'x.json')).toThrow(/^scenario x\.json: [^\n]+$/);
  });
});

describe('the scenarios that ship', () => {
  it('are all in order, and end with robots that can be read again', () => {
    expect(scenarioNames()).toContain('bad-link');
    for (const name of scenarioNames()) {
      const { steps, robots } = loadScenario('--scenario', name);
      for (const { robots: cast } of steps) if (cast !== 'all') expect(Math.max(...cast)).toBeLessThanOrEqual(robots);
      const faults = steps.filter(({ fault }) => fault).toSorted((one, other) => one.atMs - other.atMs);
      if (faults.length > 0) expect(faults.at(-1)?.fault).toEqual({ kind: 'none' });
    }
  });

  it('are refused by a wrong name with the right ones', () => {
    expect(() => loadScenario('--scenario', 'no-such')).toThrow(/--scenario = "no-such": .*bad-link/);
  });
});

describe('the documentation', () => {
  it.each([
    ['fault', faultSchema],
    ['condition', conditionSchema],
  ])('tells every kind of %s, with its parameters', (_, schema) => {
    for (const option of schema.options) {
      const row = docs.split('\n').find((line) => line.startsWith(`| \`${option.shape.kind.value}\``)) ?? '';
      expect(row).not.toBe('');
      for (const parameter of Object.keys(option.shape)) if (parameter !== 'kind') expect(row).toContain(parameter);
    }
  });

  it('shows an example that is one', () => {
    const example = /```json\n([\s\S]*?)```/.exec(docs)?.[1] ?? '';
    expect(parseScenario(example, 'docs').steps).toHaveLength(3);
  });
});

describe('playing', () => {
  function stage(given: unknown, count = 2) {
    const clock = createVirtualClock();
    const log = createRecordingLog();
    const happened: string[] = [];
    const robots = Array.from({ length: count }, (_, index) => {
      const note = (what: string) => async (change: { kind: string }, paths?: readonly string[]) => {
        happened.push(`${clock.monotonic()} ${index + 1} ${[what, change.kind, ...(paths ?? [])].join(' ')}`);
        if (change.kind === 'closed') throw new Error('the port is taken');
      };
      return { id: `r${index + 1}`, setFault: note('fault'), setCondition: note('condition') };
    });
    const played: Scenario = parseScenario(JSON.stringify(given), 'test');
    return { clock, log, happened, performance: playScenario(played, { robots, clock, log }) };
  }

  it('puts every step on its robots at its time, in whatever order they are written', async () => {
    const { clock, happened, performance } = stage({
      ...scenario,
      steps: [
        { atMs: 3000, robots: [2, 7], fault: { kind: 'hang' } },
        { atMs: 1000, condition: { kind: 'reset' } },
        { atMs: 3000, robots: [1], fault: { kind: 'none' } },
      ],
    });
    await clock.advance(999);
    expect(happened).toEqual([]);
    await clock.advance(5000);
    expect(happened).toEqual([
      '1000 1 condition reset',
      '1000 2 condition reset',
      '3000 2 fault hang',
      '3000 1 fault none',
    ]);
    await performance.done;
  });

  it('puts a fault on some paths alone, if it is one of answers', async () => {
    const steps = [{ atMs: 0, robots: [1], fault: { kind: 'hang' }, paths: ['/health'] }];
    const { clock, happened } = stage({ ...scenario, steps });
    await clock.advance(10);
    expect(happened).toEqual(['0 1 fault hang /health']);
    for (const change of [
      { fault: { kind: 'frozen' } },
      { fault: { kind: 'closed' } },
      { condition: { kind: 'reset' } },
    ]) {
      expect(() => stage({ ...scenario, steps: [{ atMs: 0, ...change, paths: ['/health'] }] })).toThrow(/paths/);
    }
  });

  it('begins again, on its grid, until it is stopped', async () => {
    const { clock, happened, performance } = stage(
      { ...scenario, repeatEveryMs: 5000, steps: [{ ...step, atMs: 400 }] },
      1,
    );
    await clock.advance(12_000);
    performance.stop();
    await clock.advance(50_000);
    expect(happened).toEqual(['400 1 fault none', '5400 1 fault none', '10400 1 fault none']);
  });

  it('goes on when a robot refuses a step, and says so', async () => {
    const { clock, happened, log } = stage({
      ...scenario,
      steps: [
        { atMs: 0, fault: { kind: 'closed' } },
        { atMs: 10, fault: { kind: 'none' } },
      ],
    });
    await clock.advance(20);
    expect(happened).toHaveLength(4);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(2);
  });
});
