import { expect, test } from 'vitest';
import { createDemoUsers } from '../../../src-main/access/demo.ts';
import { createAccessStand, nobody, placeAt } from '../../support/access-stand.ts';
import { refusalOf } from '../../support/store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const open = () => createAccessStand({ clock: createVirtualClock() });

test('a demo has one user per role, each of whom can sign in with the printed password', async () => {
  const { accounts, signIn } = await open();
  const users = await createDemoUsers(accounts);
  expect(users.map(({ role }) => role)).toEqual(['administrator', 'supervisor', 'operator', 'viewer']);
  expect((await accounts.list()).map(({ lastSignInAt }) => lastSignInAt)).toEqual([null, null, null, null]);
  for (const { username, role, password } of users) {
    const session = await signIn.withPassword({ username, password }, placeAt(role));
    expect(session).toMatchObject({ principal: { username, role }, changeReason: null });
  }
});

test('the passwords are easy to type, hold at least 80 random bits and are never the same', async () => {
  const users = [
    ...(await createDemoUsers((await open()).accounts)),
    ...(await createDemoUsers((await open()).accounts)),
  ];
  const passwords = users.map(({ password }) => password);
  // Four groups of four from 32 characters that are not taken for one another: 16 times 5 bits.
  for (const password of passwords) expect(password).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  expect(new Set(passwords).size).toBe(passwords.length);
});

test('a demo never adds its users to a console that has accounts', async () => {
  const { accounts } = await open();
  await accounts.createFirstAdministrator({ username: 'anna', password: 'purple robots eat 7 bananas' }, nobody);
  expect((await refusalOf(createDemoUsers(accounts))).code).toBe('SETUP_ALREADY_DONE');
  expect(await accounts.count()).toBe(1);
});
