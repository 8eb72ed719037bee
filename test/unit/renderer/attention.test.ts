import { describe, expect, it } from 'vitest';
import { batteryLevel, needsAttention } from '../../../src-renderer/attention.ts';
import { snapshotWith, STAND_IN } from './support/snapshot.ts';

describe('what a person should look at', () => {
  it('is not a robot in order', () => {
    expect(needsAttention(snapshotWith({}), 'live')).toBe(false);
    expect(needsAttention(snapshotWith({}), 'simulated')).toBe(false);
  });

  it.each(['stale', 'simulated-stale', 'disowned'] as const)('is a robot whose values are %s', (presentation) => {
    expect(needsAttention(snapshotWith({}), presentation)).toBe(true);
  });

  it('is a robot that a simulation stands in for, however well that fares', () => {
    expect(needsAttention(snapshotWith({ standIn: STAND_IN }), 'simulated')).toBe(true);
  });

  it('is a robot that was never heard', () => {
    expect(needsAttention(snapshotWith({ reading: null }), 'none')).toBe(true);
  });

  it.each(['fault', 'estop', 'unknown'] as const)('is a robot in state %s', (state) => {
    expect(needsAttention(snapshotWith({ values: { state } }), 'live')).toBe(true);
  });

  it('is a robot that reports a fault, or whose battery runs low', () => {
    expect(needsAttention(snapshotWith({ values: { fault: 'E42' } }), 'live')).toBe(true);
    expect(needsAttention(snapshotWith({ values: { batteryPercent: 20 } }), 'live')).toBe(true);
    expect(needsAttention(snapshotWith({ values: { batteryPercent: null } }), 'live')).toBe(false);
  });
});

it('a battery is low from 20 % down and critical from 10 % down', () => {
  expect([100, 20.1, 20, 10.1, 10, 0].map(batteryLevel)).toEqual([
    'normal',
    'normal',
    'low',
    'low',
    'critical',
    'critical',
  ]);
});
