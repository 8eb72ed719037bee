import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../../src-main/bridge/contract.ts';
import { createConsole } from './support/memory-wire.ts';
import { consoleClient, closedReason } from '../../../src-renderer/bridge/client.ts';
import { useConnection } from '../../../src-renderer/stores/connection.ts';
import { ofTheNewestPress, pressStop, showStops, useStops } from '../../../src-renderer/stores/stops.ts';
import { FOLDS_AFTER_MS, isSettled } from '../../../src-renderer/stop-words.ts';
import { stoppedView } from '../../support/fake-orders.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

beforeEach(() => {
  useStops.setState({ stops: [], own: null });
  useConnection.setState({ client: null, phase: 'opening', info: null });
});

const connect = (stop: () => Promise<unknown>) =>
  useConnection.setState({ client: { robots: { stop } } as unknown as ConsoleClient, phase: 'alive' });

describe('a press of the software stop', () => {
  it('goes through the bridge, and what came of it stands there at once', async () => {
    const clock = createVirtualClock();
    const console = createConsole(clock);
    const client = consoleClient(console.plug(), clock);
    useConnection.setState({ client, phase: 'alive' });
    await pressStop('hoist-1');
    expect(console.stops.pressed).toHaveLength(1);
    expect(useStops.getState()).toMatchObject({ own: null, stops: [{ robot: 'hoist-1', outcome: 'observed' }] });
  });

  it('is said to be on its way before anything has come back', () => {
    connect(() => new Promise(() => {}));
    void pressStop(null);
    expect(useStops.getState().own).toMatchObject({ state: 'sending' });
  });

  it('without a connection was surely not sent', async () => {
    await pressStop(null);
    expect(useStops.getState().own).toMatchObject({ state: 'not-sent', failure: { code: 'BRIDGE_CLOSED' } });
  });

  it.each([closedReason(), new DOMException('', 'TimeoutError')])(
    'whose connection ends, or that is not answered, may have arrived: that is not confirmed (%#)',
    async (reason) => {
      connect(() => Promise.reject(reason));
      await pressStop(null);
      expect(useStops.getState().own).toMatchObject({ state: 'not-confirmed' });
    },
  );

  it('that failed is not called failed when the console has told of it meanwhile', async () => {
    let fail = (_reason: Error) => {};
    connect(() => new Promise((_, reject) => (fail = reject)));
    const pressing = pressStop(null);
    showStops({ stops: [stoppedView('hoist-1', { outcome: null })] });
    fail(closedReason());
    await pressing;
    expect(useStops.getState().own).toBeNull();
  });

  it('goes out on a connection on which the console was not heard just now', async () => {
    let pressed = 0;
    connect(async () => ({ stops: [stoppedView(`hoist-${(pressed += 1)}`)] }));
    useConnection.setState({ phase: 'lost' });
    await pressStop(null);
    expect(pressed).toBe(1);
  });

  it('that came to nothing does not stand beside what an earlier one did', async () => {
    const earlier = stoppedView('hoist-1', { requestedAt: Date.now() - 60_000 });
    const underWay = stoppedView('hoist-2', { requestedAt: Date.now() - 60_000, outcome: null });
    showStops({ stops: [earlier, underWay] });
    expect(ofTheNewestPress(useStops.getState())).toEqual([earlier, underWay]);
    await pressStop(null);
    expect(ofTheNewestPress(useStops.getState())).toEqual([underWay]);
    const later = stoppedView('hoist-1', { requestedAt: Date.now() + 1_000 });
    showStops({ stops: [later, underWay] });
    expect(ofTheNewestPress(useStops.getState())).toEqual([later, underWay]);
  });
});

describe('the list of a stop', () => {
  const NOW = 1_000_000_000;
  const at = (ms: number) => ({ confirmed: { ...stoppedView('x').confirmed, at: NOW - ms } });
  const long = stoppedView('hoist-1', at(FOLDS_AFTER_MS));
  const none = {};

  it('folds when every robot was seen to have stopped, and that a while ago', () => {
    expect(isSettled({ stops: [long, stoppedView('hoist-2', at(FOLDS_AFTER_MS + 1))], own: null }, none, NOW)).toBe(
      true,
    );
    expect(isSettled({ stops: [long, stoppedView('hoist-2', at(FOLDS_AFTER_MS - 1))], own: null }, none, NOW)).toBe(
      false,
    );
    expect(isSettled({ stops: [], own: null }, none, NOW)).toBe(false);
  });

  it.each(['contradicted', 'refused', 'unknown', 'accepted', null] as const)(
    'never folds by itself beside a robot whose outcome is %s',
    (outcome) => {
      const other = stoppedView('hoist-2', { outcome, ...at(FOLDS_AFTER_MS * 100) });
      expect(isSettled({ stops: [long, other], own: null }, none, NOW)).toBe(false);
    },
  );

  it('never folds by itself while a press is under way, was not sent or not confirmed, nor when a robot goes on', () => {
    for (const state of ['sending', 'not-sent', 'not-confirmed'] as const) {
      expect(isSettled({ stops: [long], own: { at: NOW, state, failure: null } }, none, NOW)).toBe(false);
    }
    expect(isSettled({ stops: [long], own: null }, { 'hoist-1': 'moving' }, NOW)).toBe(false);
  });
});
