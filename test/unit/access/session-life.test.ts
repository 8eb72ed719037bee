import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  admitByLife,
  beginLife,
  isFresh,
  lock,
  msToNextState,
  reauthenticated,
  sessionState,
  touch,
  type SessionLife,
} from '../../../src-main/access/session-life.ts';
import { SESSION_POLICY as policy } from '../../../src-main/access/session-policy.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('without input', () => {
  test('a session locks after ten minutes, to the millisecond', () => {
    const life = beginLife(1_000);
    expect(sessionState(life, policy, 1_000 + 10 * MINUTE - 1)).toBe('active');
    expect(sessionState(life, policy, 1_000 + 10 * MINUTE)).toBe('locked');
  });

  test('input keeps it open, and cannot open it once it is locked', () => {
    let life = touch(beginLife(0), policy, 9 * MINUTE);
    expect(sessionState(life, policy, 18 * MINUTE)).toBe('active');
    life = touch(life, policy, 19 * MINUTE);
    expect(sessionState(life, policy, 19 * MINUTE)).toBe('locked');
  });

  test('the wall clock has no say', async () => {
    const clock = createVirtualClock();
    const life = beginLife(clock.monotonic());
    clock.jumpWall(100 * HOUR);
    expect(sessionState(life, policy, clock.monotonic())).toBe('active');
    clock.jumpWall(-500 * HOUR);
    await clock.advance(10 * MINUTE);
    expect(sessionState(life, policy, clock.monotonic())).toBe('locked');
  });
});

describe('a lock', () => {
  test('by the person holds at once, against any input', () => {
    const life = touch(lock(beginLife(0)), policy, 1);
    expect(sessionState(life, policy, 1)).toBe('locked');
  });

  test('opens when the same person authenticates again', () => {
    const life = reauthenticated(lock(beginLife(0)), policy, HOUR);
    expect(sessionState(life, policy, HOUR)).toBe('active');
    expect(sessionState(life, policy, HOUR + 10 * MINUTE)).toBe('locked');
  });
});

describe('the absolute limit', () => {
  test('ends a session after twelve hours, however busy or locked it is', () => {
    const busy = { ...beginLife(0), activeAt: 12 * HOUR - 1, authenticatedAt: 12 * HOUR - 1 };
    expect(sessionState(busy, policy, 12 * HOUR - 1)).toBe('active');
    expect(sessionState(busy, policy, 12 * HOUR)).toBe('expired');
    expect(sessionState(lock(busy), policy, 12 * HOUR)).toBe('expired');
  });

  test('cannot be moved by authenticating again', () => {
    const life = reauthenticated(beginLife(0), policy, 11 * HOUR);
    expect(sessionState(life, policy, 12 * HOUR)).toBe('expired');
    expect(() => reauthenticated(life, policy, 12 * HOUR)).toThrow(
      expect.objectContaining({ code: 'SESSION_REQUIRED', details: { rule: 'expired' } }),
    );
  });
});

describe('a sensitive action', () => {
  const refusal = (life: SessionLife, now: number, sensitive: boolean) => () =>
    admitByLife(life, policy, now, sensitive);

  test('wants an authentication of the last five minutes, whatever was done since', () => {
    const life = touch(beginLife(0), policy, 5 * MINUTE - 1);
    expect(isFresh(life, policy, 5 * MINUTE - 1)).toBe(true);
    expect(refusal(life, 5 * MINUTE - 1, true)).not.toThrow();
    expect(refusal(life, 5 * MINUTE, true)).toThrow(
      expect.objectContaining({ code: 'REAUTHENTICATION_REQUIRED', details: { maximumAgeMinutes: 5 } }),
    );
    expect(refusal(life, 5 * MINUTE, false)).not.toThrow();
  });

  test('and any other are refused while locked and when expired', () => {
    const life = beginLife(0);
    for (const sensitive of [true, false]) {
      expect(refusal(lock(life), 1, sensitive)).toThrow(expect.objectContaining({ code: 'SESSION_LOCKED' }));
      expect(refusal(life, 12 * HOUR, sensitive)).toThrow(expect.objectContaining({ code: 'SESSION_REQUIRED' }));
    }
  });
});

describe('whatever is done in whatever order', () => {
  const step = fc.record({
    pass: fc.integer({ min: 0, max: 3 * HOUR }),
    act: fc.constantFrom('touch', 'lock', 'authenticate', 'nothing'),
  });

  test('only authenticating opens a lock, and nothing brings an ended session back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let [life, now] = [beginLife(0), 0];
        for (const { pass, act } of steps) {
          now += pass;
          const before = sessionState(life, policy, now);
          if (act === 'touch') life = touch(life, policy, now);
          if (act === 'lock') life = lock(life);
          if (act === 'authenticate' && before !== 'expired') life = reauthenticated(life, policy, now);
          const later = sessionState(life, policy, now);
          if (now >= policy.absoluteMs) expect(later).toBe('expired');
          if (before === 'locked' && act !== 'authenticate') expect(later).toBe('locked');
          if (act === 'lock') expect(later).not.toBe('active');
        }
      }),
    );
  });

  test('the next change comes exactly when it was said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 13 * HOUR }), fc.integer({ min: 0, max: 13 * HOUR }), (active, now) => {
        const life = { ...beginLife(0), activeAt: Math.min(active, now) };
        const state = sessionState(life, policy, now);
        const ms = msToNextState(life, policy, now);
        expect(ms === 0).toBe(state === 'expired');
        if (ms === 0) return;
        expect(sessionState(life, policy, now + ms - 1)).toBe(state);
        expect(sessionState(life, policy, now + ms)).not.toBe(state);
      }),
    );
  });
});
