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
    startMock: async () => {
      happened.push('mock started');
      return { robots: [robot('mock')], stop: async () => void happened.push('mock ended') };
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
