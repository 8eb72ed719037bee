import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, newAccount, openContext, passwordField, signIn, type Browser } from '../support/browser.ts';
import { startConsoleProcess } from '../support/console-process.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const PASSWORD = 'seven geese cross the yard';

it('asks a new console’s first visitor for an administrator, who then sees robots that are marked as simulated', async () => {
  await using console = await startConsoleProcess();
  expect(console.ready).toMatchObject({ shell: 'loopback', simulated: true });
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await page.getByRole('heading', { name: 'Create the first administrator' }).waitFor();
  expect(page.url(), 'the token is gone from the address').not.toContain('token');

  await newAccount(page, { username: 'lan', password: 'too short' }, 'Create and sign in');
  await page
    .getByText(/at least 15/)
    .first()
    .waitFor();

  await newAccount(page, { username: 'lan', password: 'passwordpassword' }, 'Create and sign in');
  const refusal = page.getByText('what everybody tries first');
  await refusal.waitFor();
  await page.getByLabel('User name').fill('lam');
  expect(await refusal.count(), 'the refused password still stands there').toBe(1);
  await passwordField(page).fill(PASSWORD);
  expect(await refusal.count(), 'nobody has refused what stands there now').toBe(0);

  await newAccount(page, { username: 'lan', password: PASSWORD }, 'Create and sign in');
  await page.locator('[data-robot-id][data-truth="simulated"]').first().waitFor();
  expect(await page.locator('[data-robot-id]').count()).toBe(console.ready.robots.length);
  expect(await page.title()).toContain('SIMULATED');
  await page.getByText('SIMULATED – no robot behind this').waitFor();

  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('row').filter({ hasText: 'lan' }).waitFor();
  expect(await page.getByRole('row').filter({ hasText: 'never' }).count(), 'lan has just signed in').toBe(0);
  expect(problems).toEqual([]);
  await context.close();
});

it('takes an administrator made on the command line, and refuses a wrong password and an unknown name alike', async () => {
  await using console = await startConsoleProcess();
  const { context } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await page.getByRole('heading', { name: 'Create the first administrator' }).waitFor();
  const { dataDir } = console.ready;
  await console.end();

  const created = spawnSync(
    process.execPath,
    [
      'dist/main/cli.js',
      'users',
      'create',
      '--username',
      'lan',
      '--role',
      'administrator',
      '--password-stdin',
      '--data',
      dataDir,
    ],
    { input: `${PASSWORD}\n`, encoding: 'utf8' },
  );
  expect([created.stderr, created.status]).toEqual(['', 0]);
  await using again = await startConsoleProcess('--data', dataDir);
  await page.goto(again.ready.url);

  const refusals: string[] = [];
  for (const credentials of [
    { username: 'lan', password: 'not the password at all' },
    { username: 'nobody', password: PASSWORD },
  ]) {
    await signIn(page, credentials);
    const alert = page.getByRole('alert').filter({ hasText: /password/i });
    await alert.waitFor();
    refusals.push(await alert.innerText());
    await page.getByLabel('User name').fill('somebody else');
    expect(await alert.count(), 'nobody has refused what stands there now').toBe(0);
    await page.reload();
  }
  expect(refusals[0]).toBe(refusals[1]);
  await signIn(page, { username: 'LAN', password: PASSWORD });
  await page.locator('[data-robot-id]').first().waitFor();
  await context.close();
});

it('the plant’s own words stand above the sign-in, as they were typed', async () => {
  const notice = 'Hall 4. Authorised persons only.\nUse is recorded. <b>Chỉ dành cho người được phép.</b>';
  await using console = await startConsoleProcess('--demo', '--session-notice', notice);
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await page.getByRole('note').innerText()).toBe(notice);
  expect(problems).toEqual([]);
  await context.close();
});
