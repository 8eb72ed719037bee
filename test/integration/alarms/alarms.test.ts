import { expect, test } from 'vitest';
import { LIMITED_AUDIT_VIEW } from '../../../src-main/access/audit-view.ts';
import { openAlarms } from '../../../src-main/alarms/alarms.ts';
import type { Raised } from '../../../src-main/alarms/alarm.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import { silentLog } from '../../../src-main/log.ts';
import type { StoreReads, StoreWrites } from '../../../src-main/store/store.ts';
import { createUser, newUser, openTestStore, refusalOf, temporaryFolder } from '../../support/store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const burst: Raised = { kind: 'refusal-burst', priority: 'medium', subject: null, by: 'binh', at: 1000 };
const damage: Raised = { kind: 'integrity', priority: 'high', subject: null, by: null, at: 500 };

function alarmsOver(store: StoreReads & StoreWrites) {
  let made = 0;
  return openAlarms({ store, clock: createVirtualClock(), log: silentLog, newId: () => `a-${(made += 1)}` });
}

test('an alarm stays over a restart until somebody acknowledges it by name, and both are on the record', async () => {
  const dir = await temporaryFolder();
  const before = await openTestStore(dir);
  await createUser(before, 'Anna');
  const anna = { ...newUser('Anna'), sessionId: 's', origin: 'loopback' as const };
  const by = { userId: anna.id, username: 'Anna', role: 'supervisor', sessionId: 's', origin: 'loopback' } as const;
  const alarms = await alarmsOver(before);
  alarms.raise(burst);
  await alarms.settled();
  await before.close();

  const after = await openTestStore(dir);
  const again = await alarmsOver(after);
  expect(again.active()).toEqual([{ ...burst, id: 'a-1', lastAt: 1000, count: 1 }]);
  await again.acknowledge('a-1', by);
  expect(again.active()).toEqual([]);
  expect((await alarmsOver(after)).active()).toEqual([]);
  expect((await refusalOf(again.acknowledge('a-1', by))).code).toBe('ALARM_UNKNOWN');
  expect(await after.read('audit.page', { limit: 2 })).toMatchObject([
    {
      action: 'monitoring.acknowledge',
      actor: { username: 'Anna' },
      subject: 'a-1',
      details: { kind: 'refusal-burst' },
    },
    { action: 'monitoring.raise', actor: { origin: 'console' }, subject: 'a-1' },
  ]);
});

test('an alarm about a robot names it, over a restart and in the log, so that it can be kept from others', async () => {
  const dir = await temporaryFolder();
  const store = await openTestStore(dir);
  const alarms = await alarmsOver(store);
  alarms.raise({
    kind: 'simulated-fallback',
    priority: 'medium',
    subject: 'Hoist 1',
    robot: 'hoist-1',
    by: null,
    at: 1,
  });
  await alarms.settled();
  expect((await alarmsOver(store)).active()).toMatchObject([{ subject: 'Hoist 1', robot: 'hoist-1' }]);
  expect(await store.read('audit.page', { limit: 1, robots: ['hoist-2'] })).toEqual([]);
  expect(await store.read('audit.page', { limit: 1, robots: ['hoist-1'] })).toMatchObject([{ robot: 'hoist-1' }]);
});

test('the same found again counts up, and the most urgent stands first', async () => {
  const alarms = await alarmsOver(await openTestStore(await temporaryFolder()));
  let told = 0;
  alarms.onChange(() => (told += 1));
  alarms.raise(burst);
  alarms.raise(damage);
  alarms.raise({ ...burst, at: 2000, by: 'chi' });
  expect(alarms.active().map(({ kind, count, at, lastAt, by }) => [kind, count, at, lastAt, by])).toEqual([
    ['integrity', 1, 500, 500, null],
    ['refusal-burst', 2, 1000, 2000, 'chi'],
  ]);
  expect(told).toBe(3);
});

test('however much is found, the list has an end and nothing is left uncounted', async () => {
  const alarms = await alarmsOver(await openTestStore(await temporaryFolder()));
  for (let n = 0; n < 200; n++) alarms.raise({ ...burst, kind: 'outside-hours', subject: `person-${n}` });
  expect(alarms.active().length).toBeLessThan(60);
  expect(alarms.active().reduce((sum, { count }) => sum + count, 0)).toBe(200);
  alarms.raise({ ...burst, kind: 'outside-hours', subject: 'person-0' });
  expect(alarms.active().find(({ subject }) => subject === 'person-0')?.count, 'who has a line keeps it').toBe(2);
});

test('an alarm is shown although the disk takes nothing, and stays when its acknowledgement is not kept', async () => {
  const refusal = new ConsoleError('STORE_UNAVAILABLE', 'the disk is full', {});
  const alarms = await alarmsOver({ read: async () => null as never, write: () => Promise.reject(refusal) });
  alarms.raise(damage);
  await alarms.settled();
  expect(alarms.active()).toMatchObject([{ kind: 'integrity' }]);
  const by = { userId: 'x', username: 'x', role: 'supervisor', sessionId: 's', origin: 'loopback' } as const;
  expect((await refusalOf(alarms.acknowledge('a-1', by))).code).toBe('STORE_UNAVAILABLE');
  expect(alarms.active()).toHaveLength(1);
});

test('two people who acknowledge at once acknowledge once', async () => {
  const store = await openTestStore(await temporaryFolder());
  const alarms = await alarmsOver(store);
  alarms.raise(burst);
  const by = { userId: null, username: 'x', role: 'supervisor', sessionId: 's', origin: 'loopback' } as const;
  const [one, other] = await Promise.allSettled([alarms.acknowledge('a-1', by), alarms.acknowledge('a-1', by)]);
  expect([one.status, other.status]).toEqual(['fulfilled', 'rejected']);
  const acknowledged = await store.read('audit.page', { action: 'monitoring.acknowledge', limit: 9 });
  expect(acknowledged).toHaveLength(1);
});

const ANNA = { userId: null, username: 'anna', role: 'supervisor', sessionId: 's', origin: 'loopback' } as const;
const down = (n: number): Raised => ({
  kind: 'link-down',
  priority: 'medium',
  subject: `Hoist ${n}`,
  robot: `hoist-${n}`,
  by: null,
  at: n,
});

test('a plant that goes down at once is a handful of alarms, each robot in one of them, over a restart too', async () => {
  const store = await openTestStore(await temporaryFolder());
  const alarms = await alarmsOver(store);
  alarms.raise(damage);
  for (let n = 1; n <= 100; n++) alarms.raise(down(n));
  const links = alarms.active().filter(({ kind }) => kind === 'link-down');
  expect(links).toHaveLength(6);
  expect(links.flatMap(({ robot, robots }) => robots?.map(({ id }) => id) ?? robot)).toHaveLength(100);
  expect(links.find(({ robots }) => robots)).toMatchObject({ subject: null, count: 95 });
  alarms.raise(down(3));
  alarms.raise(down(50));
  expect(alarms.active().find(({ robot }) => robot === 'hoist-3')?.count).toBe(2);
  expect(alarms.active().find(({ robots }) => robots)).toMatchObject({ count: 96, robots: { length: 95 } });
  await alarms.settled();
  expect((await alarmsOver(store)).active()).toEqual(alarms.active());
  expect(await store.read('audit.page', { limit: 1, robots: ['hoist-50'] })).toMatchObject([
    { action: 'alarm.raise', robot: 'hoist-50' },
  ]);
});

test('an alarm about many robots stays for those whom the person who acknowledged it did not see', async () => {
  const store = await openTestStore(await temporaryFolder());
  const alarms = await alarmsOver(store);
  for (let n = 1; n <= 9; n++) alarms.raise(down(n));
  const many = () => alarms.active().find(({ robots }) => robots);
  const { id = '' } = many() ?? {};
  await alarms.acknowledge(id, ANNA, ['hoist-6', 'hoist-7', 'hoist-8']);
  expect(many()).toMatchObject({ id, count: 1, robots: [{ id: 'hoist-9' }] });
  expect((await store.read('audit.page', { limit: 1 }))[0]).toMatchObject({
    action: 'monitoring.acknowledge',
    details: { robots: 3, count: 3 },
  });
  // whoever works with the robots finds each in the part of the log that is theirs, and no word of the others
  const theirs = { userId: '', objects: LIMITED_AUDIT_VIEW.objects };
  const seen = await store.read('audit.page', { limit: 20, limitedTo: theirs });
  expect(seen.map(({ action, robot }) => `${action} ${robot}`)).toEqual(
    [9, 8, 7, 6, 5, 4, 3, 2, 1].map((n) => `alarm.raise hoist-${n}`),
  );
  expect(seen[0]?.details).toEqual({ kind: 'link-down', priority: 'medium', about: 'Hoist 9' });
  expect((await refusalOf(alarms.acknowledge(id, ANNA, ['hoist-6']))).code).toBe('ALARM_UNKNOWN');
  await alarms.acknowledge(id, ANNA);
  expect(many()).toBeUndefined();
  expect(alarms.active()).toHaveLength(5);
});

test('an alarm about a simulated robot stays marked, on record and over a restart, and no real one joins it', async () => {
  const store = await openTestStore(await temporaryFolder());
  const alarms = await alarmsOver(store);
  for (let n = 1; n <= 7; n++) alarms.raise({ ...down(n), simulated: true });
  await alarms.settled();
  expect((await store.read('audit.page', { limit: 1 }))[0]).toMatchObject({ source: 'simulated', robot: 'hoist-7' });
  expect((await alarmsOver(store)).active().every(({ simulated }) => simulated)).toBe(true);
  for (const n of [1, 7, 8]) alarms.raise(down(n));
  const real = alarms.active().filter(({ simulated }) => !simulated);
  expect(real.flatMap(({ robot, robots }) => robots?.map(({ id }) => id) ?? robot)).toHaveLength(3);
  expect(alarms.active().find(({ robots, simulated }) => robots && simulated)).toMatchObject({ count: 2 });
});
