import { expect, test } from 'vitest';
import type { Accounts } from '../../../src-main/access/accounts.ts';
import { searchTerm } from '../../../src-main/access/search-text.ts';
import type { Actor } from '../../../src-main/audit/record.ts';
import type { Store } from '../../../src-main/store/store.ts';
import { createAccessStand, nobody, placeAt, SECRET } from '../../support/access-stand.ts';
import { refusalOf } from '../../support/store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const START = Date.UTC(2026, 0, 1);
const HERE = placeAt('here');
const ALL = { robots: null, values: true };
const boss: Actor = { userId: 'id-1', username: 'boss', role: 'administrator', sessionId: 's-1', origin: 'loopback' };

async function stand() {
  const clock = createVirtualClock();
  return { ...(await createAccessStand({ clock })), clock };
}

const newest = async (store: Pick<Store, 'read'>) => (await store.read('audit.page', { limit: 1 }))[0];

test('the first administrator is made once, by nobody, and on the record', async () => {
  const { accounts, store } = await stand();
  expect(await accounts.count()).toBe(0);
  const principal = await accounts.createFirstAdministrator({ username: ' Anna ', password: SECRET }, nobody);
  expect(principal).toEqual({
    userId: expect.any(String),
    username: 'Anna',
    displayName: 'Anna',
    role: 'administrator',
    roleName: 'Administrator',
    scope: null,
  });
  expect(await newest(store)).toMatchObject({
    actor: nobody,
    action: 'user.create',
    subject: principal.userId,
    outcome: 'succeeded',
    details: { username: 'Anna', role: 'administrator' },
  });
  const second = await refusalOf(accounts.createFirstAdministrator({ username: 'Kim', password: SECRET }, nobody));
  expect(second.code).toBe('SETUP_ALREADY_DONE');
  expect(await accounts.count()).toBe(1);
});

test('of many who set up at the same moment exactly one becomes administrator', async () => {
  const { accounts } = await stand();
  const attempts = await Promise.allSettled(
    Array.from({ length: 8 }, (_, index) =>
      accounts.createFirstAdministrator({ username: `user${index}`, password: SECRET }, nobody),
    ),
  );
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const attempt of attempts) {
    if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 'SETUP_ALREADY_DONE' });
  }
  expect(await accounts.count()).toBe(1);
});

test('an account is listed as it was made, and neither the answer nor the list knows its hash', async () => {
  const { accounts, store } = await stand();
  const made = await accounts.create(
    { username: 'kim', displayName: ' Kim Nguyễn ', password: SECRET, role: 'operator' },
    nobody,
  );
  expect(made).toEqual({
    id: expect.any(String),
    username: 'kim',
    displayName: 'Kim Nguyễn',
    role: 'operator',
    roleName: 'Operator',
    scope: null,
    status: 'active',
    awaitsPassword: false,
    secondFactor: false,
    createdAt: START,
    lastSignInAt: null,
  });
  expect(await accounts.list()).toEqual([made]);
  expect(await newest(store)).toMatchObject({ actor: nobody, action: 'user.create', details: { role: 'operator' } });
});

test.each([
  ['a taken name in other letters', { username: 'ＫＩＭ' }, 'USERNAME_TAKEN'],
  ['a name with a control character', { username: 'ki\u0007m' }, 'USERNAME_INVALID'],
  ['a display name of two lines', { displayName: 'Kim\nadministrator' }, 'INPUT_INVALID'],
  ['a short password', { password: 'short' }, 'PASSWORD_TOO_SHORT'],
  ['a password beyond 72 bytes', { password: 'ế ộ ự '.repeat(20) }, 'PASSWORD_TOO_LONG'],
  ['a listed password', { password: 'passwordpassword' }, 'PASSWORD_BLOCKED'],
  ['the username as password', { username: 'maximilian.bauer', password: 'Maximilian Bauer' }, 'PASSWORD_BLOCKED'],
  ['the display name as password', { displayName: 'Đặng Hoàng Yến', password: 'danghoangyen 123' }, 'PASSWORD_BLOCKED'],
])('%s is refused and leaves no account and no record', async (_what, wrong, code) => {
  const { accounts, store } = await stand();
  await accounts.create({ username: 'kim', password: SECRET, role: 'viewer' }, nobody);
  const account = { username: 'new', password: SECRET, role: 'viewer' as const, ...wrong };
  expect((await refusalOf(accounts.create(account, nobody))).code).toBe(code);
  expect(await accounts.count()).toBe(1);
  expect(await store.read('audit.page', { limit: 9 })).toHaveLength(1);
});

const BOSS = { username: 'boss', password: SECRET };

/** A console with an administrator, signed in, and `kim` beside. */
async function governed() {
  const opened = await stand();
  const { accounts, signIn } = opened;
  const { userId } = await accounts.createFirstAdministrator(BOSS, nobody);
  const kim = await accounts.create({ username: 'kim', password: SECRET, role: 'operator' }, nobody);
  await signIn.withPassword({ username: 'kim', password: SECRET }, HERE);
  const by: Actor = { ...boss, userId };
  return { ...opened, kim, by };
}

test('an invited person signs in once with the one-time password, and can do nothing before choosing one', async () => {
  const { accounts, signIn, sessions, own, by } = await governed();
  const { user, oneTimePassword } = await accounts.invite({ username: 'Lan', role: 'viewer' }, by);
  expect(user).toMatchObject({ status: 'active', awaitsPassword: true });
  const there = placeAt('there');
  const typed = oneTimePassword.toUpperCase().replaceAll('-', ' ');
  const session = await signIn.withPassword({ username: 'lan', password: typed }, there);
  expect(session.changeReason).toBe('one-time');
  expect(() => sessions.admit('there', {})).toThrow(expect.objectContaining({ code: 'PASSWORD_CHANGE_REQUIRED' }));
  const again = signIn.withPassword({ username: 'lan', password: oneTimePassword }, HERE);
  expect(await refusalOf(again)).toMatchObject({ code: 'ONE_TIME_SECRET_INVALID', details: { rule: 'used' } });

  const chosen = 'seven geese cross the yard';
  const change = { present: oneTimePassword, password: chosen };
  expect((await own.changePassword(change, there)).changeReason).toBeNull();
  expect(sessions.admit('there', {}).principal.username).toBe('Lan');
  await signIn.withPassword({ username: 'lan', password: chosen }, HERE);
  expect(await accounts.named('LAN')).toMatchObject({ awaitsPassword: false });
});

test('a one-time password is worth nothing after a day', async () => {
  const { accounts, signIn, clock, by } = await governed();
  const { oneTimePassword: password } = await accounts.invite({ username: 'Lan', role: 'viewer' }, by);
  await clock.advance(24 * 60 * 60_000);
  expect(await refusalOf(signIn.withPassword({ username: 'lan', password }, HERE))).toMatchObject({
    code: 'ONE_TIME_SECRET_INVALID',
    details: { rule: 'expired' },
  });
});

test('a reset ends the password and the sessions at once; the administrator never knows the next password', async () => {
  const { accounts, signIn, sessions, kim, by, records } = await governed();
  const { oneTimePassword } = await accounts.resetPassword(kim.id, by);
  expect(sessions.current('here')).toBeNull();
  const old = signIn.withPassword({ username: 'kim', password: SECRET }, HERE);
  expect((await refusalOf(old)).code).toBe('SIGN_IN_FAILED');
  const session = await signIn.withPassword({ username: 'kim', password: oneTimePassword }, HERE);
  expect(session.changeReason).toBe('one-time');
  expect(JSON.stringify(await records(20))).not.toContain(oneTimePassword);
});

test.each([
  ['disabled', (accounts, id, by) => accounts.setDisabled(id, true, by)],
  ['deleted', (accounts, id, by) => accounts.setDeleted(id, true, by)],
  ['signed out', (accounts, id, by) => accounts.signOut(id, by)],
] as readonly (readonly [string, (accounts: Accounts, id: string, by: Actor) => Promise<unknown>])[])(
  'an account that is %s loses its sessions at once, in memory and on record',
  async (_how, act) => {
    const { accounts, sessions, store, kim, by } = await governed();
    const heard: unknown[] = [];
    sessions.onChange('here', (session) => heard.push(session));
    await act(accounts, kim.id, by);
    expect(heard).toEqual([null]);
    expect(await store.read('sessions.list', { userId: kim.id, limit: 5 })).toMatchObject([
      { endedAt: START, endedBy: expect.stringMatching(/account|administrator/) },
    ]);
  },
);

test('who is disabled or deleted cannot sign in, and can again when enabled and restored', async () => {
  const { accounts, signIn, kim, by } = await governed();
  const credentials = { username: 'kim', password: SECRET };
  await accounts.setDisabled(kim.id, true, by);
  expect((await refusalOf(signIn.withPassword(credentials, HERE))).code).toBe('SIGN_IN_FAILED');
  expect(await accounts.setDisabled(kim.id, false, by)).toMatchObject({ status: 'active' });
  await signIn.withPassword(credentials, HERE);
  expect(await accounts.setDeleted(kim.id, true, by)).toMatchObject({ status: 'deleted' });
  expect((await refusalOf(signIn.withPassword(credentials, HERE))).code).toBe('SIGN_IN_FAILED');
  const taken = accounts.invite({ username: 'KIM', role: 'viewer' }, by);
  expect((await refusalOf(taken)).code).toBe('USERNAME_TAKEN');
  await accounts.setDeleted(kim.id, false, by);
  await signIn.withPassword(credentials, HERE);
});

test('another role bites in the open session, and the record says from what to what', async () => {
  const { accounts, sessions, kim, by, records } = await governed();
  await accounts.assignRole(kim.id, 'supervisor', by);
  expect(sessions.current('here')).toMatchObject({ principal: { role: 'supervisor' } });
  expect(sessions.current('here')?.permissions).toContain('configuration:view');
  expect((await records(1))[0]).toMatchObject({
    actor: by,
    action: 'user.assign-role',
    subject: kim.id,
    details: { username: 'kim' },
    oldValue: { role: 'operator' },
    newValue: { role: 'supervisor' },
  });
});

test('nobody takes away the last way to administer, nor does such things to their own account', async () => {
  const { accounts, roles, by, kim } = await governed();
  const id = by.userId ?? '';
  const deputy = await roles.create({ name: 'Deputy', inherits: 'administrator', changes: [] }, by);
  await accounts.assignRole(kim.id, deputy.id, by);
  const own = [accounts.setDisabled(id, true, by), accounts.setDeleted(id, true, by), accounts.resetPassword(id, by)];
  for (const attempt of own) expect((await refusalOf(attempt)).code).toBe('ACCOUNT_OWN');
  const other: Actor = { ...by, userId: kim.id };
  for (const attempt of [
    accounts.assignRole(id, 'viewer', by),
    accounts.assignScope(id, { robots: [], groups: ['Hall A'] }, by),
    accounts.setDisabled(id, true, other),
    accounts.setDeleted(id, true, other),
    accounts.resetPassword(id, other),
  ]) {
    expect((await refusalOf(attempt)).code).toBe('LAST_ADMINISTRATOR');
  }
  await accounts.assignRole(kim.id, 'administrator', by);
  expect(await accounts.assignRole(id, 'viewer', by)).toMatchObject({ role: 'viewer' });
});

test('the last two administrators who disable each other at the same moment do not both succeed', async () => {
  const { accounts, kim, by } = await governed();
  await accounts.assignRole(kim.id, 'administrator', by);
  const attempts = await Promise.allSettled([
    accounts.setDisabled(kim.id, true, by),
    accounts.setDisabled(by.userId ?? '', true, { ...by, userId: kim.id }),
  ]);
  expect(attempts.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('a person is edited, found without accents, and has a history', async () => {
  const { accounts, kim, by, history } = await governed();
  await accounts.edit(kim.id, { displayName: ' Nguyễn Thị Ánh ' }, by);
  const query = { role: null, status: 'present', order: 'username', descending: false, offset: 0, limit: 9 } as const;
  expect(await accounts.page({ ...query, search: searchTerm('thi anh') })).toMatchObject({
    total: 1,
    users: [{ displayName: 'Nguyễn Thị Ánh' }],
  });
  const entries = await history({ id: kim.id, side: 'account' }, ALL);
  expect(entries.map(({ action }) => action)).toEqual([
    'user.edit',
    'session.sign-in',
    'session.attempt',
    'user.create',
  ]);
  expect(entries[0]).toMatchObject({
    by: 'boss',
    oldValue: { displayName: 'kim' },
    newValue: { displayName: 'Nguyễn Thị Ánh' },
  });
  expect((await history({ id: kim.id, side: 'person' }, ALL)).map(({ action }) => action)).toEqual(['session.sign-in']);
});

test('an account that does not exist is refused as such', async () => {
  const { accounts, by } = await governed();
  expect((await refusalOf(accounts.edit('nobody', { displayName: 'x' }, by))).code).toBe('ACCOUNT_UNKNOWN');
  expect((await refusalOf(accounts.named('nobody'))).code).toBe('ACCOUNT_UNKNOWN');
});

test('a file makes accounts without passwords, each on record, and says what it could not use', async () => {
  const { exchange, accounts, by, records } = await governed();
  const text = 'username;role\nlan;viewer\nKIM;viewer\nminh;king\n';
  const plan = await exchange.preview(text);
  expect(plan).toMatchObject({
    accounts: [{ line: 2, username: 'lan', role: 'viewer' }],
    problems: [
      { code: 'USERNAME_TAKEN', details: { line: 3 } },
      { code: 'CSV_INVALID', details: { line: 4, rule: 'role' } },
    ],
  });
  expect(await accounts.count()).toBe(2);
  expect(await exchange.apply(text, by)).toEqual(plan);
  expect(await accounts.named('lan')).toMatchObject({ awaitsPassword: true });
  expect((await records(1))[0]).toMatchObject({ action: 'user.create', details: { username: 'lan' } });
  const exported = await exchange.export(by);
  expect(exported.trim().split('\r\n')).toHaveLength(4);
  expect((await records(1))[0]).toMatchObject({ action: 'user.export', details: { accounts: 3 } });
});

test('what somebody may give away is asked again when the account is made: hashing takes long enough to lose it', async () => {
  const { accounts } = await createAccessStand({ clock: createVirtualClock(), cost: 12, inThread: false });
  await accounts.createFirstAdministrator({ username: 'anna', password: SECRET }, nobody);
  const eve = await accounts.create({ username: 'eve', password: SECRET, role: 'administrator' }, nobody);
  const by: Actor = { ...boss, userId: eve.id, username: 'eve' };
  const made = refusalOf(accounts.create({ username: 'heir', password: SECRET, role: 'administrator' }, by));
  await accounts.assignRole(eve.id, 'viewer', nobody);
  expect((await made).code).toBe('ROLE_BEYOND_OWN');
  expect(await accounts.count()).toBe(2);
});
