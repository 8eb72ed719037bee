import { describe, expect, it } from 'vitest';
import { createProgressWatch } from '../../../src-main/firmware/progress.ts';

const counter = (value: number) => ({ name: 'counter', value, resolutionMs: 0 });
const clock = (value: number) => ({ name: 'clock', value, resolutionMs: 0 });
const clockOfSeconds = (value: number) => ({ name: 'clock', value, resolutionMs: 1100 });

describe('a watch over signs of life', () => {
  it('takes the third observation of the same value for a freeze, dated to the last movement', () => {
    const watch = createProgressWatch();
    expect(watch.observe([counter(7)], 0)).toBeNull();
    expect(watch.observe([counter(8)], 1000)).toBeNull();
    expect(watch.observe([counter(8)], 2000)).toBeNull();
    expect(watch.observe([counter(8)], 3000)).toEqual({ marker: 'counter', value: 8, since: 1000 });
    expect(watch.observe([counter(8)], 4000)).toMatchObject({ since: 1000 });
  });

  it('recovers at the first movement, even backwards: a restarted firmware counts from zero', () => {
    const watch = createProgressWatch();
    for (const at of [0, 1000, 2000]) watch.observe([counter(8)], at);
    expect(watch.observe([counter(0)], 3000)).toBeNull();
  });

  it('is not calmed by one sign that moves while another stands still', () => {
    const watch = createProgressWatch();
    for (const at of [0, 1000]) watch.observe([counter(at), clock(5)], at);
    expect(watch.observe([counter(2000), clock(5)], 2000)).toEqual({ marker: 'clock', value: 5, since: 0 });
  });

  it('dates a freeze of several signs to the one that stopped first', () => {
    const watch = createProgressWatch();
    for (const at of [0, 1000, 2000, 3000]) {
      const frozen = watch.observe([counter(Math.min(at, 1000)), clock(5)], at);
      if (at === 3000) expect(frozen).toMatchObject({ marker: 'clock', since: 0 });
    }
  });

  it('gives a clock of whole seconds the time to tick, however often it is read', () => {
    const watch = createProgressWatch();
    for (let at = 0; at <= 5000; at += 50) {
      expect(watch.observe([clockOfSeconds(Math.floor(at / 1000))], at)).toBeNull();
    }
    const stuck = [5050, 5500, 6050, 6099, 6100].map((at) => watch.observe([clockOfSeconds(5)], at) !== null);
    expect(stuck).toEqual([false, false, false, false, true]);
  });

  it('forgets a sign that the firmware no longer gives', () => {
    const watch = createProgressWatch();
    watch.observe([counter(1)], 0);
    watch.observe([counter(1)], 1000);
    watch.observe([], 2000);
    expect(watch.observe([counter(1)], 3000)).toBeNull();
  });
});
