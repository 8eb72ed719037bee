import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { diskFiles } from '../../../src-main/store/files.ts';
import { DATABASE_FILE, type Store } from '../../../src-main/store/store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
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
  const clock = createVirtualClock();
  const first = await openTestStore(dir, { clock });
  expect(await first.read('users.count', {})).toBe(0);
  expect(await first.read('users.byCanonicalName', { canonicalName: 'ann' })).toBeNull();

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
      createdAt: newUser('Ann').createdAt,
      lastSignInAt: 42,
    },
  ]);
  const records = await second.read('audit.latest', { limit: 10 });
  expect(records.map(({ id, at, action }) => ({ id, at, action }))).toEqual([
    { id: 3, at: clock.now(), action: 'session.sign-out' },
    { id: 2, at: clock.now(), action: 'session.sign-in' },
    { id: 1, at: clock.now(), action: 'user.create' },
  ]);
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
  expect(await store.read('audit.latest', { limit: 10 })).toHaveLength(1);
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

test('writes asked for at once share a save, and their order is kept', async () => {
  let saves = 0;
  const files = {
    ...diskFiles,
    rename(from: string, to: string) {
      saves++;
      return diskFiles.rename(from, to);
    },
  };
  const store = await openTestStore(await temporaryFolder(), { files });
  saves = 0;
  const names = Array.from({ length: 50 }, (_, index) => `user-${String(index).padStart(2, '0')}`);
  await Promise.all(names.map((name) => createUser(store, name)));
  expect(saves).toBeLessThanOrEqual(2);
  const records = await store.read('audit.latest', { limit: 100 });
  expect(records.map(({ subject }) => subject).toReversed()).toEqual(names.map((name) => `id-of-${name}`));
});

test('a read asked for while a write is on its way to the disk is answered when it has arrived', async () => {
  const dir = await temporaryFolder();
  const order: string[] = [];
  const files = {
    ...diskFiles,
    async rename(from: string, to: string) {
      await diskFiles.rename(from, to);
      order.push('on the disk');
    },
  };
  const store = await openTestStore(dir, { files });
  order.length = 0;
  const written = createUser(store, 'Ann').then(() => order.push('write told'));
  const read = store.read('users.count', {}).then((count) => order.push(`read told ${count}`));
  await Promise.all([written, read]);
  expect(order).toEqual(['on the disk', 'write told', 'read told 1']);
});

test('a file system that takes a few bytes at a time gets a whole file', async () => {
  const files: typeof diskFiles = {
    ...diskFiles,
    async open(file, mode) {
      const handle = await diskFiles.open(file, mode);
      return { ...handle, write: (bytes) => handle.write(bytes.subarray(0, 1000)) };
    },
  };
  const dir = await temporaryFolder();
  const store = await openTestStore(dir, { files });
  await createUser(store, 'Ann');
  expect(await usernames(await reopened(dir, store))).toEqual(['Ann']);
});

test('constraints and transactions still hold after many saves', async () => {
  const store = await openTestStore(await temporaryFolder());
  for (const name of ['a', 'b', 'c']) await createUser(store, name);
  expect((await refusalOf(createUser(store, 'A', { id: 'again' }))).code).toBe('USERNAME_TAKEN');
  const badRole = JSON.parse('{"role":"owner"}');
  expect((await refusalOf(createUser(store, 'd', badRole))).code).toBe('INTERNAL');
  expect(await usernames(store)).toEqual(['a', 'b', 'c']);
  expect(await store.read('audit.latest', { limit: 10 })).toHaveLength(3);
});

test('what a crash left half-written is removed at opening', async () => {
  const dir = await temporaryFolder();
  const store = await openTestStore(dir);
  await createUser(store, 'Ann');
  await store.close();
  await writeFile(path.join(dir, `${DATABASE_FILE}.tmp`), 'SQLite format 3\0 and then the power went');
  expect(await usernames(await openTestStore(dir))).toEqual(['Ann']);
  expect((await readdir(dir)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test.each([
  ['empty', (_whole: Buffer) => Buffer.alloc(0)],
  ['cut in the middle of a page', (whole: Buffer) => whole.subarray(0, whole.length - 100)],
  ['cut at the end of a page', (whole: Buffer) => whole.subarray(0, whole.length - 4096)],
  ['no database at all', (_whole: Buffer) => Buffer.from('PK\u0003\u0004 a holiday picture')],
  ['a database with a broken page', (whole: Buffer) => Buffer.from(whole).fill(0xee, 4096, 4200)],
])('a database file that is %s is refused by name, and left as it is', async (_case, spoil) => {
  const dir = await temporaryFolder();
  const store = await openTestStore(dir);
  await createUser(store, 'Ann');
  await store.close();
  const file = path.join(dir, DATABASE_FILE);
  const spoiled = spoil(await readFile(file));
  await writeFile(file, spoiled);

  const refusal = await refusalOf(openTestStore(dir));
  expect(refusal.code).toBe('STORE_DAMAGED');
  expect(refusal.details).toMatchObject({ file });
  expect(await readFile(file)).toEqual(spoiled);
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
