import { setImmediate } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { createBridge } from '../../../src-main/bridge/bridge.ts';
import { toConsoleError } from '../../../src-main/bridge/contract.ts';
import { portChannel } from '../../../src-main/bridge/message-port.ts';
import { createAccessStand, nobody, SECRET } from '../../support/access-stand.ts';
import { connectPort } from '../../support/bridge-client.ts';
import { createFakeAlarms, createFakeMonitoring } from '../../support/fake-alarms.ts';
import { createFakeRegistry } from '../../support/fake-registry.ts';
import { createFakeAudit } from '../../support/fake-audit.ts';
import { createFakeFleet } from '../../support/fake-fleet.ts';
import {
  createFakeCommands,
  createFakeLeases,
  createFakeSimulations,
  createFakeStops,
} from '../../support/fake-orders.ts';
import { createFakeHistories } from '../../support/fake-histories.ts';
import { fakeInfo } from '../../support/fake-info.ts';
import { createFakeSecurity } from '../../support/fake-security.ts';
import { createFakeStore } from '../../support/fake-store.ts';
import { trainingOver } from '../../support/fake-training.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const MINUTE = 60_000;

/** The real access to the console behind the real gate and bridge, on a virtual clock. */
async function stand() {
  const clock = createVirtualClock();
  const access = await createAccessStand({ clock });
  await access.accounts.createFirstAdministrator({ username: 'anna', password: SECRET }, nobody);
  const kim = await access.accounts.create({ username: 'kim', password: SECRET, role: 'operator' }, nobody);
  const bridge = createBridge({
    ...access,
    fleet: createFakeFleet(),
    linkHistories: createFakeHistories(),
    stops: createFakeStops(),
    commands: createFakeCommands(),
    leases: createFakeLeases(undefined, clock),
    simulations: createFakeSimulations(),
    softwareStop: 'anyone',
    store: createFakeStore(),
    alarms: createFakeAlarms(),
    audit: createFakeAudit(),
    security: createFakeSecurity(),
    clock,
    log: access.log,
    monitoring: createFakeMonitoring(),
    training: trainingOver(),
    registry: createFakeRegistry(),
    origin: 'loopback',
    refused: () => {},
    configuration: [],
    info: async () => fakeInfo(),
  });
  onTestFinished(() => bridge.close());
  const seat = (id: string) => {
    const { port1, port2 } = new MessageChannel();
    bridge.attach(portChannel(port1), { id });
    return connectPort(port2).client;
  };
  return { ...access, clock, kim, seat };
}

const codeOf = async (call: Promise<unknown>) => {
  try {
    await call;
    return null;
  } catch (error) {
    return toConsoleError(error).code;
  }
};

test('ten minutes without input lock the session; the robots go on, all else waits for the password', async () => {
  const { clock, seat } = await stand();
  const client = seat('one');
  await client.session.signIn({ username: 'anna', password: SECRET });
  const robots = await client.robots.watch();
  expect((await robots.next()).value).toMatchObject({ kind: 'all' });
  await clock.advance(9 * MINUTE);
  await client.session.touch();
  await clock.advance(9 * MINUTE);
  expect(await codeOf(client.users.list({}))).toBeNull();
  // the page goes on asking by itself, and that is no input
  for (let minute = 0; minute < 3; minute++) {
    await clock.advance(MINUTE);
    await client.robots.list();
  }
  expect(await codeOf(client.users.list({}))).toBe('SESSION_LOCKED');
  expect(await codeOf(client.session.touch())).toBe('SESSION_LOCKED');
  expect(await codeOf(client.robots.list())).toBeNull();
  const next = robots.next();
  const early = await Promise.race([codeOf(next), setImmediate('still open')]);
  expect(early).toBe('still open');
  expect(await codeOf(client.session.again({ password: 'wrong' }))).toBe('SIGN_IN_FAILED');
  expect(await client.session.again({ password: SECRET })).toMatchObject({ locked: false });
  expect(await codeOf(client.users.list({}))).toBeNull();
});

test('after twelve hours it is over, however busy its owner was and whatever the wall clock says', async () => {
  const { clock, seat } = await stand();
  const client = seat('one');
  await client.session.signIn({ username: 'kim', password: SECRET });
  for (let quarter = 0; quarter < 12 * 8 - 1; quarter++) {
    await clock.advance(7.5 * MINUTE);
    await client.session.touch();
  }
  clock.jumpWall(-48 * 60 * MINUTE);
  await clock.advance(7.5 * MINUTE);
  expect(await codeOf(client.robots.list())).toBe('SESSION_REQUIRED');
  expect(await codeOf(client.session.again({ password: SECRET }))).toBe('SESSION_REQUIRED');
});

test('what is sensitive wants the password of the last five minutes', async () => {
  const { clock, seat, kim } = await stand();
  const client = seat('one');
  await client.session.signIn({ username: 'anna', password: SECRET });
  await clock.advance(5 * MINUTE);
  expect(await codeOf(client.users.assignRole({ id: kim.id, role: 'viewer' }))).toBe('REAUTHENTICATION_REQUIRED');
  expect(await codeOf(client.account.offerSecondFactor())).toBe('REAUTHENTICATION_REQUIRED');
  await client.session.again({ password: SECRET });
  expect(await client.users.assignRole({ id: kim.id, role: 'viewer' })).toMatchObject({ role: 'viewer' });
});

test('whoever is disabled is out at once, in the middle of a stream; another role bites in it, too', async () => {
  const { seat, kim } = await stand();
  const boss = seat('boss');
  const client = seat('kim');
  await boss.session.signIn({ username: 'anna', password: SECRET });
  await client.session.signIn({ username: 'kim', password: SECRET });
  const watched = await client.session.watch();
  await watched.next();
  await boss.users.assignRole({ id: kim.id, role: 'supervisor' });
  expect(await codeOf(client.configuration.list())).toBeNull();
  await boss.users.assignRole({ id: kim.id, role: 'operator' });
  expect(await codeOf(client.configuration.list())).toBe('PERMISSION_DENIED');
  const robots = await client.robots.watch();
  await robots.next();
  const ended = codeOf(robots.next());
  await boss.users.setDisabled({ id: kim.id, disabled: true });
  expect(await ended).toBe('SESSION_REQUIRED');
  expect(await codeOf(client.robots.list())).toBe('SESSION_REQUIRED');
});
