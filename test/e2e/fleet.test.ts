import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openContext, signIn, type Browser } from '../support/browser.ts';
import { startConsoleProcess, startMockFirmwareProcess } from '../support/console-process.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const PASSWORD = 'nine quiet hoists at dawn';

it('a robot is added, tested, moved to where it really is, disabled and removed, and is seen accordingly at once', async () => {
  await using console = await startConsoleProcess();
  await using firmware = await startMockFirmwareProcess('--robots', '1', '--firmware', 'oht50');
  const url = firmware.ready.robots[0]?.url ?? '';
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await page.getByLabel('User name').fill('anna');
  const passwords = page.locator('input[type="password"]');
  for (const field of await passwords.all()) await field.fill(PASSWORD);
  await page.locator('form button[type="submit"]').click();
  await page.locator('[data-robot-id]').first().waitFor();
  expect(await page.locator('[data-robot-id]').count()).toBeGreaterThan(1);

  await page.getByRole('link', { name: 'Configuration', exact: true }).click();
  await page.getByText('No robot has been set up.').waitFor();
  await page.getByRole('button', { name: 'Add a robot' }).click();
  const panel = page.locator('form').last();
  await panel.getByLabel(/^Name/).fill('Hoist of hall A');
  await panel.getByLabel(/^Id/).fill('hoist-a');
  await panel.getByLabel(/^Address/).fill(url);
  await panel.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByText('It looks like the firmware “oht50”.').waitFor();
  await panel.getByLabel(/^Firmware/).selectOption('oht50');
  await panel.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByText('It says of itself that it is simulated.').waitFor();
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/fleet-form.png`, fullPage: true });
  await panel.getByRole('button', { name: 'Add a robot' }).click();
  await page.getByRole('row', { name: /Hoist of hall A/ }).waitFor();
  const accessibility = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
  expect(accessibility.violations.map(({ id }) => id)).toEqual([]);
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/fleet.png`, fullPage: true });

  await page.getByRole('link', { name: 'Robots', exact: true }).click();
  await page.locator('[data-robot-id="hoist-a"][data-truth="simulated"]').waitFor();
  expect(await page.locator('[data-robot-id]').count()).toBe(1);

  await page.getByRole('link', { name: 'Configuration', exact: true }).click();
  await page.getByRole('button', { name: 'Manage Hoist of hall A' }).click();
  const settings = page.locator('form').last();
  await settings.getByText('Further settings').click();
  const attempts = settings.getByLabel('Attempts', { exact: true });
  expect(await attempts.getAttribute('placeholder')).toBe('as all robots: 3');
  await attempts.fill('11');
  if (process.env['SHOTS'])
    await page.screenshot({ path: `${process.env['SHOTS']}/fleet-numbers.png`, fullPage: true });
  await settings.getByRole('button', { name: 'Save' }).click();
  await settings.getByText('A whole number from 1 to 10, or empty.').waitFor();
  await attempts.fill('2');
  await settings.getByLabel('Longest time for a whole poll (ms)').fill('900');
  await settings.getByRole('button', { name: 'Save' }).click();
  await settings.getByText('Shorter than the longest wait for one answer (1000 ms)').waitFor();
  await settings.getByLabel('Longest time for a whole poll (ms)').fill('2000');
  await settings.getByRole('button', { name: 'Save' }).click();
  await settings.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Manage Hoist of hall A' }).click();
  await page.getByText('Further settings').click();
  expect(await page.getByLabel('Attempts', { exact: true }).inputValue()).toBe('2');
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await page.getByText('is then neither watched nor reached').waitFor();
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await page.getByText('disabled: not polled').waitFor();
  await page.getByRole('link', { name: 'Robots', exact: true }).click();
  await expect.poll(() => page.locator('[data-robot-id]').count()).toBe(0);
  expect(problems).toEqual([]);
  await context.close();
});

it('of many robots those are drawn all the time that can be seen: each shows its values wherever one looks', async () => {
  await using console = await startConsoleProcess('--demo', '--mock-robots', '80');
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  const operator = console.ready.demoUsers?.find(({ role }) => role === 'operator');
  if (!operator) throw new Error('a demo has an operator');
  await signIn(page, operator);

  const card = (number: number) => page.locator('[data-robot-id]').nth(number);
  await page.locator('[data-robot-id][data-truth="simulated"]').first().waitFor();
  expect(await page.locator('[data-robot-id]').count()).toBe(80);
  // name and link of every robot are there, so that they can be found and reached
  await card(79).getByRole('link', { name: 'Hoist 80' }).waitFor({ state: 'attached' });
  expect(await card(79).getAttribute('data-truth')).toBeNull();

  await card(79).getByRole('link').focus();
  await page.locator('[data-robot-id][data-truth="simulated"]').last().getByText('Hoist 80').waitFor();
  expect(
    await card(79)
      .getByRole('link')
      .evaluate((link) => link === document.activeElement),
  ).toBe(true);
  await expect.poll(() => card(0).getAttribute('data-truth')).toBeNull();

  await page.getByRole('link', { name: 'Health', exact: true }).click();
  const row = page.locator('tr[data-robot-id]').filter({ hasText: 'Hoist 80' });
  await row.scrollIntoViewIfNeeded();
  await row
    .getByText(/\d\sms/)
    .first()
    .waitFor();
  expect(problems).toEqual([]);
  await context.close();
});
