import { expect, onTestFinished, test } from 'vitest';
import type { Scope } from '../../../src-main/access/scope.ts';
import { toConsoleError } from '../../../src-main/bridge/contract.ts';
import { PASSWORD } from '../../fuzz/bridge/known.ts';
import { INSTALLER, openFuzzStand } from '../../fuzz/bridge/stand.ts';
import { temporaryFolder } from '../../support/store.ts';

const HALL_A: Scope = { robots: [], groups: ['Hall A'] };

/** People who come with a role and a scope, each to a seat of their own. The hall has hoist-1 of three robots. */
async function stand() {
  const opened = await openFuzzStand(await temporaryFolder());
  onTestFinished(() => opened.close());
  const [transport] = opened.transports.map(([, one]) => one);
  if (!transport) throw new Error('the stand has a transport');
  return {
    ...opened,
    async come(username: string, role: string, scope: Scope) {
      const { id } = await opened.accounts.create({ username, password: PASSWORD, role, scope }, INSTALLER);
      const { client } = await (await transport.newSeat())();
      await client.session.signIn({ username, password: PASSWORD });
      return { id, client };
    },
  };
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => toConsoleError(error).code,
  );

const robotAt = (id: string, group: string, port: number) => ({
  id,
  name: id,
  group,
  url: `http://10.0.0.7:${port}`,
});

test('the id inside a draft is no way to bring a robot beyond the own scope', async () => {
  const { come } = await stand();
  const ann = await come('ann', 'administrator', null);
  const sue = await come('sue', 'supervisor', { robots: ['agv-9'], groups: ['Hall A'] });
  await ann.client.fleet.create({ draft: robotAt('agv-1', 'Hall A', 1) });
  const draft = robotAt('agv-9', 'Hall B', 1);
  expect(await codeOf(sue.client.fleet.edit({ robot: 'agv-1', draft }))).toBe('PERMISSION_DENIED');
  expect((await ann.client.fleet.list()).map(({ robot }) => [robot.id, robot.group])).toEqual([['agv-1', 'Hall A']]);
});

test('a robot that is not polled still belongs where it belongs', async () => {
  const { come } = await stand();
  const ann = await come('ann', 'administrator', null);
  const sue = await come('sue', 'supervisor', HALL_A);
  await ann.client.fleet.create({ draft: robotAt('agv-1', 'Hall A', 1) });
  await ann.client.fleet.create({ draft: robotAt('agv-2', 'Hall B', 2) });
  await sue.client.fleet.setEnabled({ robot: 'agv-1', enabled: false });
  expect(await sue.client.fleet.setEnabled({ robot: 'agv-1', enabled: true })).toMatchObject({ enabled: true });
  await sue.client.fleet.setEnabled({ robot: 'agv-1', enabled: false });
  const { records } = await sue.client.audit.page({ limit: 50, robot: 'agv-1' });
  expect(records.map(({ action }) => action)).toContain('robot.disable');
  expect((await sue.client.audit.page({ limit: 50, robot: 'agv-2' })).records).toEqual([]);
  expect(await codeOf(sue.client.fleet.setEnabled({ robot: 'agv-2', enabled: false }))).toBe('PERMISSION_DENIED');
  await sue.client.fleet.remove({ robot: 'agv-1' });
});

test('nobody tries a connection in the name of a robot out of the own scope', async () => {
  const { come } = await stand();
  const ann = await come('ann', 'administrator', null);
  const sue = await come('sue', 'supervisor', HALL_A);
  await ann.client.fleet.create({ draft: robotAt('agv-2', 'Hall B', 2), tokens: { operator: 'token-of-hall-b' } });
  for (const group of ['Hall A', 'Hall B']) {
    expect(await codeOf(sue.client.fleet.test({ draft: robotAt('agv-2', group, 6666) }))).toBe('PERMISSION_DENIED');
  }
  expect(await codeOf(sue.client.fleet.test({ draft: robotAt('agv-3', 'Hall B', 3) }))).toBe('PERMISSION_DENIED');
  expect(await codeOf(sue.client.fleet.test({ draft: robotAt('agv-3', 'Hall A', 3) }))).toBeNull();
});
