import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { totpCode, totpStep } from '../../src-main/access/second-factor/totp.ts';
import { launchBrowser, openContext, signIn, type Browser, type Page } from '../support/browser.ts';
import { startConsoleProcess, type ConsoleReady, type ProgramProcess } from '../support/console-process.ts';

const CHOSEN = 'seven geese cross the yard';

let browser: Browser;
let console: ProgramProcess<ConsoleReady>;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());
beforeEach(async () => void (console = await startConsoleProcess('--demo')));
afterEach(() => console.end());

async function open() {
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  return { context, page, problems };
}

const account = (role: string) => {
  const user = console.ready.demoUsers?.find((candidate) => candidate.role === role);
  if (!user) throw new Error(`the demo has no ${role}`);
  return user;
};

async function openUsers(page: Page) {
  await signIn(page, account('administrator'));
  await page.getByRole('link', { name: 'Users', exact: true }).click();
  await page.getByRole('table').waitFor();
}

/** The form in which a person puts one's own password in the place of another. */
async function choosePassword(page: Page, label: string, present: string, chosen: string) {
  await page.getByLabel(new RegExp(`^${label}`)).fill(present);
  await page.getByLabel(/^New password( \*)?$/).fill(chosen);
  await page.getByLabel(/^New password again/).fill(chosen);
  await page.getByRole('button', { name: 'Change password' }).click();
}

it('an administrator makes a user, who chooses the password that nobody else knows', async () => {
  const { context, page, problems } = await open();
  await openUsers(page);
  await page.getByRole('button', { name: 'Create a user' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByLabel(/^User name/).fill('Ánh');
  await panel.getByRole('button', { name: 'Create user' }).click();
  const oneTime = await panel.locator('[data-one-time-password]').innerText();
  await panel.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('row').filter({ hasText: 'no password chosen yet' }).waitFor();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  await signIn(page, { username: 'ánh', password: oneTime });
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  expect(await page.locator('[data-robot-id]').count(), 'nothing else is shown').toBe(0);
  expect(await page.getByRole('navigation', { name: 'Screens' }).count()).toBe(0);
  await choosePassword(page, 'One-time password', oneTime, 'abcdefghijklmnopqrst');
  await page.getByText('follows the keyboard, the alphabet or the digits. Choose').waitFor();
  await choosePassword(page, 'One-time password', oneTime, CHOSEN);
  await page.locator('[data-robot-id]').first().waitFor();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await signIn(page, { username: 'ánh', password: CHOSEN });
  await page.locator('[data-robot-id]').first().waitFor();
  expect(await page.getByRole('link', { name: 'Users', exact: true }).count()).toBe(0);
  expect(problems).toEqual([]);
  await context.close();
});

it('a user is found, disabled after a question, thrown out at once, and has a history', async () => {
  const { context, page, problems } = await open();
  await openUsers(page);
  await page.getByLabel('Find a user').fill('oper');
  await page.getByRole('row').filter({ hasText: 'supervisor' }).waitFor({ state: 'detached' });
  await page.getByText('Page 1 of 1, 1 users').waitFor();
  await page.getByRole('button', { name: 'Manage operator' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByRole('button', { name: 'Disable', exact: true }).click();
  await panel.getByText('is signed out at once').waitFor();
  await panel.getByRole('button', { name: 'Disable', exact: true }).click();
  await panel.getByText('disabled', { exact: true }).waitFor();
  await panel.getByText('user.disable').waitFor();
  await page.keyboard.press('Escape');
  await page.getByLabel('Status', { exact: true }).selectOption('active');
  await page.getByText('0 users').waitFor();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await signIn(page, account('operator'));
  await page.getByText('The user name or the password is not right.').waitFor();
  expect(problems).toEqual([]);
  await context.close();
});

it('nobody takes away the last administrator, and it is said why', async () => {
  const { context, page } = await open();
  await openUsers(page);
  await page.getByRole('button', { name: 'Manage administrator' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByLabel('Role').selectOption('viewer');
  await panel.getByRole('button', { name: 'Save' }).click();
  await panel.getByText('Nobody could administer this console any more.').waitFor();
  await panel.getByRole('button', { name: 'Delete', exact: true }).click();
  await panel.getByRole('button', { name: 'Delete', exact: true }).click();
  await panel.getByText('Nobody can do this to their own account.').waitFor();
  await context.close();
});

it('a file makes users, after it is said which', async () => {
  const { context, page, problems } = await open();
  await openUsers(page);
  const file = path.join(console.ready.dataDir, 'people.csv');
  writeFileSync(file, 'username,role,displayName\nlan,viewer,Lan\nOPERATOR,viewer,\n');
  await page.getByRole('button', { name: 'Import users' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('dialog').getByText('Choose a file').click();
  await (await chooser).setFiles(file);
  await page.getByText('1 users can be created, 1 lines cannot be used.').waitFor();
  await page.getByText('Line 3: This user name is taken.').waitFor();
  await page.getByRole('button', { name: 'Create 1 users' }).click();
  await page.getByText('1 users are created').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('row').filter({ hasText: 'lan' }).waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export users' }).click();
  expect((await download).suggestedFilename()).toBe('users.csv');
  expect(problems).toEqual([]);
  await context.close();
});

it('a second factor is set up with a code, asked for at the next sign-in, and a recovery code stands in', async () => {
  const { context, page, problems } = await open();
  await signIn(page, account('operator'));
  await page.getByRole('link', { name: 'My account' }).click();
  await page.getByRole('button', { name: 'Set up a second factor' }).click();
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  const key = (await page.locator('[data-second-factor-key]').innerText()).replaceAll(' ', '');
  await page.getByLabel('Code from the app').fill(totpCode(key, totpStep(Date.now())));
  await page.getByRole('button', { name: 'Turn on the second factor' }).click();
  await page.locator('[data-recovery-code]').first().waitFor();
  const codes = await page.locator('[data-recovery-code]').allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  await signIn(page, account('operator'));
  await page.getByRole('heading', { name: 'Second factor' }).waitFor();
  await page.getByLabel('Code').fill('000000');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The code is not right.').waitFor();
  await page.getByLabel('Code').fill(codes[3] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Recovery codes left: 9').waitFor();
  expect(problems).toEqual([]);
  await context.close();
});

it('the locked screen keeps the robots in view and everything else away, and the same person unlocks it', async () => {
  const { context, page, problems } = await open();
  const operator = account('operator');
  await signIn(page, operator);
  await page.locator('[data-robot-id]').first().waitFor();
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByRole('heading', { name: 'Locked' }).waitFor();
  expect(await page.locator('[data-robot-id]').count()).toBe(0);
  await page.getByText('3 of 3 answering (simulated)').waitFor();
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByText('The password is not right.').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Locked' }).waitFor();
  await page.getByLabel('Password', { exact: true }).fill(operator.password);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.locator('[data-robot-id]').first().waitFor();
  await page.keyboard.press('Control+Shift+L');
  await page.getByRole('heading', { name: 'Locked' }).waitFor();
  expect(problems).toEqual([]);
  await context.close();
});
