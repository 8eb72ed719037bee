import { afterEach, expect, test } from 'vitest';
import { toConsoleError } from '../../../src-main/bridge/contract.ts';
import { createBridgeStand, PASSWORD, TRANSPORTS, type Transport } from '../../support/bridge-stand.ts';

let transport: Transport | null = null;
afterEach(() => transport?.stop());

/** One seat each for these roles, signed in. */
async function stand() {
  const made = createBridgeStand();
  const opened = (transport = (await TRANSPORTS['a message port']?.(made.bridge)) ?? null);
  if (!opened) throw new Error('no such transport');
  const signedIn = async (role: string) => {
    const { client } = await (await opened.newSeat())();
    await client.session.signIn({ username: role, password: PASSWORD });
    return client;
  };
  return {
    operator: await signedIn('operator'),
    supervisor: await signedIn('supervisor'),
    viewer: await signedIn('viewer'),
  };
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => toConsoleError(error).code,
  );

const robot = 'hoist-1';
const pause = { robot, command: 'pause' };

test('a command wants command authority, and the software stop does not', async () => {
  const { operator, supervisor } = await stand();
  expect(await codeOf(operator.robots.command(pause))).toBe('CONTROL_NEEDED');
  expect(await operator.robots.requestControl({ robot })).toMatchObject({ holder: { username: 'operator' } });
  // the robots of this bridge are never heard, which is asked next
  expect(await codeOf(operator.robots.command(pause))).toBe('COMMAND_STALE');
  expect(await codeOf(supervisor.robots.command(pause))).toBe('CONTROL_HELD');
  expect((await supervisor.robots.stop({ robot })).stops).toHaveLength(1);
});

test('it is seen by everyone, asked for, and handed over', async () => {
  const { operator, supervisor, viewer } = await stand();
  const seen = await viewer.robots.leases();
  const next = async () => ((await seen.next()).value?.leases ?? []).find((lease) => lease.robot === robot);
  expect(await next()).toMatchObject({ holder: null });
  await operator.robots.requestControl({ robot });
  expect(await next()).toMatchObject({ holder: { username: 'operator' } });
  await supervisor.robots.requestControl({ robot });
  expect(await operator.robots.releaseControl({ robot })).toMatchObject({ holder: { username: 'supervisor' } });
  expect(await codeOf(viewer.robots.requestControl({ robot }))).toBe('PERMISSION_DENIED');
  await seen.return?.();
});

test('a supervisor takes it over with a reason, an operator does not', async () => {
  const { operator, supervisor } = await stand();
  await operator.robots.requestControl({ robot });
  expect(await codeOf(operator.robots.takeControl({ robot, reason: 'because' }))).toBe('PERMISSION_DENIED');
  expect(await codeOf(supervisor.robots.takeControl({ robot, reason: ' ' }))).toBe('INPUT_INVALID');
  expect(await supervisor.robots.takeControl({ robot, reason: 'end of the shift' })).toMatchObject({
    holder: { username: 'supervisor' },
  });
});

test('signing out gives it up, and another sign-in at the same seat does not have it', async () => {
  const { operator, supervisor } = await stand();
  await operator.robots.requestControl({ robot });
  await operator.session.signOut();
  expect(await supervisor.robots.requestControl({ robot })).toMatchObject({ holder: { username: 'supervisor' } });
  await supervisor.session.signIn({ username: 'supervisor', password: PASSWORD });
  expect(await codeOf(supervisor.robots.command(pause))).toBe('CONTROL_NEEDED');
});
