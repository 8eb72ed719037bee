import { describe, expect, onTestFinished, test } from 'vitest';
import { signableNamed } from '../../../src-main/bridge/signable.ts';
import { bridgeOver, codeOf, failureOf } from '../../support/access-bridge.ts';
import { createAccessStand, nobody, SECRET } from '../../support/access-stand.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const MINUTE = 60_000;
const REASON = 'The supervisor is busy at the other hoist';

/** The real access, gate and router over a real store: sam supervises, kim operates and sits at the seat. */
async function stand() {
  const clock = createVirtualClock();
  const access = await createAccessStand({ clock, inThread: false });
  const { accounts } = access;
  await accounts.createFirstAdministrator({ username: 'anna', password: SECRET }, nobody);
  const sam = await accounts.create(
    { username: 'sam', password: SECRET, displayName: 'Sam Lê', role: 'supervisor' },
    nobody,
  );
  const kim = await accounts.create({ username: 'kim', password: SECRET, role: 'operator' }, nobody);
  const { bridge, alarms, seat } = bridgeOver(access, clock);
  onTestFinished(() => bridge.close());
  const client = seat('here');
  await client.session.signIn({ username: 'kim', password: SECRET });
  const lately = async (action: string) => (await access.records(20)).find((record) => record.action === action);
  return { ...access, clock, sam, kim, seat, client, alarms, lately };
}

/** sam lends the right to see the configuration. */
const VIEWING = {
  resource: 'configuration',
  action: 'view',
  username: 'sam',
  password: SECRET,
  reason: REASON,
  minutes: 10,
} as const;

test('a supervisor lends one right for ten minutes; it is shown, used, and over by the monotonic clock', async () => {
  const { client, clock, sam, kim, lately } = await stand();
  expect(await codeOf(client.configuration.list())).toBe('PERMISSION_DENIED');
  const session = await client.overrides.grant({ ...VIEWING, minutes: undefined });
  expect(session.permissions).toContain('configuration:view');
  const [shown] = session.overrides;
  expect(shown).toEqual({
    id: expect.any(String),
    permission: 'configuration:view',
    grantedBy: 'Sam Lê',
    endsAt: clock.now() + 10 * MINUTE,
  });
  expect(await lately('override.grant')).toMatchObject({
    actor: { userId: sam.id, username: 'sam', role: 'supervisor' },
    subject: shown?.id,
    reason: REASON,
    details: { permission: 'configuration:view', minutes: 10, printedName: 'Sam Lê', sessionOf: 'kim' },
  });
  expect(await codeOf(client.configuration.list())).toBeNull();
  expect(await codeOf(client.users.list({})), 'nothing else comes with it').toBe('PERMISSION_DENIED');

  // whatever is done meanwhile is on record with it
  await client.account.endSessions({ id: null });
  await client.account.offerSecondFactor();
  await client.account.renewRecoveryCodes().catch(() => {});
  await client.account.removeSecondFactor();
  expect(await lately('user.remove-second-factor')).toMatchObject({
    actor: { userId: kim.id },
    details: { override: shown?.id },
  });

  clock.jumpWall(-60 * MINUTE);
  await clock.advance(5 * MINUTE);
  await client.session.touch();
  await clock.advance(5 * MINUTE - 1);
  expect(await codeOf(client.configuration.list())).toBeNull();
  await clock.advance(1);
  expect(await codeOf(client.configuration.list())).toBe('PERMISSION_DENIED');
  expect(await lately('override.end')).toMatchObject({ subject: shown?.id, details: { by: 'expired' } });
});

test('what a stream shows by it is shown no more when it ends, at once', async () => {
  const { client, clock, alarms } = await stand();
  const about = { kind: 'refusal-burst', priority: 'medium', subject: null, by: null } as const;
  alarms.show([{ id: 'a', ...about, at: 0, lastAt: 0, count: 1 }]);
  await client.overrides.grant({ ...VIEWING, resource: 'alarm', minutes: 1 });
  expect(await client.audit.page({ limit: 1 })).toMatchObject({ view: 'limited' });
  await client.overrides.grant({ ...VIEWING, resource: 'audit', minutes: 1 });
  expect(await client.audit.page({ limit: 1 })).toMatchObject({ view: 'full' });
  const watched = await client.alarms.watch();
  expect((await watched.next()).value).toMatchObject({ alarms: [{ id: 'a' }] });
  const next = watched.next();
  await clock.advance(MINUTE);
  expect((await next).value).toEqual({ alarms: [] });
  expect(await client.audit.page({ limit: 1 })).toMatchObject({ view: 'limited' });
  expect(await codeOf(client.robots.list())).toBeNull();
});

describe('it ends before its time', () => {
  async function lent() {
    const opened = await stand();
    const { overrides } = await opened.client.overrides.grant(VIEWING);
    const id = overrides[0]?.id ?? '';
    const mayView = async () => (await codeOf(opened.client.configuration.list())) === null;
    const endedBy = async () => (await opened.lately('override.end'))?.details['by'];
    expect(await mayView()).toBe(true);
    return { ...opened, id, mayView, endedBy };
  }

  test('when it is given back, which only its own seat can do', async () => {
    const { client, seat, id, mayView, endedBy, lately } = await lent();
    const other = seat('other');
    await other.session.signIn({ username: 'kim', password: SECRET });
    expect(await codeOf(other.configuration.list())).toBe('PERMISSION_DENIED');
    expect(await codeOf(other.overrides.end({ id }))).toBe('OVERRIDE_UNKNOWN');
    await client.overrides.end({ id });
    expect(await mayView()).toBe(false);
    expect(await endedBy()).toBe('returned');
    expect(await lately('override.end')).toMatchObject({ actor: { username: 'kim', origin: 'loopback' } });
    expect(await codeOf(client.overrides.end({ id }))).toBe('OVERRIDE_UNKNOWN');
  });

  test('with a lock, and does not come back when it is opened', async () => {
    const { client, mayView, endedBy } = await lent();
    await client.session.lock();
    await client.session.again({ password: SECRET });
    expect(await mayView()).toBe(false);
    expect(await endedBy()).toBe('locked');
  });

  test('with a lock by time', async () => {
    const opened = await stand();
    await opened.client.overrides.grant({ ...VIEWING, minutes: 60 });
    await opened.clock.advance(10 * MINUTE);
    expect((await opened.lately('override.end'))?.details['by']).toBe('locked');
  });

  test('with the session: the next person does not have it', async () => {
    const { client, mayView, endedBy } = await lent();
    await client.session.signOut();
    await client.session.signIn({ username: 'kim', password: SECRET });
    expect(await mayView()).toBe(false);
    expect(await endedBy()).toBe('session');
  });

  test('when its lender is disabled, deleted or loses the right', async () => {
    const { client, accounts, sam, mayView, endedBy } = await lent();
    const ways = [
      [() => accounts.setDisabled(sam.id, true, nobody), () => accounts.setDisabled(sam.id, false, nobody)],
      [() => accounts.setDeleted(sam.id, true, nobody), () => accounts.setDeleted(sam.id, false, nobody)],
      [() => accounts.assignRole(sam.id, 'operator', nobody), () => accounts.assignRole(sam.id, 'supervisor', nobody)],
    ] as const;
    for (const [happens, isUndone] of ways) {
      await happens();
      expect(await mayView()).toBe(false);
      expect(await endedBy()).toBe('lender');
      await isUndone();
      expect(await mayView(), 'it does not come back').toBe(false);
      await client.overrides.grant(VIEWING);
      expect(await mayView()).toBe(true);
    }
  });

  test('when its borrower gets another role, and not when somebody gets another name', async () => {
    const { accounts, sam, kim, mayView, endedBy } = await lent();
    await accounts.edit(sam.id, { displayName: 'Samuel' }, nobody);
    await accounts.edit(kim.id, { displayName: 'Kim' }, nobody);
    expect(await mayView()).toBe(true);
    await accounts.assignRole(kim.id, 'viewer', nobody);
    expect(await mayView()).toBe(false);
    expect(await endedBy()).toBe('role');
  });
});

describe('nobody lends', () => {
  test('what governs accounts, security or one’s own account, and what there is not', async () => {
    const { client } = await stand();
    const rights = [
      ['user', 'view'],
      ['user', 'create'],
      ['own-account', 'second-factor'],
      ['security', 'edit'],
      ['security', 'view'],
      ['audit', 'create'],
      ['robot', 'acknowledge'],
    ] as const;
    for (const [resource, action] of rights) {
      expect(await failureOf(client.overrides.grant({ ...VIEWING, username: 'anna', resource, action }))).toEqual({
        code: 'OVERRIDE_IMPOSSIBLE',
        details: { rule: 'right' },
      });
    }
  });

  test('to himself, what he does not hold by his role, or what is held already', async () => {
    const { client, seat, accounts, lately } = await stand();
    const ruleOf = async (wish: object) =>
      (await failureOf(client.overrides.grant({ ...VIEWING, ...wish })))?.details['rule'];
    expect(await ruleOf({ username: 'kim' })).toBe('other');
    expect(await lately('override.grant')).toMatchObject({ outcome: 'refused', details: { rule: 'other' } });
    await accounts.create({ username: 'lan', password: SECRET, role: 'operator' }, nobody);
    expect(await ruleOf({ username: 'lan' })).toBe('right');
    // whoever has it lent cannot lend it on
    const lan = seat('lan');
    await lan.session.signIn({ username: 'lan', password: SECRET });
    await lan.overrides.grant(VIEWING);
    expect(await ruleOf({ username: 'lan' })).toBe('right');
    await client.overrides.grant(VIEWING);
    expect(await ruleOf({})).toBe('held');
  });

  test('for no time, for too long, or with a wrong password, which counts against the lender and is on record', async () => {
    const { client, lately } = await stand();
    for (const minutes of [0, 61, 1.5]) {
      expect(await codeOf(client.overrides.grant({ ...VIEWING, minutes }))).toBe('INPUT_INVALID');
    }
    expect(await codeOf(client.overrides.grant({ ...VIEWING, password: 'wrong' }))).toBe('SIGN_IN_FAILED');
    expect(await lately('override.grant')).toMatchObject({
      outcome: 'refused',
      actor: { username: 'kim' },
      details: { username: 'sam', rule: 'identification' },
    });
  });
});

test('a lent right lets one act, not sign: whoever signs holds it by role, and the record names both', async () => {
  const { client, signatures } = await stand();
  await signatures.policy.change([{ ...signableNamed('backups.create'), demand: 'second' }], nobody);
  await client.overrides.grant({ ...VIEWING, resource: 'backup', action: 'create' });
  const input = { passphrase: null };
  const sign = (username: string) =>
    client.signatures.sign({
      procedure: 'backups.create',
      input,
      username,
      password: SECRET,
      meaning: 'approval',
      reason: REASON,
    });
  expect(await codeOf(client.backups.create(input))).toBe('SIGNATURE_REQUIRED');
  await sign('sam');
  const backup = await client.backups.create(input);
  await backup.return?.();
});
