import { describe, expect, it, onTestFinished } from 'vitest';
import type { Actor, AuditEvent } from '../../../src-main/audit/record.ts';
import { parseScenario } from '../../../src-main/mock-firmware/scenario.ts';
import type { TrainingDeps } from '../../../src-main/training/training.ts';
import { createFakeSimulation, createFakePlant, trainingOver } from '../../support/fake-training.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const TRAINER: Actor = { userId: 'u1', username: 'sue', role: 'supervisor', sessionId: 's1', origin: 'loopback' };
const HANG = { fault: { kind: 'hang' } } as const;

function stand(plant = createFakePlant(), deps: Partial<TrainingDeps> = {}) {
  const clock = createVirtualClock();
  const records: AuditEvent[] = [];
  const training = trainingOver({ plant, clock, record: (event) => void records.push(event), ...deps });
  onTestFinished(() => training.close());
  const told = () => plant.simulation?.told.map(({ robot, deed }) => `${robot} ${JSON.stringify(deed)}`) ?? [];
  return { clock, plant, records, training, told };
}

describe('an exercise', () => {
  it('begins on robots that start afresh, as the scenario wants them, and tells what comes next', async () => {
    const { training, plant, clock, records, told } = stand();
    const before = plant.simulation;
    await training.play('rough-shift', TRAINER);
    expect(before?.stopped).toBe(true);
    expect([plant.simulation?.robots.length, plant.simulation?.seed]).toEqual([4, 17]);
    expect(training.state().playing).toMatchObject({
      scenario: 'rough-shift',
      elapsedMs: 0,
      performed: 0,
      steps: 14,
      next: { atMs: 5000, robots: ['OHT-SIM-01'], deed: { fault: { kind: 'latency', ms: 700 } } },
    });
    await clock.advance(12_500);
    expect(told()).toEqual([
      'OHT-SIM-01 {"fault":{"kind":"latency","ms":700}}',
      'OHT-SIM-02 {"fault":{"kind":"bad-link","latencyMs":50,"jitterMs":200,"drop":0.5}}',
    ]);
    expect(training.state().playing).toMatchObject({ elapsedMs: 12_500, performed: 2, next: { atMs: 20_000 } });
    expect(training.state().robots[1]?.done).toMatchObject([{ by: 'scenario', deed: { fault: { kind: 'bad-link' } } }]);
    expect(records).toMatchObject([
      {
        actor: { username: 'sue' },
        action: 'training.scenario-start',
        outcome: 'succeeded',
        source: 'simulated',
        details: { scenario: 'rough-shift', seed: 17, robots: 4, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ]);
  });

  it('puts a fault on some paths alone where the scenario says so', async () => {
    const fault = { kind: 'hang' };
    const paths = ['/health'];
    const scenario = { name: 'Ours', about: 'One path.', steps: [{ atMs: 1000, fault, paths }] };
    const loaded = { scenario: parseScenario(JSON.stringify(scenario), 'ours'), digest: '' };
    const library = { list: async () => [], load: async () => loaded };
    const { training, clock, told } = stand(createFakePlant(), { library });
    await training.play('ours', TRAINER);
    expect(training.state().playing?.next?.deed).toEqual({ fault, paths });
    await clock.advance(1000);
    expect(told()).toContain('OHT-SIM-01 {"fault":{"kind":"hang"},"paths":["/health"]}');
    expect(training.state().robots[0]?.done).toMatchObject([{ deed: { fault, paths } }]);
  });

  it('ends with its last step, and the console says so by itself', async () => {
    const { training, clock, records } = stand();
    await training.play('emergency-stop', TRAINER);
    await clock.advance(61_000);
    expect(training.state()).toMatchObject({
      playing: null,
      last: { ended: 'finished', words: { vi: expect.anything() } },
    });
    expect(records.at(-1)).toMatchObject({ actor: { origin: 'console' }, details: { ended: 'finished' } });
  });

  it('that is stopped does nothing more, and is on record with who stopped it', async () => {
    const { training, clock, records, told } = stand();
    await training.play('rough-shift', TRAINER);
    await clock.advance(6000);
    await training.stop('bad-link', TRAINER);
    expect(training.state().playing).not.toBeNull();
    await training.stop('rough-shift', TRAINER);
    await clock.advance(300_000);
    expect(told()).toHaveLength(1);
    expect(training.state()).toMatchObject({ playing: null, last: { ended: 'stopped' } });
    expect(records.at(-1)).toMatchObject({ actor: { username: 'sue' }, action: 'training.scenario-end' });
  });

  it('on the firmware it is made for, whatever stood there', async () => {
    const plant = createFakePlant(createFakeSimulation({ robots: 3, seed: 5, firmware: 'oht50' }));
    const { training } = stand(plant);
    await training.play('empty-battery', TRAINER);
    expect(training.state()).toMatchObject({ firmware: 'reference', seed: 13 });
    expect(plant.simulation?.robots).toHaveLength(3);
  });

  it.each(['no-such', '../roles', 'own/bad-link', '/etc/passwd'])('of no such name (%s) is none', async (name) => {
    const { training, plant } = stand();
    const before = plant.simulation;
    await expect(training.play(name, TRAINER)).rejects.toMatchObject({ code: 'SCENARIO_UNKNOWN' });
    expect(plant.simulation).toBe(before);
  });
});

describe('by hand', () => {
  it('one thing is done to one robot, and is on record as done to a simulated one', async () => {
    const { training, told, records } = stand();
    await training.inject('OHT-SIM-02', HANG, TRAINER);
    expect(told()).toEqual(['OHT-SIM-02 {"fault":{"kind":"hang"}}']);
    expect(training.state().robots[1]?.done).toMatchObject([{ by: 'hand', deed: HANG }]);
    expect(records).toMatchObject([
      { action: 'training.deed', robot: 'OHT-SIM-02', source: 'simulated', details: { fault: '{"kind":"hang"}' } },
    ]);
  });

  it('nothing is done to a robot that is none of the simulated ones', async () => {
    const { training, told } = stand();
    await expect(training.inject('hoist-1', HANG, TRAINER)).rejects.toMatchObject({ code: 'ROBOT_UNKNOWN' });
    expect(told()).toEqual([]);
  });

  it('others start afresh, and what was done to those before is forgotten', async () => {
    const { training, plant, records } = stand();
    await training.inject('OHT-SIM-01', HANG, TRAINER);
    await training.restart({ robots: 5, seed: 9, firmware: 'oht50' }, TRAINER);
    expect(training.state()).toMatchObject({ firmware: 'oht50', seed: 9, standing: 'ready' });
    expect(training.state().robots.map(({ done }) => done)).toEqual([[], [], [], [], []]);
    expect(plant.simulation?.robots).toHaveLength(5);
    expect(records.at(-1)).toMatchObject({ action: 'training.restart', details: { robots: 5, seed: 9 } });
  });
});

it('what was done to robots that have gone meanwhile is not said of those that came', async () => {
  const answer = Promise.withResolvers<void>();
  const first = createFakeSimulation({ robots: 1, seed: 1, firmware: 'reference' });
  const { training } = stand(createFakePlant({ ...first, tell: () => answer.promise }));
  const done = training.inject('OHT-SIM-01', HANG, TRAINER);
  await training.restart({ robots: 1, seed: 2, firmware: 'reference' }, TRAINER);
  answer.resolve();
  await done;
  expect(training.state().robots[0]?.done).toEqual([]);
});

describe('a training never touches a robot that was set up', () => {
  it('there is nothing to train on, and every try is refused', async () => {
    const { training } = stand(createFakePlant(null));
    expect(training.state()).toMatchObject({ standing: 'robots-set-up', robots: [], playing: null });
    const refused = { code: 'TRAINING_IMPOSSIBLE' };
    await expect(training.play('bad-link', TRAINER)).rejects.toMatchObject(refused);
    await expect(training.inject('OHT-SIM-01', HANG, TRAINER)).rejects.toMatchObject(refused);
    await expect(training.restart({ robots: 1, seed: 1, firmware: 'oht50' }, TRAINER)).rejects.toMatchObject(refused);
  });

  it('the first robot that is set up ends what is in play', async () => {
    const { training, plant, clock, records } = stand();
    await training.play('rough-shift', TRAINER);
    const simulation = plant.simulation;
    plant.setRobotsUp();
    await clock.advance(300_000);
    expect(simulation?.told).toEqual([]);
    expect(training.state()).toMatchObject({ standing: 'robots-set-up', last: { ended: 'robots-set-up' } });
    expect(records.at(-1)).toMatchObject({ action: 'training.scenario-end', details: { ended: 'robots-set-up' } });
  });
});

describe('a process that dies', () => {
  it('is noticed, ends the exercise, and can be replaced', async () => {
    const { training, plant } = stand();
    let changes = 0;
    training.onChange(() => (changes += 1));
    await training.play('bad-link', TRAINER);
    plant.simulation?.die();
    await expect.poll(() => training.state().standing).toBe('simulation-ended');
    expect(changes).toBeGreaterThan(0);
    expect(training.state().last).toMatchObject({ ended: 'simulation-ended' });
    await expect(training.inject('OHT-SIM-01', HANG, TRAINER)).rejects.toMatchObject({ code: 'SIMULATION_ENDED' });
    await training.restart({ robots: 2, seed: 1, firmware: 'reference' }, TRAINER);
    expect(training.state().standing).toBe('ready');
  });

  it('and one that never answers is not waited for', async () => {
    const simulation = createFakeSimulation({ robots: 1, seed: 1, firmware: 'reference' });
    const { training, clock, records } = stand(createFakePlant({ ...simulation, tell: () => new Promise(() => {}) }));
    const refused = expect(training.inject('OHT-SIM-01', HANG, TRAINER)).rejects.toMatchObject({
      code: 'SIMULATION_ENDED',
    });
    await clock.advance(5000);
    await refused;
    expect(records).toMatchObject([{ outcome: 'failed', details: { code: 'SIMULATION_ENDED' } }]);
  });
});
