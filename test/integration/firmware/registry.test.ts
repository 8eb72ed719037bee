import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { protectWith } from '../../../src-main/access/secret-protection.ts';
import { KEPT_ROBOTS } from '../../../src-main/firmware/registry/kept-robots.ts';
import type { RobotSettings } from '../../../src-main/firmware/settings.ts';
import { ANSWERED, registryOver } from '../../support/fake-registry.ts';
import { createUser, newUser, openTestStore, refusalOf, temporaryFolder } from '../../support/store.ts';

const HOIST = {
  id: 'hoist-1',
  name: 'Hoist 1',
  group: 'Hall A',
  driver: 'oht50',
  url: 'http://10.0.0.7:8080',
} as const;
const TOKEN = 'planted-token-of-the-robot';
const sealing = protectWith(randomBytes(32), randomBytes);

async function stand(configured: readonly RobotSettings[] = []) {
  const dir = await temporaryFolder();
  const store = await openTestStore(dir);
  await createUser(store, 'Anna');
  const { id: userId } = newUser('Anna');
  const by = { userId, username: 'Anna', role: 'administrator', sessionId: 's', origin: 'loopback' } as const;
  let polled: readonly RobotSettings[] = [];
  const apply = async (robots: readonly RobotSettings[]) => void (polled = robots);
  const deps = { configured, sealing, apply };
  const newest = async () => (await store.read('audit.page', { limit: 1 }))[0];
  return { dir, store, by, deps, newest, polled: () => polled, registry: await registryOver(store, deps) };
}

test('a robot is polled from the moment it is added, with its token, and after a restart', async () => {
  const { dir, store, by, deps, newest, polled, registry } = await stand();
  await registry.create(HOIST, { operator: TOKEN }, by);
  const wanted = [{ ...HOIST, pollIntervalMs: 1000, tokens: { operator: TOKEN } }];
  expect(polled()).toMatchObject(wanted);
  expect(registry.list()).toEqual([{ robot: HOIST, enabled: true, tokens: ['operator'], from: 'console' }]);
  expect(await newest()).toMatchObject({ action: 'robot.create', robot: 'hoist-1', actor: { username: 'Anna' } });
  await store.close();

  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of files) {
    expect(readFileSync(path.join(parentPath, name), 'latin1').includes(TOKEN), name).toBe(false);
  }
  const again = await openTestStore(dir);
  await registryOver(again, deps);
  expect(polled()).toMatchObject(wanted);
});

test('a change holds at once, is on record with what was before, and keeps the tokens that it does not name', async () => {
  const { by, newest, polled, registry } = await stand();
  await registry.create(HOIST, { operator: TOKEN, viewer: 'another' }, by);
  await registry.edit({ ...HOIST, name: 'Hoist one', pollIntervalMs: 500 }, { viewer: null }, by);
  expect(polled()).toMatchObject([{ name: 'Hoist one', pollIntervalMs: 500, tokens: { operator: TOKEN } }]);
  expect(Object.keys(polled()[0]?.tokens ?? {})).toEqual(['operator']);
  expect(await newest()).toMatchObject({
    action: 'robot.edit',
    oldValue: { name: 'Hoist 1', tokens: ['operator', 'viewer'] },
    newValue: { name: 'Hoist one', pollIntervalMs: 500, tokens: ['operator'] },
  });

  await registry.setEnabled('hoist-1', false, by);
  expect(polled()).toEqual([]);
  expect(await newest()).toMatchObject({ action: 'robot.disable' });
  await registry.setEnabled('hoist-1', true, by);
  await registry.remove('hoist-1', by);
  expect([polled(), registry.list()]).toEqual([[], []]);
  expect(await newest()).toMatchObject({ action: 'robot.remove', oldValue: { url: HOIST.url } });
  expect((await refusalOf(registry.remove('hoist-1', by))).code).toBe('ROBOT_UNKNOWN');
});

test('no two robots have one id or one controller, not even when several are added at once', async () => {
  const { by, registry } = await stand();
  const added = await Promise.allSettled([
    registry.create(HOIST, {}, by),
    registry.create({ ...HOIST, url: 'http://10.0.0.8:8080' }, {}, by),
    registry.create({ ...HOIST, id: 'hoist-2', url: 'http://10.0.0.7:8080/other' }, {}, by),
  ]);
  expect(added.map((one) => (one.status === 'fulfilled' ? 'added' : (one.reason as { code: string }).code))).toEqual([
    'added',
    'ROBOT_ID_TAKEN',
    'ROBOT_ADDRESS_TAKEN',
  ]);
  const asked = await refusalOf(registry.test({ ...HOIST, id: 'hoist-2' }, {}));
  expect([asked.code, asked.details['name']]).toEqual(['ROBOT_ADDRESS_TAKEN', 'Hoist 1']);
});

const NONE = [
  [{ ...HOIST, url: 'ftp://10.0.0.7' }, 'url'],
  [{ ...HOIST, id: 'no spaces please' }, 'id'],
  [{ ...HOIST, pollIntervalMs: 1 }, 'pollIntervalMs'],
  [{ ...HOIST, certificate: '-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----' }, 'certificate'],
  [{ ...HOIST, colour: 'red' }, ''],
] as const;

test('what is no robot is refused, naming the field, and nothing is kept', async () => {
  const { by, registry } = await stand();
  for (const [draft, field] of NONE) {
    const { code, details } = await refusalOf(registry.create(draft, {}, by));
    expect([code, details['path']]).toEqual(['INPUT_INVALID', field]);
  }
  expect(registry.list()).toEqual([]);
});

test('a robot of the configuration is shown, and changed there only', async () => {
  const configured = [{ ...HOIST, pollIntervalMs: 700 }] as unknown as readonly RobotSettings[];
  const { registry, by } = await stand(configured);
  expect(registry.list()).toEqual([{ robot: HOIST, enabled: true, tokens: [], from: 'configuration' }]);
  expect((await refusalOf(registry.edit({ ...HOIST, name: 'x' }, {}, by))).code).toBe('ROBOT_CONFIGURED');
  expect((await refusalOf(registry.create(HOIST, {}, by))).code).toBe('ROBOT_ID_TAKEN');
});

test('a robot that the configuration names as well is polled once, as the configuration has it', async () => {
  const { dir, store, by, deps, polled, registry } = await stand();
  await registry.create(HOIST, {}, by);
  const second = { ...HOIST, id: 'hoist-2', name: 'Hoist 2', url: 'http://10.0.0.8:8080' };
  await registry.create(second, {}, by);
  const third = { ...HOIST, id: 'hoist-3', name: 'Hoist 3', url: 'http://10.0.0.9:8080' };
  await registry.create(third, {}, by);
  await store.close();

  const again = await openTestStore(dir);
  const sameId = { ...HOIST, name: 'Configured', url: 'http://10.0.0.70:8080' };
  const sameAddress = { ...second, id: 'robot-2', url: 'http://10.0.0.8:8080/' };
  const configured = [sameId, sameAddress] as unknown as readonly RobotSettings[];
  const beside = await registryOver(again, { ...deps, configured });
  expect(polled().map(({ id, url }) => [id, url])).toEqual([
    ['hoist-1', sameId.url],
    ['robot-2', sameAddress.url],
    ['hoist-3', third.url],
  ]);
  expect(beside.list().map(({ robot, enabled, from }) => [robot.id, enabled, from])).toEqual([
    ['hoist-1', true, 'configuration'],
    ['robot-2', true, 'configuration'],
    ['hoist-2', false, 'console'],
    ['hoist-3', true, 'console'],
  ]);
  expect((await refusalOf(beside.setEnabled('hoist-2', true, by))).code).toBe('ROBOT_ADDRESS_TAKEN');
  expect((await refusalOf(beside.remove('hoist-1', by))).code).toBe('ROBOT_CONFIGURED');
  await beside.edit({ ...second, url: 'http://10.0.0.10:8080' }, {}, by);
  expect(polled().map(({ id }) => id)).toEqual(['hoist-1', 'robot-2', 'hoist-2', 'hoist-3']);
  await again.close();

  // without the configuration all of them are there again
  await registryOver(await openTestStore(dir), deps);
  expect(polled().map(({ id }) => id)).toEqual(['hoist-1', 'hoist-2', 'hoist-3']);
});

test('a robot that cannot be read is not seen, and is not lost when another one changes', async () => {
  const { store, by, polled, deps } = await stand();
  const strange = { robot: { ...HOIST, id: 'hoist-9', driver: 'oht99' }, enabled: true, tokens: {} };
  const sane = { robot: HOIST, enabled: true, tokens: { operator: 'opens nowhere' } };
  const written = { actor: by, action: 'robot.create', subject: null, outcome: 'succeeded', details: {} } as const;
  await store.write('settings.change', { key: KEPT_ROBOTS, value: [strange, sane], at: 0, by: null }, written);
  const registry = await registryOver(store, deps);
  expect(polled()).toMatchObject([{ id: 'hoist-1', tokens: {} }]);
  await registry.edit({ ...HOIST, name: 'Another' }, {}, by);
  expect(await store.read('settings.read', { key: KEPT_ROBOTS })).toEqual([
    { ...sane, robot: { ...HOIST, name: 'Another' } },
    strange,
  ]);
});

test('tokens that were entered for one address do not go to another one: they are entered anew', async () => {
  const { by, polled, registry, newest } = await stand();
  await registry.create(HOIST, { operator: TOKEN }, by);
  await registry.edit({ ...HOIST, url: 'http://10.0.0.66:8080' }, {}, by);
  expect([polled()[0]?.url, polled()[0]?.tokens]).toEqual(['http://10.0.0.66:8080', {}]);
  expect(await newest()).toMatchObject({ oldValue: { tokens: ['operator'] }, newValue: { tokens: [] } });
  await registry.edit({ ...HOIST, url: 'http://10.0.0.67:8080' }, { operator: 'another' }, by);
  expect(polled()[0]?.tokens).toEqual({ operator: 'another' });
});

test('kept tokens are tried at their own address alone: whoever types another one gets none of them', async () => {
  const { store, by, deps } = await stand();
  const sent: unknown[] = [];
  const testConnection = async (_draft: unknown, tokens: unknown) => {
    sent.push(tokens);
    return ANSWERED;
  };
  const registry = await registryOver(store, { ...deps, testConnection });
  await registry.create(HOIST, { operator: TOKEN }, by);
  await registry.setEnabled('hoist-1', false, by);
  for (const url of ['http://10.0.0.66:8080', 'http://10.0.0.7:8081', 'https://10.0.0.7:8080']) {
    await registry.test({ ...HOIST, url }, { viewer: 'typed' });
  }
  await registry.test({ ...HOIST, url: 'http://10.0.0.7:8080/path' }, {});
  expect(sent).toEqual([{ viewer: 'typed' }, { viewer: 'typed' }, { viewer: 'typed' }, { operator: TOKEN }]);
});

test('a whole poll may not be shorter than one attempt of it, whichever of both the robot leaves to all robots', async () => {
  const { by, polled, registry } = await stand();
  const refused = { code: 'INPUT_INVALID', details: { path: 'totalDeadlineMs' } };
  // by default an attempt has a second, and a poll has five
  for (const own of [{ totalDeadlineMs: 900 }, { attemptDeadlineMs: 6000 }]) {
    expect(await refusalOf(registry.create({ ...HOIST, ...own }, {}, by))).toMatchObject(refused);
  }
  await registry.create({ ...HOIST, attemptDeadlineMs: 6000, totalDeadlineMs: 6000 }, {}, by);
  expect(await refusalOf(registry.edit({ ...HOIST, totalDeadlineMs: 999 }, {}, by))).toMatchObject(refused);
  expect(polled()).toMatchObject([{ attemptDeadlineMs: 6000, totalDeadlineMs: 6000 }]);
});
