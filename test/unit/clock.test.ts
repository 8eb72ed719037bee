import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { systemClock, throughSleep } from '../../src-main/clock.ts';

/** A computer with its two clocks. */
function computer() {
  let awakeMs = 1000;
  let sinceBootMs = 50_000;
  const monotonic = throughSleep(
    () => awakeMs,
    () => Math.floor(sinceBootMs / 10) * 10,
  );
  return {
    monotonic,
    run(ms: number) {
      awakeMs += ms;
      sinceBootMs += ms;
    },
    sleep(ms: number) {
      sinceBootMs += ms;
    },
  };
}

it('a night that the computer has slept through counts, as soon as it has been awake for a moment', () => {
  const { monotonic, run, sleep } = computer();
  const before = monotonic();
  run(10);
  sleep(8 * 3_600_000);
  run(50);
  expect(Math.abs(monotonic() - before - (8 * 3_600_000 + 60))).toBeLessThanOrEqual(20);
  const woken = monotonic();
  run(1000);
  expect(monotonic() - woken).toBe(1000);
});

it('it never runs backwards, and never counts the coarseness of a clock as sleep', () => {
  const step = fc.record({ asleep: fc.boolean(), ms: fc.integer({ min: 0, max: 5000 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const { monotonic, run, sleep } = computer();
      const start = monotonic();
      let last = start;
      let lived = 0;
      let slept = 0;
      for (const { asleep, ms } of steps) {
        if (asleep) {
          sleep(ms);
          slept += ms;
        } else {
          run(ms);
          lived += ms;
        }
        const now = monotonic();
        expect(now).toBeGreaterThanOrEqual(last);
        expect(now - start).toBeGreaterThanOrEqual(lived);
        expect(now - start).toBeLessThanOrEqual(lived + slept + 20);
        last = now;
      }
    }),
  );
});

it('the real one runs with the process while that is awake', async () => {
  const [before, awakeBefore] = [systemClock.monotonic(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(Math.abs(systemClock.monotonic() - before - (performance.now() - awakeBefore))).toBeLessThan(5);
});
