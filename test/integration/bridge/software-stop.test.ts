import { afterEach, describe, expect, test } from 'vitest';
import type { StopPolicy } from '../../../src-main/access/stop-policy.ts';
import { toConsoleError } from '../../../src-main/bridge/contract.ts';
import { MAX_CALLS } from '../../../src-main/bridge/calls.ts';
import { createBridgeStand, PASSWORD, TRANSPORTS, type Transport } from '../../support/bridge-stand.ts';

let transport: Transport | null = null;
afterEach(() => transport?.stop());

async function stand(softwareStop: StopPolicy, name = 'a message port') {
  const made = createBridgeStand({ softwareStop });
  transport = (await TRANSPORTS[name]?.(made.bridge)) ?? null;
  const tab = await transport?.newSeat();
  if (!tab) throw new Error('no such transport');
  return { ...made, tab };
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => toConsoleError(error).code,
  );

describe.each(Object.keys(TRANSPORTS))('over %s', (name) => {
  test('anyone at the workstation stops one robot or all, and sees what came of it', async () => {
    const { tab, stops } = await stand('anyone', name);
    const { client } = await tab();
    expect(await client.console.info()).toMatchObject({ softwareStop: 'anyone' });
    expect((await client.robots.stop({ robot: 'hoist-2' })).stops).toMatchObject([
      { robot: 'hoist-2', answer: { kind: 'accepted' }, confirmed: { kind: 'wanted' }, outcome: 'observed' },
    ]);
    expect((await client.robots.stop({ robot: null })).stops).toHaveLength(3);
    expect(stops.pressed[0]?.press.by).toMatchObject({ userId: null, username: null, origin: 'loopback' });
    for await (const { stops: told } of await client.robots.stops()) {
      expect(told).toHaveLength(3);
      break;
    }
    expect(await codeOf(client.robots.stop({ robot: 'no such robot' }))).toBe('ROBOT_UNKNOWN');
  });

  test('a page that has as many calls in work as it may stops the robots all the same', async () => {
    const { tab, accounts } = await stand('anyone', name);
    const { client } = await tab();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { authenticate } = accounts;
    accounts.authenticate = (...input) => held.then(() => authenticate(...input));
    const calls = Array.from({ length: MAX_CALLS }, () =>
      client.session.signIn({ username: 'viewer', password: PASSWORD }),
    );
    expect(await codeOf(client.console.info())).toBe('BRIDGE_BUSY');
    expect((await client.robots.stop({ robot: null })).stops).toHaveLength(3);
    release();
    await Promise.allSettled(calls);
  });
});

test('pressed while locked it is the person at the workstation, and the session that is locked is named', async () => {
  const { tab, stops } = await stand('anyone');
  const { client } = await tab();
  await client.session.signIn({ username: 'operator', password: PASSWORD });
  await client.robots.stop({ robot: null });
  await client.session.lock();
  await client.robots.stop({ robot: null });
  expect(stops.pressed.map(({ press }) => [press.by.username, press.lockedSessionOf ?? null])).toEqual([
    ['operator', null],
    [null, 'operator'],
  ]);
});

test('where it is for permitted roles, nobody else presses it; no lock and no old password stand in the way', async () => {
  const { tab, stops } = await stand('permitted');
  const { client } = await tab();
  expect(await codeOf(client.robots.stop({ robot: null }))).toBe('SESSION_REQUIRED');
  await client.session.signIn({ username: 'viewer', password: PASSWORD });
  expect(await codeOf(client.robots.stop({ robot: null }))).toBe('PERMISSION_DENIED');
  await client.session.signIn({ username: 'operator', password: PASSWORD });
  await client.session.lock();
  expect((await client.robots.stop({ robot: null })).stops).toHaveLength(3);
  expect(stops.pressed).toHaveLength(1);
});
