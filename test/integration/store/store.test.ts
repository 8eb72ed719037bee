import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Store } from '../../../src-main/store/store.ts';
import {
  auditEvent,
  createUser,
  newUser,
  openTestStore,
  refusalOf,
  temporaryFolder,
  usernames,
} from '../../support/store.ts';

async function reopened(dir: string, store: Store): Promise<Store> {
  await store.close();
  return openTestStore(dir);
}

test('a fresh store is empty, and what is written is there after reopening', async () => {
  const dir = path.join(await temporaryFolder(), 'data', 'console');
  const before = Date.now();
  const first = await openTestStore(dir);
  expect(await first.read('users.count', {})).toBe(0);
  expect(await first.read('credentials.find', { canonicalName: 'ann' })).toBeNull();

  await createUser(first, 'Ann', { role: 'administrator', onlyAsFirst: true });
  await first.write('users.recordSignIn', { userId: 'id-of-Ann', at: 42 }, auditEvent({ action: 'session.sign-in' }));
  await first.write('audit.append', {}, auditEvent({ action: 'session.sign-out' }));

  const second = await reopened(dir, first);
  expect(await second.read('users.list', {})).toEqual([
    {
      id: 'id-of-Ann',
      username: 'Ann',
      displayName: 'Person Ann',
      role: 'administrator',
      roleName: 'Administrator',
      scope: null,
      status: 'active',
      awaitsPassword: false,
      secondFactor: false,
      createdAt: newUser('Ann').createdAt,
      lastSignInAt: 42,
    },
  ]);
  const records = await second.read('audit.page', { limit: 10 });
  expect(records.map(({ id, action }) => ({ id, action }))).toEqual([
    { id: 3, action: 'session.sign-out' },
    { id: 2, action: 'session.sign-in' },
    { id: 1, action: 'user.create' },
  ]);
  for (const { at } of records) expect(at).toBeGreaterThanOrEqual(before);
});

test('a list of accounts never carries a password hash', async () => {
  const store = await openTestStore(await temporaryFolder());
  await createUser(store, 'Ann', { passwordHash: 'secret-hash' });
  expect(JSON.stringify(await store.read('users.list', {}))).not.toContain('secret-hash');
});

test('a second account with the same canonical name is refused, and leaves no audit record of a success', async () => {
  const store = await openTestStore(await temporaryFolder());
  await createUser(store, 'Ann');
  expect((await refusalOf(createUser(store, 'ANN', { id: 'another' }))).code).toBe('USERNAME_TAKEN');
  expect(await usernames(store)).toEqual(['Ann']);
  expect(await store.read('audit.page', { limit: 10 })).toHaveLength(1);
});

test('of two first administrators asked for at once, exactly one is made', async () => {
  const store = await openTestStore(await temporaryFolder());
  const asked = [createUser(store, 'Ann', { onlyAsFirst: true }), createUser(store, 'Bob', { onlyAsFirst: true })];
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(outcomes[1]).toMatchObject({ reason: { code: 'SETUP_ALREADY_DONE' } });
  expect(await usernames(store)).toEqual(['Ann']);
});

test('a sign-in of an account that does not exist is a failure, not a silent nothing', async () => {
  const store = await openTestStore(await temporaryFolder());
  const write = store.write('users.recordSignIn', { userId: 'nobody', at: 1 }, auditEvent());
  expect((await refusalOf(write)).code).toBe('INTERNAL');
});

test('constraints and transactions still hold after many saves', async () => {
  const store = await openTestStore(await temporaryFolder());
  for (const name of ['a', 'b', 'c']) await createUser(store, name);
  expect((await refusalOf(createUser(store, 'A', { id: 'again' }))).code).toBe('USERNAME_TAKEN');
  const badRole = JSON.parse('{"role":"owner"}');
  expect((await refusalOf(createUser(store, 'd', badRole))).code).toBe('ROLE_UNKNOWN');
  expect(await usernames(store)).toEqual(['a', 'b', 'c']);
  expect(await store.read('audit.page', { limit: 10 })).toHaveLength(3);
});

test('a data folder that cannot be made is a failure with a reason', async () => {
  const occupied = path.join(await temporaryFolder(), 'a-file');
  await writeFile(occupied, '');
  const refusal = await refusalOf(openTestStore(path.join(occupied, 'data')));
  expect(refusal).toMatchObject({ code: 'STORE_UNAVAILABLE', details: { reason: 'ENOTDIR' } });
});

test('closing finishes what was asked before and refuses what comes after', async () => {
  const dir = await temporaryFolder();
  const store = await openTestStore(dir);
  const written = createUser(store, 'Ann');
  await store.close();
  await written;
  expect((await refusalOf(store.read('users.count', {}))).code).toBe('STORE_UNAVAILABLE');
  expect((await refusalOf(createUser(store, 'Bob'))).code).toBe('STORE_UNAVAILABLE');
  await store.close();
  expect(await usernames(await openTestStore(dir))).toEqual(['Ann']);
});

test.runIf(process.platform !== 'win32')('nobody else on the machine can read the data', async () => {
  const dir = path.join(await temporaryFolder(), 'data');
  const store = await openTestStore(dir);
  await createUser(store, 'Ann');
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  for (const name of await readdir(dir)) expect((await stat(path.join(dir, name))).mode & 0o777).toBe(0o600);
});
