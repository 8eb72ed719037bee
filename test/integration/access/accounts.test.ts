import { expect, onTestFinished, test } from 'vitest';
import { createAccounts, type Accounts } from '../../../src-main/access/accounts.ts';
import { createPasswordHasher } from '../../../src-main/access/password-hasher.ts';
import type { Actor } from '../../../src-main/audit/record.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts';
import { openTestStore, refusalOf, temporaryFolder } from '../../support/store.ts';
import type { Store } from '../../../src-main/store/store.ts';

const START = Date.UTC(2026, 0, 1);
const SECRET = 'purple robots eat 7 bananas';
const nobody: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'loopback' };
const boss: Actor = { userId: 'id-1', username: 'boss', role: 'administrator', sessionId: 's-1', origin: 'loopback' };

interface Stand {
  readonly accounts: Accounts;
  readonly store: Store;
  readonly clock: VirtualClock;
}

/** Accounts over a real store in a folder of their own. */
async function stand(): Promise<Stand> {
  const clock = createVirtualClock();
  const hasher = createPasswordHasher({ cost: 4 });
  onTestFinished(() => hasher.close());
  const store = await openTestStore(await temporaryFolder(), { clock });
  return { store, clock, accounts: createAccounts({ store, hasher, clock, blocklist: new Set(['password']) }) };
}

const newest = async (store: Store) => (await store.read('audit.page', { limit: 1 }))[0];

test('the first administrator is made once, by nobody, and on the record', async () => {
  const { accounts, store } = await stand();
  expect(await accounts.count()).toBe(0);
  const principal = await accounts.createFirstAdministrator({ username: ' Anna ', password: SECRET }, nobody);
  expect(principal).toEqual({
    userId: expect.any(String),
    username: 'Anna',
    displayName: 'Anna',
    role: 'administrator',
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
    boss,
  );
  expect(made).toEqual({
    id: expect.any(String),
    username: 'kim',
    displayName: 'Kim Nguyễn',
    role: 'operator',
    createdAt: START,
    lastSignInAt: null,
  });
  expect(await accounts.list()).toEqual([made]);
  expect(await newest(store)).toMatchObject({ actor: boss, action: 'user.create', details: { role: 'operator' } });
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
  await accounts.create({ username: 'kim', password: SECRET, role: 'viewer' }, boss);
  const account = { username: 'new', password: SECRET, role: 'viewer' as const, ...wrong };
  expect((await refusalOf(accounts.create(account, boss))).code).toBe(code);
  expect(await accounts.count()).toBe(1);
  expect(await store.read('audit.page', { limit: 9 })).toHaveLength(1);
});

test('who signs in is known by role and name, and when is remembered', async () => {
  const { accounts, store, clock } = await stand();
  const { id } = await accounts.create(
    { username: 'Kim', displayName: 'K.', password: SECRET, role: 'operator' },
    boss,
  );
  await clock.advance(60_000);
  const principal = await accounts.authenticate({ username: ' kim ', password: SECRET }, nobody);
  expect(principal).toEqual({ userId: id, username: 'Kim', displayName: 'K.', role: 'operator' });
  expect(await accounts.list()).toMatchObject([{ lastSignInAt: START + 60_000 }]);
  expect(await newest(store)).toMatchObject({
    at: START + 60_000,
    actor: { ...nobody, userId: id, username: 'Kim', role: 'operator' },
    action: 'session.sign-in',
    subject: id,
    outcome: 'succeeded',
    details: { username: 'Kim' },
  });
});

test('who signs in without a password asked for, on making the first account, is on the record too', async () => {
  const { accounts, store, clock } = await stand();
  const principal = await accounts.createFirstAdministrator({ username: 'Anna', password: SECRET }, nobody);
  expect(await accounts.list()).toMatchObject([{ lastSignInAt: null }]);
  await clock.advance(60_000);
  await accounts.recordSignIn(principal, nobody);
  expect(await accounts.list()).toMatchObject([{ lastSignInAt: START + 60_000 }]);
  const { userId } = principal;
  expect(await newest(store)).toMatchObject({
    actor: { ...nobody, userId, username: 'Anna', role: 'administrator' },
    action: 'session.sign-in',
    subject: userId,
    outcome: 'succeeded',
    details: { username: 'Anna' },
  });
});

test('a password set in composed letters opens when typed in combining ones', async () => {
  const { accounts } = await stand();
  const password = 'tôi thích cà phê sữa đá';
  await accounts.create({ username: 'kim', password: password.normalize('NFD'), role: 'viewer' }, boss);
  await expect(accounts.authenticate({ username: 'kim', password }, nobody)).resolves.toMatchObject({
    username: 'kim',
  });
});

test('an unknown name, a wrong password and one beyond 72 bytes are refused in the same words', async () => {
  const { accounts } = await stand();
  const longest = 'bảy con rô bốt màu tím đang ăn chuối trong nhà kho 94827 xin';
  expect(Buffer.byteLength(longest)).toBe(72);
  await accounts.create({ username: 'kim', password: longest, role: 'viewer' }, boss);
  const refusals = await Promise.all(
    [
      { username: 'kim', password: SECRET },
      { username: 'kim', password: `${longest}x` },
      { username: 'kim', password: '' },
      { username: 'nobody', password: SECRET },
      { username: '', password: SECRET },
      { username: '\u0000\ud800', password: '\ud800' },
    ].map((credentials) => refusalOf(accounts.authenticate(credentials, nobody))),
  );
  for (const { code, message, details } of refusals) {
    expect({ code, message, details }).toEqual({
      code: 'SIGN_IN_FAILED',
      message: refusals[0]?.message,
      details: {},
    });
  }
});

test('a refused sign-in is recorded with the account it was tried on', async () => {
  const { accounts, store } = await stand();
  const { id } = await accounts.create({ username: 'Kim', password: SECRET, role: 'viewer' }, boss);
  await refusalOf(accounts.authenticate({ username: 'KIM', password: 'wrong' }, nobody));
  expect(await newest(store)).toMatchObject({
    actor: nobody,
    action: 'session.sign-in',
    subject: id,
    outcome: 'refused',
    details: { username: 'Kim' },
  });
});

test('a name that nobody has is never recorded: it may be a password in the wrong field', async () => {
  const { accounts, store } = await stand();
  await refusalOf(accounts.authenticate({ username: SECRET, password: 'kim' }, nobody));
  const record = await newest(store);
  expect(record).toMatchObject({ subject: null, outcome: 'refused', details: { username: '(unknown)' } });
  expect(JSON.stringify(record)).not.toContain(SECRET);
});

test('a sign-in that could not be recorded does not happen', async () => {
  const { accounts, store } = await stand();
  await accounts.create({ username: 'kim', password: SECRET, role: 'viewer' }, boss);
  await store.close();
  await expect(accounts.authenticate({ username: 'kim', password: SECRET }, nobody)).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
  });
});

test('a sign-out is on the record with who it was', async () => {
  const { accounts, store } = await stand();
  await accounts.recordSignOut(boss);
  expect(await newest(store)).toMatchObject({
    actor: boss,
    action: 'session.sign-out',
    subject: 'id-1',
    outcome: 'succeeded',
  });
});
