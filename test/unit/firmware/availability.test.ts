import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAvailability } from '../../../src-main/firmware/availability.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

it('says nothing before anything was heard or missed', () => {
  expect(createAvailability(2000).view(5000)).toBeNull();
});

it('is the share of time in which the link was live, against three nines', () => {
  const availability = createAvailability(2000);
  for (let at = 1000; at <= 9000; at += 1000) availability.note(true, at);
  availability.note(false, 10_000);
  availability.note(false, 11_000);
  expect(availability.view(11_000)).toMatchObject({ ratio: 0.9, target: 0.999, observedMs: 10_000 });
  availability.note(true, 20_000);
  expect(availability.view(21_000)?.ratio).toBeCloseTo(10 / 20, 12);
});

it('does not count the time for which no reading vouches: the process slept', () => {
  const availability = createAvailability(2000);
  availability.note(true, 0);
  availability.note(true, 100_000);
  const view = availability.view(100_000);
  expect(view?.ratio).toBeCloseTo(0.02, 12);
  expect(view?.observedMs).toBe(100_000);
});

it('leaves of the minute and a half that three nines allow in a day what no outage has used, and tells an overdraft', () => {
  const availability = createAvailability(2000);
  const left = (at: number) => availability.view(at)?.budget.leftMs;
  availability.note(true, 0);
  availability.note(false, 1000);
  expect(availability.view(1000)?.budget.allowedMs).toBeCloseTo(86_400, 6);
  expect(left(61_000)).toBeCloseTo(26_400, 6);
  expect(left(101_000)).toBeCloseTo(-13_600, 6);
});

it('forgives an outage when it is a day old, and not before', () => {
  const availability = createAvailability(2000);
  availability.note(true, 0);
  availability.note(false, HOUR_MS);
  availability.note(true, HOUR_MS + 60_000);
  for (let at = HOUR_MS + 61_000; at < 2 * DAY_MS; at += 1000) {
    availability.note(true, at);
    const view = availability.view(at);
    const used = Math.round((view?.budget.allowedMs ?? NaN) - (view?.budget.leftMs ?? NaN));
    // the first hour has one reading alone: what nobody vouches for is an outage
    if (at < DAY_MS - 600_000) expect(used).toBe(HOUR_MS - 2000 + 60_000);
    if (at > DAY_MS + HOUR_MS + 60_000) expect(view).toMatchObject({ ratio: 1 });
    if (at > DAY_MS) expect(view?.observedMs).toBeGreaterThan(DAY_MS - 600_001);
    expect(view?.observedMs).toBeLessThanOrEqual(DAY_MS);
  }
});

it('agrees with a recount of the last day, whenever it is looked at', () => {
  const step = fc.record({
    afterMs: fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 2 * DAY_MS })),
    current: fc.boolean(),
    looked: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      const availability = createAvailability(2000);
      const lines: { from: number; to: number }[] = [];
      let at = 0.3;
      let outFrom: number | null = null;
      for (const { afterMs, current, looked } of steps) {
        if (outFrom !== null && outFrom < at) lines.push({ from: outFrom, to: at });
        availability.note(current, at);
        outFrom = current ? at + 2000 : at;
        at += afterMs;
        if (!looked) continue;
        const view = availability.view(at);
        const oldest = at - (view?.observedMs ?? NaN);
        const out = [...lines, ...(outFrom < at ? [{ from: outFrom, to: at }] : [])];
        const outageMs = out.reduce((sum, { from, to }) => sum + Math.max(0, to - Math.max(from, oldest)), 0);
        expect(view?.budget.leftMs).toBeCloseTo(86_400 - outageMs, 3);
      }
    }),
  );
});
