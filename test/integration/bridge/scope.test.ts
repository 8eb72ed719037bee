import { expect, onTestFinished, test } from 'vitest';
import type { RobotsEvent } from '../../../src-main/bridge/contract.ts';
import { toConsoleError } from '../../../src-main/bridge/contract.ts';
import { PASSWORD } from '../../fuzz/bridge/known.ts';
import { INSTALLER, openFuzzStand } from '../../fuzz/bridge/stand.ts';
import { temporaryFolder } from '../../support/store.ts';

const HALL_A = { robots: [], groups: ['Hall A'] };

/** `ann` governs, `kim` operates one hall; each at a seat of her own. The hall has hoist-1 of three. */
async function stand() {
  const opened = await openFuzzStand(await temporaryFolder());
  onTestFinished(() => opened.close());
  const [transport] = opened.transports.map(([, one]) => one);
  if (!transport) throw new Error('the stand has a transport');
  const come = async (username: string, role: string, scope: typeof HALL_A | null) => {
    const { id } = await opened.accounts.create({ username, password: PASSWORD, role, scope }, INSTALLER);
    const { client } = await (await transport.newSeat())();
    const session = await client.session.signIn({ username, password: PASSWORD });
    return { id, client, session };
  };
  return { ...opened, come, ann: await come('ann', 'administrator', null), kim: await come('kim', 'operator', HALL_A) };
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => toConsoleError(error).code,
  );

test('who has rights for one hall sees its robots alone, and cannot tell others from none at all', async () => {
  const { ann, kim } = await stand();
  expect(kim.session.principal.scope).toEqual(HALL_A);
  expect((await kim.client.robots.list()).map(({ id }) => id)).toEqual(['hoist-1']);
  expect((await ann.client.robots.list()).map(({ id }) => id)).toEqual(['hoist-1', 'hoist-2', 'hoist-3']);
  expect(await kim.client.robots.one({ robot: 'hoist-1' })).toMatchObject({ id: 'hoist-1', group: 'Hall A' });
  for (const robot of ['hoist-2', 'nowhere']) {
    expect(await codeOf(kim.client.robots.one({ robot }))).toBe('PERMISSION_DENIED');
  }
  expect(await codeOf(ann.client.robots.one({ robot: 'nowhere' }))).toBe('ROBOT_UNKNOWN');
});

test('another scope starts the running stream of robots anew, and a role without robots ends it', async () => {
  const { ann, kim, fleet, clock } = await stand();
  const stream = await kim.client.robots.watch();
  const next = async (): Promise<unknown> => {
    const event = stream.next();
    await clock.advance(100);
    const { value } = (await event) as { value: RobotsEvent };
    return [value.kind, ...value.robots.map(({ id }) => id)];
  };
  expect(await next()).toEqual(['all', 'hoist-1']);
  fleet.move('hoist-2', 5);
  fleet.move('hoist-1', 5);
  expect(await next()).toEqual(['changed', 'hoist-1']);
  await ann.client.users.assignScope({ id: kim.id, scope: { robots: ['hoist-3'], groups: [] } });
  expect(await next()).toEqual(['all', 'hoist-3']);
  await ann.client.users.assignScope({ id: kim.id, scope: null });
  expect(await next()).toEqual(['all', 'hoist-1', 'hoist-2', 'hoist-3']);

  const withheld = { resource: 'robot', action: 'view', granted: false, reason: 'office work, nothing else' } as const;
  const office = await ann.client.roles.create({ name: 'Office', inherits: 'operator', changes: [] });
  await ann.client.users.assignRole({ id: kim.id, role: office.id });
  const ended = codeOf(stream.next());
  await ann.client.roles.edit({ id: office.id, name: 'Office', inherits: 'operator', changes: [withheld] });
  await clock.advance(100);
  expect(await ended).toBe('PERMISSION_DENIED');
  expect(await codeOf(kim.client.robots.list())).toBe('PERMISSION_DENIED');
});

test('a robot of the own hall that is not polled now can be switched on again, and one of another hall cannot', async () => {
  const { ann, come } = await stand();
  const lee = await come('lee', 'supervisor', HALL_A);
  const robot = (id: string, group: string, port: number) =>
    ({ id, name: id, group, driver: 'reference', url: `http://10.0.0.7:${port}` }) as const;
  await ann.client.fleet.create({ draft: robot('own', 'Hall A', 1) });
  await ann.client.fleet.create({ draft: robot('other', 'Hall B', 2) });
  for (const id of ['own', 'other']) await ann.client.fleet.setEnabled({ robot: id, enabled: false });
  expect(await lee.client.fleet.setEnabled({ robot: 'own', enabled: true })).toMatchObject({ enabled: true });
  expect(await codeOf(lee.client.fleet.setEnabled({ robot: 'other', enabled: true }))).toBe('PERMISSION_DENIED');
});
