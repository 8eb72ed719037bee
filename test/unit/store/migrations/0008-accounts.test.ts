import { expect, test } from 'vitest';
import type { UserQuery } from '../../../../src-main/access/users.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { assignRole, deleteUser, disableUser } from '../../../../src-main/store/repositories/account-changes.ts';
import { changePassword, findCredentials, resetPassword } from '../../../../src-main/store/repositories/credentials.ts';
import { enrolSecondFactor, spendProof } from '../../../../src-main/store/repositories/second-factors.ts';
import { beginSession, type SessionBegin } from '../../../../src-main/store/repositories/session-begin.ts';
import { closeFormerSessions, listSessions } from '../../../../src-main/store/repositories/sessions.ts';
import { keepThrottles, readThrottles } from '../../../../src-main/store/repositories/throttles.ts';
import { createUser, listUsers, pageUsers } from '../../../../src-main/store/repositories/users.ts';
import { newUser, refusalOf } from '../../../support/store.ts';
import { migrate, migratedDatabase } from '../migrated-database.ts';

const ALL: UserQuery = {
  search: '',
  role: null,
  status: 'present',
  order: 'username',
  descending: false,
  offset: 0,
  limit: 10,
};
const NO_THROTTLES = { throttles: [], throttleLimit: 9, mayBeLast: false };
const issued = { run: 'run', uptime: 1.5, wall: 1000 };
const BEGIN: SessionBegin = {
  id: 's1',
  userId: 'id-of-Ann',
  role: 'administrator',
  scope: null,
  tokenHash: 'token',
  origin: 'loopback',
  at: 5,
  verifiedHash: 'a hash',
  rehashed: null,
  redeemed: null,
  proof: null,
  throttles: [],
  throttleLimit: 10,
  ending: [],
};

async function withAnn() {
  const database = await migratedDatabase(migrations);
  await createUser(database.db, newUser('Ann', { role: 'administrator' }));
  await createUser(database.db, newUser('Bob'));
  return database;
}

test('accounts from before keep their password, and are found by their names', async () => {
  const database = await migratedDatabase(migrations.slice(0, 7));
  database.exec(`INSERT INTO users VALUES ('1', 'Lan', 'lan', 'Lan PHAM', 'viewer', 'a hash', 7, NULL)`);
  await migrate(database, migrations, false, 9);
  expect(await findCredentials(database.db, { id: '1' })).toMatchObject({
    passwordHash: 'a hash',
    passwordChangedAt: 7,
    user: { status: 'active', awaitsPassword: false },
  });
  expect(await pageUsers(database.db, { ...ALL, search: 'pham' })).toMatchObject({ total: 1 });
});

test('the list is searched, filtered, sorted and cut into pages, and says how many there are', async () => {
  const { db } = await withAnn();
  for (const name of ['Cleo', 'Dan', 'Eve']) await createUser(db, newUser(name, { role: 'viewer' }));
  await disableUser(db, { id: 'id-of-Dan', disabledAt: 3 });
  await deleteUser(db, { id: 'id-of-Eve', deletedAt: 4 });
  const names = async (query: Partial<UserQuery>) => {
    const { users, total } = await pageUsers(db, { ...ALL, ...query });
    return [total, ...users.map(({ username }) => username)];
  };
  expect(await names({})).toEqual([4, 'Ann', 'Bob', 'Cleo', 'Dan']);
  expect(await names({ descending: true, limit: 2 })).toEqual([4, 'Dan', 'Cleo']);
  expect(await names({ offset: 3, limit: 2 })).toEqual([4, 'Dan']);
  expect(await names({ offset: 30 })).toEqual([4]);
  expect(await names({ role: 'viewer' })).toEqual([2, 'Cleo', 'Dan']);
  expect(await names({ status: 'disabled' })).toEqual([1, 'Dan']);
  expect(await names({ status: 'active', role: 'viewer' })).toEqual([1, 'Cleo']);
  expect(await names({ status: 'deleted' })).toEqual([1, 'Eve']);
  expect(await names({ search: 'o', order: 'role' })).toEqual([4, 'Ann', 'Bob', 'Cleo', 'Dan']);
  expect(await names({ search: 'nothing' })).toEqual([0]);
});

test('the last administrator cannot be demoted, disabled, deleted, nor lose the password', async () => {
  const { db } = await withAnn();
  const secret = { hash: 'secret', issued, redeemed: false };
  for (const attempt of [
    assignRole(db, { id: 'id-of-Ann', role: 'supervisor' }),
    disableUser(db, { id: 'id-of-Ann', disabledAt: 1 }),
    deleteUser(db, { id: 'id-of-Ann', deletedAt: 1 }),
    resetPassword(db, { id: 'id-of-Ann', unusableHash: 'none', secret, at: 1, ...NO_THROTTLES }),
  ]) {
    expect((await refusalOf(attempt)).code).toBe('LAST_ADMINISTRATOR');
  }
});

test('an account that does not exist is named as such', async () => {
  const { db } = await withAnn();
  expect((await refusalOf(assignRole(db, { id: 'nobody', role: 'viewer' }))).code).toBe('ACCOUNT_UNKNOWN');
});

test('a reset leaves a one-time secret instead of the password, which a chosen one replaces', async () => {
  const { db } = await withAnn();
  const secret = { hash: 'secret', issued, redeemed: false };
  await resetPassword(db, { id: 'id-of-Bob', unusableHash: 'none', secret, at: 8, ...NO_THROTTLES });
  expect(await findCredentials(db, { id: 'id-of-Bob' })).toMatchObject({
    passwordHash: 'none',
    passwordChangedAt: null,
    secret,
    formerHashes: ['a hash'],
    user: { awaitsPassword: true },
  });
  const change = { id: 'id-of-Bob', passwordHash: 'new', formerHashes: ['a hash'], at: 9, sessionId: 's1' };
  expect((await refusalOf(changePassword(db, { ...change, verifiedHash: 'none' }))).code).toBe('SIGN_IN_FAILED');
  await changePassword(db, { ...change, verifiedHash: 'secret' });
  expect(await findCredentials(db, { id: 'id-of-Bob' })).toMatchObject({
    passwordHash: 'new',
    passwordChangedAt: 9,
    secret: null,
    formerHashes: ['a hash'],
  });
  await changePassword(db, { ...change, verifiedHash: 'new', passwordHash: 'newer', formerHashes: [], at: 10 });
  expect(await findCredentials(db, { id: 'id-of-Bob' })).toMatchObject({ formerHashes: [] });
});

test('a code of the second factor, and a recovery code, is good once', async () => {
  const { db } = await withAnn();
  const id = 'id-of-Ann';
  await enrolSecondFactor(db, { id, sealedKey: 'sealed', lastStep: 3, recoveryHashes: ['h0', 'h1'], at: 1 });
  expect((await listUsers(db))[0]).toMatchObject({ secondFactor: true });
  for (const proof of [
    { kind: 'code', stepBefore: 3, step: 4 },
    { kind: 'recovery', number: 1, hash: 'h1' },
  ] as const) {
    await spendProof(db, id, proof);
    expect(await refusalOf(spendProof(db, id, proof))).toMatchObject({
      code: 'SECOND_FACTOR_FAILED',
      details: { rule: 'used' },
    });
  }
  expect(await findCredentials(db, { id })).toMatchObject({
    secondFactor: { sealedKey: 'sealed', lastStep: 4 },
    recoveryCodes: ['h0', null],
  });
});

test('a session begins with all that its sign-in changed, and ends with its account and with the console', async () => {
  const { db } = await withAnn();
  await createUser(db, newUser('Eve', { role: 'administrator' }));
  const state = { failures: 1, last: issued };
  await beginSession(db, { ...BEGIN, rehashed: 'costly', throttles: [{ key: 'seat', state }] });
  expect(await findCredentials(db, { id: 'id-of-Ann' })).toMatchObject({
    passwordHash: 'costly',
    user: { lastSignInAt: 5 },
  });
  expect(await readThrottles(db, { keys: ['other', 'seat'] })).toEqual([null, state]);
  const again = { ...BEGIN, id: 's2', at: 6, verifiedHash: 'costly', ending: [{ id: 's1', by: 'replaced' as const }] };
  await beginSession(db, again);
  await disableUser(db, { id: 'id-of-Ann', disabledAt: 7 });
  const listed = async () =>
    (await listSessions(db, { userId: 'id-of-Ann', limit: 9 })).map(({ id, endedAt, endedBy }) => [
      id,
      endedAt,
      endedBy,
    ]);
  expect(await listed()).toEqual([
    ['s2', 7, 'account'],
    ['s1', 6, 'replaced'],
  ]);
  expect((await refusalOf(beginSession(db, { ...again, id: 's3' }))).code).toBe('SIGN_IN_FAILED');
  await disableUser(db, { id: 'id-of-Ann', disabledAt: null });
  await beginSession(db, { ...again, id: 's4', at: 8 });
  await closeFormerSessions(db, { at: 9, forgetBefore: 7 });
  expect(await listed()).toEqual([
    ['s4', 9, 'console'],
    ['s2', 7, 'account'],
  ]);
});

test('of throttles no more are kept than the limit, those with the most failures', async () => {
  const { db } = await withAnn();
  const state = (failures: number) => ({ failures, last: issued });
  const changes = ['a', 'b', 'c', 'd'].map((key, index) => ({ key, state: state(4 - index) }));
  await keepThrottles(db, { changes, limit: 10 });
  await keepThrottles(db, { changes: [{ key: 'e', state: state(1) }], limit: 3 });
  const kept = await readThrottles(db, { keys: ['a', 'b', 'c', 'd', 'e'] });
  expect(kept.map((one) => one?.failures ?? null)).toEqual([4, 3, null, null, 1]);
  await keepThrottles(db, { changes: [{ key: 'e', state: null }], limit: 3 });
  expect(await readThrottles(db, { keys: ['e'] })).toEqual([null]);
});
