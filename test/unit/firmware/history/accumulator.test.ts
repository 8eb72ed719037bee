import { expect, test } from 'vitest';
import type { Observation } from '../../../../src-main/firmware/attempt.ts';
import { createAccumulator, HOUR_MS } from '../../../../src-main/firmware/history/accumulator.ts';
import { added, NO_FIGURES } from '../../../../src-main/firmware/history/figures.ts';

const START = 1000 * HOUR_MS;

/** Polls of one robot; times in ms since the beginning of an hour of the wall clock. */
function counting(vouchMs = 2000) {
  const counted = createAccumulator(() => vouchMs);
  return {
    ...counted,
    hear: (at: number, more: Partial<Observation> = {}, skewMs: number | null = null, wall = START + at) =>
      counted.heard(
        { at, observedAt: wall, latencyMs: 4, simulated: false, firmwareVersion: '3.1', ...more } as Observation,
        skewMs,
      ),
    fail: (at: number, last = true) => counted.failed('FIRMWARE_TIMEOUT', last, at, START + at),
    theHour: () => {
      const [hour, ...more] = counted.take();
      if (!hour || more.length > 0) throw new Error('one hour was expected');
      return hour.figures;
    },
  };
}

test('live time, polls and what went wrong are counted', () => {
  const { hear, fail, theHour } = counting();
  for (let n = 0; n <= 10; n++) hear(n * 1000);
  fail(11_000, false);
  fail(11_500);
  fail(12_500);
  hear(13_500);
  expect(theHour()).toMatchObject({
    observedMs: 13_500,
    liveMs: 11_000,
    simulatedMs: 0,
    polls: 14,
    succeeded: 12,
    errors: { FIRMWARE_TIMEOUT: 3 },
    versions: ['3.1'],
    skew: null,
  });
});

test('availability over an hour of outages agrees with a count second by second', () => {
  const { hear, fail, theHour } = counting();
  let live = 0;
  for (let second = 0; second < 3599; second++) {
    const up = second % 100 < 90;
    if (up) hear(second * 1000);
    else fail(second * 1000);
    if (up && second < 3598) live += 1;
  }
  const { liveMs, observedMs } = theHour();
  expect(observedMs).toBe(3_598_000);
  expect(liveMs).toBe(live * 1000);
});

test('time in which the console slept is nobody’s, and time in which it kept off a robot is an outage', () => {
  const slept = counting();
  slept.hear(0);
  slept.hear(1_000_000);
  expect(slept.theHour()).toMatchObject({ observedMs: 2000, liveMs: 2000 });
  const paused = counting();
  paused.fail(0);
  paused.fail(600_000);
  expect(paused.theHour()).toMatchObject({ observedMs: 600_000, liveMs: 0 });
});

test('what crosses the hour is divided between the two', () => {
  const { hear, take } = counting(10_000);
  hear(HOUR_MS - 3000);
  hear(HOUR_MS + 1000);
  hear(HOUR_MS + 2000);
  expect(take().map(({ startedAt, figures }) => [startedAt, figures.observedMs, figures.polls])).toEqual([
    [START, 3000, 1],
    [START + HOUR_MS, 2000, 2],
  ]);
});

test('an hour that comes twice, because somebody set the clock back, is in two parts', () => {
  const { hear, take } = counting();
  hear(0);
  hear(1000, {}, null, START - HOUR_MS + 1000);
  hear(2000, {}, null, START + 2000);
  expect(take().map(({ startedAt }) => startedAt)).toEqual([START, START - HOUR_MS, START]);
});

test('what a simulator says is counted as that, and a new version is seen', () => {
  const { hear, theHour } = counting();
  hear(0, { simulated: true });
  hear(1000, { simulated: true, firmwareVersion: '3.2' });
  hear(2000);
  hear(3000, {}, -40);
  hear(4000, {}, 25);
  expect(theHour()).toMatchObject({
    liveMs: 4000,
    simulatedMs: 2000,
    versions: ['3.2', '3.1'],
    skew: { minMs: -40, maxMs: 25, lastMs: 25 },
  });
});

test('whoever is not polled any more gathers no time', () => {
  const { hear, left, theHour } = counting();
  hear(0);
  left(1000, START + 1000);
  hear(500_000);
  hear(501_000);
  expect(theHour()).toMatchObject({ observedMs: 2000, liveMs: 2000, polls: 3 });
});

test('figures of two stretches add up, the later one last', () => {
  const one = {
    ...NO_FIGURES,
    polls: 3,
    latencies: [4, 1, 9, 2],
    errors: { FIRMWARE_TIMEOUT: 1 },
    versions: ['1', '2'],
  };
  const two = { ...NO_FIGURES, polls: 2, latencies: [4, 5, 7, 1], errors: { FIRMWARE_STATUS: 2 }, versions: ['1'] };
  const skew = (ms: number) => ({ minMs: ms, maxMs: ms, lastMs: ms });
  const both = added({ ...one, skew: skew(5) }, { ...two, skew: skew(-5) });
  expect(both).toEqual({
    ...NO_FIGURES,
    polls: 5,
    latencies: [4, 6, 7, 1, 9, 2],
    errors: { FIRMWARE_TIMEOUT: 1, FIRMWARE_STATUS: 2 },
    versions: ['2', '1'],
    skew: { minMs: -5, maxMs: 5, lastMs: -5 },
  });
  expect(added(NO_FIGURES, one)).toEqual(one);
});
