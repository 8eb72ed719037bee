import { expect, onTestFinished, test } from 'vitest';
import type { RoleDraft } from '../../../src-main/access/roles/custom-role.ts';
import type { Scope } from '../../../src-main/access/scope.ts';
import { toConsoleError, type LeaseView } from '../../../src-main/bridge/contract.ts';
import { signableNamed } from '../../../src-main/bridge/signable.ts';
import { PASSWORD } from '../../fuzz/bridge/known.ts';
import { INSTALLER, openFuzzStand } from '../../fuzz/bridge/stand.ts';
import { temporaryFolder } from '../../support/store.ts';

const HALL_A = { robots: [], groups: ['Hall A'] };

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
    newRole: (draft: Partial<RoleDraft> & Pick<RoleDraft, 'inherits'>) =>
      opened.roles.create({ name: 'Plant role', changes: [], ...draft }, INSTALLER),
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

test('who may command a robot no more has it no more, and hands it to nobody who may not', async () => {
  const { come, newRole } = await stand();
  const ann = await come('ann', 'administrator', null);
  const role = await newRole({ inherits: 'operator' });
  const kim = await come('kim', role.id, null);
  const lee = await come('lee', 'operator', null);
  const robot = 'hoist-1';
  await kim.client.robots.requestControl({ robot });
  await kim.client.robots.requestControl({ robot: 'hoist-2' });
  // the scope shrinks: one goes, the other stays
  await ann.client.users.assignScope({ id: kim.id, scope: { robots: ['hoist-2'], groups: [] } });
  expect(await lee.client.robots.requestControl({ robot })).toMatchObject({ holder: { username: 'lee' } });
  expect(await lee.client.robots.requestControl({ robot: 'hoist-2' })).toMatchObject({
    holder: { username: 'kim' },
    asker: { username: 'lee' },
  });
  // another role takes away what was asked for
  await ann.client.users.assignRole({ id: lee.id, role: 'viewer' });
  expect(await kim.client.robots.releaseControl({ robot: 'hoist-2' })).toMatchObject({ holder: null });
  // a role that changes takes away what is held
  await kim.client.robots.requestControl({ robot: 'hoist-2' });
  const withheld = { resource: 'robot', action: 'control', granted: false, reason: 'no hands on robots' } as const;
  await ann.client.roles.edit({ id: role.id, name: 'Plant role', inherits: 'operator', changes: [withheld] });
  expect(await ann.client.robots.requestControl({ robot: 'hoist-2' })).toMatchObject({ holder: { username: 'ann' } });
});

test('who takes over without the right to command takes nothing', async () => {
  const { come, newRole } = await stand();
  const changes = [
    { resource: 'robot', action: 'take-over', granted: true, reason: 'hands it to others' } as const,
    { resource: 'robot', action: 'control', granted: false, reason: 'no hands on robots' } as const,
  ];
  const role = await newRole({ inherits: 'operator', changes });
  const kim = await come('kim', 'operator', null);
  const dispatcher = await come('dora', role.id, null);
  await kim.client.robots.requestControl({ robot: 'hoist-1' });
  const taken = dispatcher.client.robots.takeControl({ robot: 'hoist-1', reason: 'because' });
  expect(await codeOf(taken)).toBe('PERMISSION_DENIED');
});

test('the stream of leases follows the scope', async () => {
  const { come, clock } = await stand();
  const ann = await come('ann', 'administrator', null);
  const kim = await come('kim', 'operator', HALL_A);
  const stream = await kim.client.robots.leases();
  const next = async () => {
    const event = stream.next();
    await clock.advance(100);
    const { value } = (await event) as { value: { leases: readonly LeaseView[] } };
    return value.leases.map((lease) => lease.robot);
  };
  expect(await next()).toEqual(['hoist-1']);
  await ann.client.users.assignScope({ id: kim.id, scope: { robots: ['hoist-3'], groups: [] } });
  expect(await next()).toEqual(['hoist-3']);
});

test('who may export and not see takes nothing out', async () => {
  const { come, newRole } = await stand();
  const changes = [{ resource: 'audit', action: 'create', granted: true, reason: 'carries files about' } as const];
  const role = await newRole({ inherits: 'viewer', changes });
  const vic = await come('vic', role.id, null);
  const file = { format: 'csv', language: 'en' } as const;
  const exported = async () => void (await (await vic.client.audit.export(file)).next());
  expect(await codeOf(exported())).toBe('PERMISSION_DENIED');
});

const REASON = 'It was agreed in the shift meeting';

test('who signs about a robot answers for it, where it is and where it would be', async () => {
  const { come, signatures } = await stand();
  const ann = await come('ann', 'administrator', null);
  await come('sue', 'supervisor', HALL_A);
  await ann.client.fleet.create({ draft: robotAt('agv-1', 'Hall A', 1) });
  await ann.client.fleet.create({ draft: robotAt('agv-2', 'Hall B', 2) });
  const procedures = ['fleet.create', 'fleet.edit', 'fleet.remove'];
  await signatures.policy.change(
    procedures.map((procedure) => ({ ...signableNamed(procedure), demand: 'second' })),
    INSTALLER,
  );
  const signed = { username: 'sue', password: PASSWORD, meaning: 'approval', reason: REASON } as const;
  const ruleOf = (procedure: string, input: unknown) =>
    ann.client.signatures.sign({ ...signed, procedure, input }).then(
      () => null,
      (error: unknown) => toConsoleError(error).details['rule'],
    );
  expect(await ruleOf('fleet.remove', { robot: 'agv-2' })).toBe('scope');
  expect(await ruleOf('fleet.edit', { robot: 'agv-1', draft: robotAt('agv-1', 'Hall B', 1) })).toBe('scope');
  expect(await ruleOf('fleet.edit', { robot: 'agv-2', draft: robotAt('agv-2', 'Hall A', 2) })).toBe('scope');
  expect(await ruleOf('fleet.create', { draft: robotAt('agv-3', 'Hall B', 3) })).toBe('scope');
  expect(await ruleOf('fleet.remove', { robot: 'agv-1' })).toBeNull();
  await ann.client.fleet.remove({ robot: 'agv-1' });
});

test('nobody lends what reaches beyond the own scope, nor goes on lending it', async () => {
  const { come } = await stand();
  const ann = await come('ann', 'administrator', null);
  const sue = await come('sue', 'supervisor', HALL_A);
  const kim = await come('kim', 'operator', null);
  const lend = (username: string) =>
    kim.client.overrides.grant({
      resource: 'alarm',
      action: 'acknowledge',
      username,
      password: PASSWORD,
      reason: REASON,
    });
  await expect(lend('sue').catch((error: unknown) => toConsoleError(error).details)).resolves.toEqual({
    rule: 'scope',
  });
  await ann.client.users.assignScope({ id: kim.id, scope: HALL_A });
  expect((await lend('sue')).permissions).toContain('alarm:acknowledge');
  const acknowledged = () => codeOf(kim.client.alarms.acknowledge({ id: 'none' }));
  expect(await acknowledged()).toBe('ALARM_UNKNOWN');
  await ann.client.users.assignScope({ id: kim.id, scope: null });
  expect(await acknowledged()).toBe('PERMISSION_DENIED');
  await ann.client.users.assignScope({ id: kim.id, scope: HALL_A });
  await lend('sue');
  await ann.client.users.assignScope({ id: sue.id, scope: { robots: ['hoist-3'], groups: [] } });
  expect(await acknowledged()).toBe('PERMISSION_DENIED');
});

test('command of a robot is not command of another machine under its name, nor of one elsewhere', async () => {
  const { come } = await stand();
  const ann = await come('ann', 'administrator', null);
  const kim = await come('kim', 'operator', HALL_A);
  const robot = 'hoist-1';
  const draft = robotAt(robot, 'Hall A', 1);
  await ann.client.fleet.create({ draft });
  const taken = async () => (await kim.client.robots.requestControl({ robot })).holder;
  const ofKim = { username: 'kim' };
  const code = () => codeOf(kim.client.robots.command({ robot, command: 'pause' }));
  expect(await taken()).toMatchObject(ofKim);
  await ann.client.fleet.edit({ robot, draft: { ...draft, name: 'Another name' } });
  expect(await code(), 'the same machine').toBe('COMMAND_STALE');
  await ann.client.fleet.edit({ robot, draft: { ...draft, url: 'http://10.0.0.8:1' } });
  expect(await code()).toBe('CONTROL_NEEDED');
  expect(await taken()).toMatchObject(ofKim);
  await ann.client.fleet.edit({ robot, draft: { ...draft, url: 'http://10.0.0.8:1', group: 'Hall B' } });
  expect(await code()).toBe('PERMISSION_DENIED');
  expect(await ann.client.robots.requestControl({ robot })).toMatchObject({ holder: { username: 'ann' } });
  await ann.client.fleet.remove({ robot });
  await ann.client.fleet.create({ draft });
  expect(await taken()).toMatchObject(ofKim);
});

test('the history of a person shows no more of what was changed than the log would', async () => {
  const { come, newRole } = await stand();
  const ann = await come('ann', 'administrator', null);
  const changes = [{ resource: 'user', action: 'view', granted: true, reason: 'personnel work only' } as const];
  const role = await newRole({ inherits: 'viewer', changes });
  const pia = await come('pia', role.id, null);
  await ann.client.alarms.setRules({ ...(await ann.client.alarms.rules()), workingHours: '06:00-14:00' });
  await ann.client.users.edit({ id: pia.id, displayName: 'Pia Phạm' });
  const newestFor = async ({ client }: typeof pia, of: { id: string }, side: 'person' | 'account', action: string) =>
    (await client.users.history({ id: of.id, side })).find((one) => one.action === action);
  const rules = 'monitoring.change-rules';
  expect(await newestFor(ann, ann, 'person', rules)).toMatchObject({ newValue: { workingHours: '06:00-14:00' } });
  expect(await newestFor(pia, ann, 'person', rules)).toMatchObject({ oldValue: null, newValue: null, details: {} });
  expect(await newestFor(pia, pia, 'account', 'user.edit')).toMatchObject({ newValue: { displayName: 'Pia Phạm' } });
});
