import { expect, onTestFinished, test } from 'vitest';
import { createAccounts } from '../../../src-main/access/accounts.ts';
import { createDemoUsers } from '../../../src-main/access/demo.ts';
import { createPasswordHasher } from '../../../src-main/access/password-hasher.ts';
import type { Actor } from '../../../src-main/audit/record.ts';
import { systemClock } from '../../../src-main/clock.ts';
import { openTestStore, refusalOf, temporaryFolder } from '../../support/store.ts';

const nobody: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'loopback' };

async function openAccounts() {
  const hasher = createPasswordHasher({ cost: 4 });
  onTestFinished(() => hasher.close());
  const store = await openTestStore(await temporaryFolder());
  return createAccounts({ store, hasher, clock: systemClock, blocklist: new Set() });
}

test('a demo has one user per role, each of whom can sign in with the printed password', async () => {
  const accounts = await openAccounts();
  const users = await createDemoUsers(accounts);
  expect(users.map(({ role }) => role)).toEqual(['administrator', 'supervisor', 'operator', 'viewer']);
  expect((await accounts.list()).map(({ lastSignInAt }) => lastSignInAt)).toEqual([null, null, null, null]);
  for (const { username, role, password } of users) {
    await expect(accounts.authenticate({ username, password }, nobody)).resolves.toMatchObject({ username, role });
  }
});

test('the passwords are easy to type, hold at least 80 random bits and are never the same', async () => {
  const users = [...(await createDemoUsers(await openAccounts())), ...(await createDemoUsers(await openAccounts()))];
  const passwords = users.map(({ password }) => password);
  // Four groups of four from 32 characters that are not taken for one another: 16 times 5 bits.
  for (const password of passwords) expect(password).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  expect(new Set(passwords).size).toBe(passwords.length);
});

test('a demo never adds its users to a console that has accounts', async () => {
  const accounts = await openAccounts();
  await accounts.createFirstAdministrator({ username: 'anna', password: 'purple robots eat 7 bananas' }, nobody);
  expect((await refusalOf(createDemoUsers(accounts))).code).toBe('SETUP_ALREADY_DONE');
  expect(await accounts.count()).toBe(1);
});
