import { expect, test } from 'vitest';
import { createPlant } from '../../../src-main/firmware/plant.ts';
import { completed, firmwareSettings, type RobotSettings } from '../../../src-main/firmware/settings.ts';

const robot = (id: string): RobotSettings =>
  completed(firmwareSettings.parse({}), { id, name: id, group: '', driver: 'reference', url: `http://${id}.local` });

function stand() {
  const happened: string[] = [];
  const plant = createPlant({
    fleet: {
      become: async (robots) => void happened.push(`polled: ${robots.map(({ id }) => id).join(' ')}`),
      stop: async () => void happened.push('polling ended'),
    },
    startMock: async (wish: string | null) => {
      if (wish === 'impossible') throw new Error('no port is free');
      happened.push('mock started');
      return { robots: [robot(wish ?? 'mock')], stop: async () => void happened.push('mock ended') };
    },
  });
  return { plant, happened };
}

test('simulated robots stand there until the first real one is set up, and do not come back by themselves', async () => {
  const { plant, happened } = stand();
  await plant.become([], false);
  expect([plant.simulated, plant.robots.map(({ id }) => id)]).toEqual([true, ['mock']]);
  await plant.become([robot('hoist')], true);
  expect(plant.simulated).toBe(false);
  await plant.become([], false);
  expect([plant.simulated, plant.robots]).toEqual([false, []]);
  expect(happened).toEqual(['mock started', 'polled: mock', 'polled: hoist', 'mock ended', 'polled: ']);
});

test('where robots are set up from the start, none is simulated', async () => {
  const { plant, happened } = stand();
  await plant.become([robot('hoist')], true);
  expect([plant.simulated, happened]).toEqual([false, ['polled: hoist']]);
});

test('a console whose robots are all disabled starts without any, and shows no simulated ones in their place', async () => {
  const { plant, happened } = stand();
  await plant.become([], true);
  expect([plant.simulated, plant.robots, happened]).toEqual([false, [], ['polled: ']]);
});

test('the end of simulated robots is seen as no outage: what polls them ends first', async () => {
  const { plant, happened } = stand();
  await plant.become([], false);
  await plant.stop();
  expect(happened.slice(-2)).toEqual(['polling ended', 'mock ended']);
});

test('others stand in the place of simulated robots; whoever polled those is not left with robots that hang', async () => {
  const { plant, happened } = stand();
  await plant.become([], false);
  let told = 0;
  plant.onChange(() => (told += 1));
  await plant.renew('other');
  expect([plant.robots.map(({ id }) => id), plant.simulation?.robots.length, told]).toEqual([['other'], 1, 1]);
  expect(happened.slice(2)).toEqual(['mock started', 'polled: other', 'mock ended']);
});

test('others that cannot be started leave those that are there', async () => {
  const { plant, happened } = stand();
  await plant.become([], false);
  await expect(plant.renew('impossible')).rejects.toThrow('no port is free');
  expect([plant.simulated, plant.robots.map(({ id }) => id)]).toEqual([true, ['mock']]);
  await plant.renew('other');
  expect(happened.at(-1)).toBe('mock ended');
});

test('where robots are set up, none is simulated because somebody wants to train', async () => {
  const { plant, happened } = stand();
  await plant.become([robot('hoist')], true);
  await expect(plant.renew('other')).rejects.toMatchObject({ code: 'TRAINING_IMPOSSIBLE' });
  expect(happened).toEqual(['polled: hoist']);
});
