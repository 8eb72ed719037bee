import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src-main/clock.ts';
import { startMockFleet, type MockFleet } from '../../src-main/mock-firmware/mock-fleet.ts';
import { launchBrowser, newAccount, openContext, type Browser, type Page } from '../support/browser.ts';
import { configureHoists, type ConfiguredHoists } from '../support/configured-hoists.ts';
import { startConsoleProcess } from '../support/console-process.ts';

let browser: Browser;
let fleet: MockFleet;
let hoists: ConfiguredHoists;
beforeAll(async () => {
  browser = await launchBrowser();
  fleet = await startMockFleet({ port: 0, robots: 2, seed: 1, kind: 'oht50', clock: systemClock });
  hoists = await configureHoists(fleet.robots, 'oht50');
});
afterAll(async () => {
  await browser.close();
  await fleet.stop();
  await hoists[Symbol.asyncDispose]();
});

async function look(page: Page, name: string): Promise<void> {
  const accessibility = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
  expect(accessibility.violations.map(({ id }) => id)).toEqual([]);
  const folderOfShots = process.env['SHOTS'];
  if (!folderOfShots) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folderOfShots}/${name}-${colorScheme}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

it('a restart that lost an emergency stop is an alarm of high priority, and the robot’s history tells of it', async () => {
  await using console = await startConsoleProcess('--config', hoists.file);
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await newAccount(page, { username: 'lan', password: 'seven geese cross the yard' }, 'Create and sign in');
  const [robot] = fleet.robots;
  await robot?.setCondition({ kind: 'emergency-stop' });
  await robot?.setCondition({ kind: 'emergency-stop', pressed: false });
  await page.locator('[data-robot-id="hoist-1"]').getByText('EMERGENCY STOP').first().waitFor();
  await robot?.setCondition({ kind: 'restart', afterMs: 3000 });
  const alarm = page.locator('[data-alarm="lost-emergency-stop"]');
  await alarm.getByText('High: Emergency stop lost by a restart: Hoist 1.').waitFor();

  await page.locator('[data-robot-id="hoist-1"] a').first().click();
  const history = page.getByRole('region', { name: 'Link history' });
  await history.getByRole('button', { name: '30 days' }).click();
  await history.getByText('Error budget of 30 days, target 99.9%').waitFor();
  await history.getByText(/for \d+ s: no robot was behind it/).waitFor();
  const figure = (name: string) => history.locator('dl > div').filter({ hasText: name }).locator('dd');
  expect(await figure('Restarts seen').innerText()).toBe('1');
  expect(await figure('Failed attempts').innerText()).toMatch(/nothing answers at the address: \d/);
  expect(await figure('Answer time').innerText()).toMatch(/^p50\u00a0.*, p95\u00a0.*, p99\u00a0/);
  await history.getByText('Day by day').click();
  await history.getByRole('row').nth(1).getByText('SIMULATED').waitFor();
  await look(page, 'history');

  await page.getByRole('link', { name: 'Health', exact: true }).click();
  const row = page.locator('[data-connection="hoist-1"]');
  await row.getByText('closed: asks').waitFor();
  await look(page, 'connections');
  await alarm.getByRole('button', { name: 'Acknowledge' }).click();
  await alarm.waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
  await context.close();
});
