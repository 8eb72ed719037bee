import { describe, expect, it } from 'vitest';
import type { CommandOffer } from '../../../src-main/bridge/contract.ts';
import { obstacleTo } from '../../../src-renderer/command-words.ts';
import { mostUrgentFirst, needsTheOtherStop } from '../../../src-renderer/stop-words.ts';
import { stoppedView } from '../../support/fake-orders.ts';

const move: CommandOffer = {
  id: 'move',
  action: 'control',
  from: ['idle', 'paused'],
  confirmation: 'hold',
  arguments: [],
  motion: true,
  idempotent: false,
  answerWithinMs: 1000,
  observed: null,
};
const ready = { permitted: true, control: true, current: true, state: 'idle', busy: false } as const;

describe('a command', () => {
  it('is offered to whoever may, of a robot that is heard now, in a state that takes it, one at a time', () => {
    expect(obstacleTo(move, ready)).toBeNull();
    expect(obstacleTo({ ...move, from: null }, { ...ready, state: 'unknown' })).toBeNull();
  });

  it('is not offered otherwise, and says why', () => {
    expect(obstacleTo(move, { ...ready, permitted: false })).toEqual({ why: 'permission' });
    expect(obstacleTo(move, { ...ready, control: false })).toEqual({ why: 'control' });
    expect(obstacleTo(move, { ...ready, current: false })).toEqual({ why: 'stale' });
    expect(obstacleTo(move, { ...ready, state: null })).toEqual({ why: 'stale' });
    expect(obstacleTo(move, { ...ready, busy: true })).toEqual({ why: 'busy' });
    expect(obstacleTo(move, { ...ready, state: 'estop' })).toEqual({ why: 'state', states: ['idle', 'paused'] });
  });

  it('of what is old does not speak of the state, which may be another by now', () => {
    expect(obstacleTo(move, { ...ready, current: false, state: 'estop' })).toEqual({ why: 'stale' });
  });
});

describe('the results of a software stop', () => {
  const outcomes = ['observed', null, 'accepted', 'unknown', 'refused', 'contradicted'] as const;
  const stops = outcomes.map((outcome) => stoppedView(String(outcome), { outcome }));

  it('begin with the robots that surely go on, and end with those that stand', () => {
    expect(mostUrgentFirst(stops).map(({ robot }) => robot)).toEqual([
      'contradicted',
      'refused',
      'unknown',
      'accepted',
      'null',
      'observed',
    ]);
  });

  it.each(['accepted', 'unknown', 'refused', 'contradicted'] as const)(
    'that are %s send people to the robot',
    (outcome) => {
      expect(needsTheOtherStop([stoppedView('a'), stoppedView('b', { outcome })])).toBe(true);
    },
  );

  it('that are observed or under way do not', () => {
    expect(needsTheOtherStop([stoppedView('a'), stoppedView('b', { outcome: null })])).toBe(false);
  });
});
