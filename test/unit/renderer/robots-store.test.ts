import { describe, expect, it } from 'vitest';
import { afterEvent, type RobotsState } from '../../../src-renderer/stores/robots.ts';
import { snapshotWith } from './support/snapshot.ts';

const NOTHING: RobotsState = { following: false, told: false, order: [], byId: {} };
const all = (...ids: string[]) => ({ kind: 'all', robots: ids.map((id) => snapshotWith({ id })) }) as const;

describe('the robots that the page knows', () => {
  it('are those of the first event, in the order of the configuration', () => {
    const state = afterEvent(NOTHING, all('b', 'a'), 10);
    expect(state).toMatchObject({ following: true, told: true, order: ['b', 'a'] });
    expect(state.byId['a']).toMatchObject({ receivedAt: 10 });
  });

  it('change one by one, and only what changed is received anew', () => {
    const before = afterEvent(NOTHING, all('a', 'b'), 10);
    const changed = snapshotWith({ id: 'b', values: { state: 'fault' } });
    const after = afterEvent(before, { kind: 'changed', robots: [changed] }, 20);
    expect(after.byId['b']).toEqual({ snapshot: changed, receivedAt: 20 });
    expect(after.byId['a']).toBe(before.byId['a']);
    expect(after.order).toBe(before.order);
  });

  it('are forgotten when a new beginning does not name them', () => {
    const before = afterEvent(NOTHING, all('a', 'b'), 10);
    expect(Object.keys(afterEvent(before, all('b'), 20).byId)).toEqual(['b']);
  });

  it('may be joined by one that was not there at the beginning', () => {
    const before = afterEvent(NOTHING, all('a'), 10);
    const after = afterEvent(before, { kind: 'changed', robots: [snapshotWith({ id: 'c' })] }, 20);
    expect(after.order).toEqual(['a', 'c']);
  });
});
