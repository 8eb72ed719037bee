import { expect, it } from 'vitest';
import { createLag } from '../../../src-main/firmware/lag.ts';

const LATE = 501;
const QUICK = 500;

/** What it says of each of these answers, their deadline being a second. */
const told = (answers: readonly number[], lag = createLag(1000)) => answers.map((ms) => lag.answered(ms));

it('is told after three late answers, not after one, and late is what takes more than half of the deadline', () => {
  expect(told([LATE, LATE, LATE])).toEqual([false, false, true]);
  expect(told([LATE, QUICK, LATE, QUICK, LATE, QUICK])).not.toContain(true);
  expect(createLag(3000).aboveMs).toBe(1500);
});

it('is over when as many quick answers have made up for it, not with the first', () => {
  expect(told([LATE, LATE, LATE, QUICK, QUICK, QUICK])).toEqual([false, false, true, true, true, false]);
});

it('goes on while late answers come among quick ones, and ends five quick answers after however long', () => {
  const lag = createLag(1000);
  told([LATE, LATE, LATE], lag);
  expect(told([QUICK, LATE, QUICK, LATE, QUICK, LATE], lag)).not.toContain(false);
  told(
    Array.from({ length: 100 }, () => LATE),
    lag,
  );
  expect(told([QUICK, QUICK, QUICK, QUICK, QUICK], lag)).toEqual([true, true, true, true, false]);
});

it('starts anew after an outage', () => {
  const lag = createLag(1000);
  told([LATE, LATE, LATE], lag);
  lag.forget();
  expect(told([LATE, LATE], lag)).toEqual([false, false]);
});
