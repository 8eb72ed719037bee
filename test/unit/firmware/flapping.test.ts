import { expect, it } from 'vitest';
import { createFlapDamper } from '../../../src-main/firmware/flapping.ts';

const HALF_LIFE_MS = 15_000;

/** A damper that is told whole losses at once. */
function damp(halfLifeMs = HALF_LIFE_MS) {
  const damper = createFlapDamper(halfLifeMs);
  return {
    ...damper,
    lost(at: number) {
      damper.broke(at);
      damper.lost(at);
    },
  };
}

/** A damper whose link was lost `times` times, `everyMs` apart, the last time at the answer's `last`. */
function lost(times: number, everyMs: number) {
  const damper = damp();
  for (let n = 0; n < times; n++) damper.lost(n * everyMs);
  return { damper, last: (times - 1) * everyMs };
}

it('leaves a link alone that is lost now and then, for ever', () => {
  const damper = damp();
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
  const damper = damp();
  for (let at = 0; at < 600_000; at += 8000) {
    if (at > 80_000) expect(damper.view(at)).not.toBeNull();
    damper.lost(at);
  }
});

it('takes what the next attempt repairs for a quarter of a loss', () => {
  const repaired = damp();
  for (let at = 0; at < 600_000; at += 3000) {
    repaired.broke(at);
    expect(repaired.view(at)).toBeNull();
  }
  for (let at = 600_000; at < 620_000; at += 500) repaired.broke(at);
  expect(repaired.view(620_000)).not.toBeNull();
});

it('starts its wait anew with the smallest break', () => {
  const { damper, last } = lost(4, 2000);
  const almost = (damper.view(last)?.settlesAt ?? NaN) - 1;
  damper.broke(almost);
  expect(damper.view(almost)).toMatchObject({ since: 6000 });
  expect((damper.view(almost)?.settlesAt ?? NaN) - almost).toBeGreaterThan(HALF_LIFE_MS / 8);
});

it('counts the losses of the last minute only', () => {
  const { damper, last } = lost(60, 2000);
  expect(damper.view(last)?.losses).toBe(30);
});

it('damps nothing when it is told so', () => {
  const damper = damp(0);
  for (let at = 0; at < 20_000; at += 500) {
    damper.lost(at);
    expect(damper.view(at)).toBeNull();
  }
});
