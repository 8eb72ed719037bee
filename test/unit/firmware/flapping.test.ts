import { expect, it } from 'vitest';
import { createFlapDamper } from '../../../src-main/firmware/flapping.ts';

const HALF_LIFE_MS = 15_000;

/** A damper whose link was lost `times` times, `everyMs` apart, the last time at the answer's `last`. */
function lost(times: number, everyMs: number) {
  const damper = createFlapDamper(HALF_LIFE_MS);
  for (let n = 0; n < times; n++) damper.lost(n * everyMs);
  return { damper, last: (times - 1) * everyMs };
}

it('leaves a link alone that is lost now and then, for ever', () => {
  const damper = createFlapDamper(HALF_LIFE_MS);
  for (let at = 0; at < 3_600_000; at += 10_000) {
    damper.lost(at);
    expect(damper.view(at)).toBeNull();
  }
});

it('calls a link unstable from the fourth loss in quick succession on', () => {
  const { damper, last } = lost(3, 2000);
  expect(damper.view(last)).toBeNull();
  damper.lost(6000);
  expect(damper.view(6000)).toMatchObject({ since: 6000, losses: 4 });
  expect(damper.view(6500)).toMatchObject({ since: 6000 });
});

it('lets it settle within the half-life, after half of it at least, and not while it goes on', () => {
  for (const times of [4, 5, 30]) {
    const { damper, last } = lost(times, 2000);
    const { since, settlesAt } = damper.view(last) ?? { since: NaN, settlesAt: NaN };
    expect(since).toBe(6000);
    expect(settlesAt - last).toBeGreaterThan(HALF_LIFE_MS / 2);
    expect(settlesAt - last).toBeLessThanOrEqual(HALF_LIFE_MS);
    expect(damper.view(settlesAt - 1)).not.toBeNull();
    expect(damper.view(settlesAt)).toBeNull();
  }
});

it('does not flap itself: a link that is lost every few seconds stays unstable as long as that lasts', () => {
  const damper = createFlapDamper(HALF_LIFE_MS);
  for (let at = 0; at < 600_000; at += 8000) {
    if (at > 80_000) expect(damper.view(at)).not.toBeNull();
    damper.lost(at);
  }
});

it('counts the losses of the last minute only', () => {
  const { damper, last } = lost(60, 2000);
  expect(damper.view(last)?.losses).toBe(30);
});

it('damps nothing when it is told so', () => {
  const damper = createFlapDamper(0);
  for (let at = 0; at < 20_000; at += 500) {
    damper.lost(at);
    expect(damper.view(at)).toBeNull();
  }
});
