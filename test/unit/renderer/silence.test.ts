import { expect, it } from 'vitest';
import { watchSilence } from '../../../src-renderer/bridge/silence.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

it('silence is told once, after the limit', async () => {
  const clock = createVirtualClock();
  const silences: number[] = [];
  const { heard } = watchSilence(clock, 400, () => silences.push(clock.monotonic()));
  await clock.advance(300);
  heard();
  await clock.advance(5_000);
  expect(silences).toHaveLength(1);
  expect(silences[0]).toBeGreaterThanOrEqual(700);
  expect(silences[0]).toBeLessThanOrEqual(750);
});

it('a busy page hears the beats that arrived meanwhile before it judges', async () => {
  const clock = createVirtualClock();
  let silences = 0;
  const { heard } = watchSilence(clock, 400, () => (silences += 1));
  clock.after(405, heard);
  await clock.advance(600);
  expect(silences).toBe(0);
});

it('a watch that was stopped tells nothing', async () => {
  const clock = createVirtualClock();
  let silences = 0;
  watchSilence(clock, 400, () => (silences += 1)).stop();
  await clock.advance(1_000);
  expect(silences).toBe(0);
});
