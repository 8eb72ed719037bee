import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { elapsedSince, markOf } from '../../../src-main/access/clock-reading.ts';
import { createClockMachine } from '../../support/clock-machine.ts';

const HOUR = 3_600_000;

test('within a run only the monotonic clock counts, whoever sets the other', async () => {
  const machine = createClockMachine();
  const mark = markOf(machine.read());
  machine.jumpWall(-5 * HOUR);
  await machine.advance(1_000);
  machine.jumpWall(24 * HOUR);
  expect(elapsedSince(mark, machine.read())).toEqual({ ms: 1_000, atLeast: false });
});

test('over a restart the wall clock tells how long the console was not running', async () => {
  const machine = createClockMachine();
  await machine.advance(7_000);
  const mark = markOf(machine.read());
  await machine.advance(2 * HOUR);
  machine.restart();
  await machine.advance(500);
  expect(elapsedSince(mark, machine.read())).toEqual({ ms: 2 * HOUR + 500, atLeast: false });
});

test('what the wall clock does after the restart does not matter', async () => {
  const machine = createClockMachine();
  const mark = markOf(machine.read());
  await machine.advance(1_000);
  machine.restart();
  machine.jumpWall(HOUR);
  await machine.advance(10);
  machine.jumpWall(-3 * HOUR);
  expect(elapsedSince(mark, machine.read())).toEqual({ ms: 1_010, atLeast: false });
});

test('a clock that went back over a restart leaves only what this run has seen, and says so', async () => {
  const machine = createClockMachine();
  const mark = markOf(machine.read());
  machine.jumpWall(-HOUR);
  machine.restart();
  await machine.advance(250);
  expect(elapsedSince(mark, machine.read())).toEqual({ ms: 250, atLeast: true });
});

test('a moment survives being kept as text', () => {
  const mark = markOf(createClockMachine().read());
  expect(JSON.parse(JSON.stringify(mark))).toEqual(mark);
  expect(Object.keys(mark).toSorted()).toEqual(['run', 'uptime', 'wall']);
});

test('it is never more than the truth unless the clock was set forward, and never negative', async () => {
  const step = fc.oneof(
    fc.record({ pass: fc.integer({ min: 0, max: HOUR }) }),
    fc.record({ back: fc.integer({ min: 0, max: 48 * HOUR }) }),
    fc.constant({ restart: true }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const machine = createClockMachine();
      const mark = markOf(machine.read());
      for (const each of steps) {
        if ('pass' in each) await machine.advance(each.pass);
        else if ('back' in each) machine.jumpWall(-each.back);
        else machine.restart();
        const { ms } = elapsedSince(mark, machine.read());
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(machine.truth);
      }
    }),
    { numRuns: 60 },
  );
});
