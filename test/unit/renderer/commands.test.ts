import { describe, expect, it } from 'vitest';
import type { CommandOffer, RobotSnapshot, RobotValues } from '../../../src-main/bridge/contract.ts';
import { obstacleTo } from '../../../src-renderer/command-words.ts';
import { mostUrgentFirst, needsTheOtherStop, standingOf, statesSince } from '../../../src-renderer/stop-words.ts';
import { stoppedView } from '../../support/fake-orders.ts';
import { snapshotWith, STAND_IN } from './support/snapshot.ts';

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
const ready = {
  permitted: true,
  standIn: false,
  control: true,
  current: true,
  state: 'idle',
  busy: false,
} as const;

describe('a command', () => {
  it('is offered to whoever may, of a robot that is heard now, in a state that takes it, one at a time', () => {
    expect(obstacleTo(move, ready)).toBeNull();
    expect(obstacleTo({ ...move, from: null }, { ...ready, state: 'unknown' })).toBeNull();
  });

  it('is not offered otherwise, and says why', () => {
    expect(obstacleTo(move, { ...ready, permitted: false })).toEqual({ why: 'permission' });
    expect(obstacleTo(move, { ...ready, standIn: true, control: false })).toEqual({ why: 'simulated' });
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
    expect(mostUrgentFirst(stops, {}).map(({ robot }) => robot)).toEqual([
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

  it('do not go on calling a robot stopped that has been heard in another state since', () => {
    const stop = stoppedView('hoist-1', {
      outcome: 'observed',
      confirmed: { ...stoppedView('hoist-1').confirmed, at: 1_000 },
    });
    const heard = (state: RobotValues['state'], observedAt: number) =>
      snapshotWith({ reading: { observedAt }, values: { state } });
    const sinceOf = (said: RobotSnapshot | undefined) => statesSince([stop], () => said);
    expect(sinceOf(heard('moving', 2_000))).toEqual({ 'hoist-1': 'moving' });
    expect(standingOf(stop, sinceOf(heard('moving', 2_000)))).toBe('left');
    // what was heard before it was seen to stand, and what is still the same, is no news
    expect(sinceOf(heard('moving', 1_000))).toEqual({});
    expect(sinceOf(heard('estop', 2_000))).toEqual({});
    expect(sinceOf(undefined)).toEqual({});
    expect(standingOf(stop, {})).toBe('observed');
  });

  it.each(['offline', 'live'] as const)('do not take a simulation for the robot while its link is %s', (state) => {
    const stop = stoppedView('hoist-1', { confirmed: { ...stoppedView('hoist-1').confirmed, at: 1_000 } });
    const reading = { source: 'simulated', simulated: true, observedAt: 2_000 } as const;
    const simulated = snapshotWith({ link: { state }, reading, standIn: STAND_IN });
    expect(statesSince([stop], () => simulated)).toEqual({});
  });
});
