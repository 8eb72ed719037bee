import { beforeEach, describe, expect, it } from 'vitest';
import { consoleClient } from '../../../src-renderer/bridge/client.ts';
import { followConsole } from '../../../src-renderer/bridge/follow-console.ts';
import { useConnection } from '../../../src-renderer/stores/connection.ts';
import { useRobots } from '../../../src-renderer/stores/robots.ts';
import { useSession } from '../../../src-renderer/stores/session.ts';
import { useStoreHealth } from '../../../src-renderer/stores/store-health.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { createConsole, PASSWORD } from './support/memory-wire.ts';

beforeEach(() => {
  useConnection.setState(useConnection.getInitialState(), true);
  useSession.setState(useSession.getInitialState(), true);
  useRobots.setState(useRobots.getInitialState(), true);
  useStoreHealth.setState(useStoreHealth.getInitialState(), true);
});

/** Follows a console over one wire, as the page does. */
async function following() {
  const clock = createVirtualClock();
  const far = createConsole(clock);
  const wire = far.plug();
  const client = consoleClient(wire, clock);
  const ended = new AbortController();
  wire.onClose(() => ended.abort());
  void followConsole(client, clock, ended.signal);
  await clock.advance(100);
  const signIn = async () => {
    await client.session.signIn({ username: 'operator', password: PASSWORD });
    await clock.advance(200);
  };
  return { clock, far, wire, client, signIn };
}

const position = (id: string) => useRobots.getState().byId[id]?.snapshot.reading?.values.positionMm;

describe('what the page knows of the console', () => {
  it('is that nobody is signed in, and no robot', async () => {
    await following();
    expect(useSession.getState()).toEqual({ known: true, session: null });
    expect(useConnection.getState().info?.version).toBe('0.0.0');
    expect(useRobots.getState()).toMatchObject({ following: false, told: false });
  });

  it('is every robot and each of its changes, once a person who may see them signs in', async () => {
    const { clock, far, signIn } = await following();
    await signIn();
    expect(useSession.getState().session?.principal.role).toBe('operator');
    expect(useRobots.getState()).toMatchObject({ following: true, order: ['hoist-1', 'hoist-2'] });
    far.fleet.move('hoist-2', 777);
    await clock.advance(200);
    expect([position('hoist-1'), position('hoist-2')]).toEqual([0, 777]);
  });

  it('is no robot any more after signing out', async () => {
    const { clock, client, signIn } = await following();
    await signIn();
    await client.session.signOut();
    await clock.advance(200);
    expect(useSession.getState().session).toBeNull();
    expect(useRobots.getState()).toMatchObject({ following: false, told: false, order: [] });
  });

  it('is whether changes are kept, before anyone has signed in, until the connection ends', async () => {
    const { clock, far, wire } = await following();
    expect(useStoreHealth.getState().health).toEqual({ state: 'accepting' });
    const full = { state: 'refusing', reason: 'ENOSPC', since: 1 } as const;
    far.store.become(full);
    await clock.advance(100);
    expect(useStoreHealth.getState().health).toEqual(full);
    far.store.become({ state: 'accepting' });
    await clock.advance(100);
    expect(useStoreHealth.getState().health).toEqual({ state: 'accepting' });
    wire.close();
    await clock.advance(0);
    expect(useStoreHealth.getState().health).toBeNull();
  });

  it('stays readable but disowned when the connection ends', async () => {
    const { clock, far, wire, signIn } = await following();
    await signIn();
    far.fleet.move('hoist-1', 42);
    await clock.advance(200);
    wire.close();
    await clock.advance(0);
    expect(useRobots.getState().following).toBe(false);
    expect(position('hoist-1')).toBe(42);
  });
});
