import AxeBuilder from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchBrowser, openContext, signIn, type Browser, type Page } from '../support/browser.ts';
import { PASSWORD } from '../support/bridge-stand.ts';
import { startConsoleProcess, type ConsoleReady, type ProgramProcess } from '../support/console-process.ts';
import { startPageStand } from '../support/page-stand.ts';

let browser: Browser;
let console: ProgramProcess<ConsoleReady>;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());
// an hour of work that has just ended, whatever the time is
beforeEach(async () => void (console = await startConsoleProcess('--demo', '--working-hours', anHourOver())));
afterEach(() => console.end());

function anHourOver(): string {
  const hourOf = (hour: number) => `${String((hour + 24) % 24).padStart(2, '0')}:00`;
  const now = new Date().getHours();
  return `${hourOf(now - 3)}-${hourOf(now - 2)}`;
}

function demoUser(role: string) {
  const user = console.ready.demoUsers?.find((candidate) => candidate.role === role);
  if (!user) throw new Error(`the demo has no ${role}`);
  return user;
}

async function come(page: Page, role: string): Promise<string> {
  const user = demoUser(role);
  await signIn(page, user);
  await page.locator('[data-robot-id]').first().waitFor();
  return user.username;
}

it('a sign-in outside working hours is an alarm for the supervisor until he acknowledges it, and none for an operator', async () => {
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  const operator = await come(page, 'operator');
  const lines = page.locator('[data-alarm="outside-hours"]');
  expect(await lines.count()).toBe(0);
  await page.getByRole('button', { name: 'Sign out' }).click();

  await come(page, 'supervisor');
  await lines.filter({ hasText: `${operator} signed in outside working hours` }).waitFor();
  await expect.poll(() => lines.count()).toBe(2);
  const accessibility = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
  expect(accessibility.violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.press('Control+Shift+L');
  await page.getByText('signed in outside working hours').first().waitFor({ state: 'detached' });
  await page.locator('input[autocomplete="current-password"]').fill(demoUser('supervisor').password);
  await page.locator('input[autocomplete="current-password"]').press('Enter');
  for (const left of [1, 0]) {
    await lines.first().getByRole('button', { name: 'Acknowledge' }).click();
    await expect.poll(() => lines.count()).toBe(left);
  }
  await page.getByRole('link', { name: 'Audit log', exact: true }).click();
  await page.getByText('monitoring.acknowledge', { exact: true }).first().waitFor();
  expect(problems).toEqual([]);
  await context.close();
});

it('the administrator sees every alarm on a screen of its own, and sets what is none', async () => {
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await come(page, 'administrator');
  await page.getByRole('link', { name: 'Alarms', exact: true }).click();
  const listed = page.getByRole('list', { name: 'Alarms' }).locator('[data-alarm="outside-hours"]');
  await listed.filter({ hasText: 'signed in outside working hours' }).first().waitFor();
  await listed.first().getByRole('button', { name: 'Acknowledge' }).click();
  await page.getByText('Nothing waits to be acknowledged.').waitFor();

  await page.getByLabel('A sign-in outside working hours').selectOption('No alarm');
  await page.getByRole('button', { name: 'Save the rules' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Save the rules' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await come(page, 'operator');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await come(page, 'administrator');
  await page.getByRole('link', { name: 'Alarms', exact: true }).click();
  await page.getByText('Nothing waits to be acknowledged.').waitFor();
  const accessibility = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
  expect(accessibility.violations.map(({ id }) => id)).toEqual([]);
  if (process.env['SHOTS']) {
    await page.screenshot({ path: `${process.env['SHOTS']}/alarms.png` });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: `${process.env['SHOTS']}/alarms-dark.png` });
  }
  expect(problems).toEqual([]);
  await context.close();
});

it('who has no screen of the alarms reads all about his robots in the banner', async () => {
  await using stand = await startPageStand();
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(stand.launchUrl());
  await signIn(page, { username: 'operator', password: PASSWORD });
  const robot = (await page.locator('[data-robot-id]').first().getAttribute('data-robot-id')) ?? '';
  const kinds = ['link-down', 'robot-silent', 'robot-restart', 'robot-clock'] as const;
  const facts = { priority: 'low', subject: 'Hoist 1', by: null, at: 0, lastAt: 0, count: 1 } as const;
  stand.alarms.show(kinds.map((kind) => ({ id: kind, kind, robot, ...facts })));
  const lines = page.getByRole('status', { name: 'Alarms of the console’s own watch' }).getByRole('listitem');
  await page.getByRole('button', { name: 'and 2 more' }).click();
  await page.getByRole('button', { name: 'Show fewer' }).waitFor();
  expect(await lines.count()).toBe(5);
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/alarms-unfolded.png` });
  await page.getByRole('button', { name: 'Show fewer' }).click();
  await page.getByRole('button', { name: 'and 2 more' }).waitFor();
  expect(await lines.count()).toBe(3);
  expect(problems).toEqual([]);
  await context.close();
});
