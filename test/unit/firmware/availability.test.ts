import { expect, it } from 'vitest';
import { createAvailability } from '../../../src-main/firmware/availability.ts';

it('has nothing to say before anything was heard', () => {
  expect(createAvailability(2000).view(5000)).toBeNull();
});

it('is the share of time in which the link was live, against three nines', () => {
  const availability = createAvailability(2000);
  for (let at = 1000; at <= 9000; at += 1000) availability.note(true, at);
  availability.note(false, 10_000);
  availability.note(false, 11_000);
  expect(availability.view(11_000)).toEqual({ ratio: 0.9, target: 0.999, observedMs: 10_000 });
  availability.note(true, 20_000);
  expect(availability.view(21_000)?.ratio).toBeCloseTo(10 / 20, 12);
});

it('does not count the time for which no reading vouches: the process slept', () => {
  const availability = createAvailability(2000);
  availability.note(true, 0);
  availability.note(true, 100_000);
  expect(availability.view(100_000)).toMatchObject({ ratio: 0.02, observedMs: 100_000 });
});
