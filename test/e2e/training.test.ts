import { execFileSync } from 'node:child_process';
import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openContext, signIn, type Browser, type Page } from '../support/browser.ts';
import { startConsoleProcess } from '../support/console-process.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

async function pressTwice(page: Page, name: string) {
  // the first press asks, and the second one answers
  for (let press = 0; press < 2; press += 1) await page.getByRole('button', { name, exact: true }).click();
}

it('a supervisor plays a scenario, does something by hand, and starts afresh; an operator is offered none of it', async () => {
  await using console = await startConsoleProcess('--demo');
  const [supervisor, operator] = (['supervisor', 'operator'] as const).map((role) =>
    console.ready.demoUsers?.find((user) => user.role === role),
  );
  if (!supervisor || !operator) throw new Error('a demo has a user for each role');
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await signIn(page, operator);
  await page.locator('[data-robot-id]').first().waitFor();
  expect(await page.getByRole('link', { name: 'Training' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Sign out' }).click();

  await signIn(page, supervisor);
  await page.getByRole('link', { name: 'Training' }).click();
  await page.getByText('SIMULATED. Everything on this screen').waitFor();
  await page.getByText('No scenario is in play.').waitFor();
  const rough = page.locator('[data-scenario="rough-shift"]');
  await rough.getByRole('button', { name: 'Play' }).click();
  await rough.getByText('Play “A rough shift”?').waitFor();
  await rough.getByRole('button', { name: 'Play' }).click();
  await page.getByText('In play: A rough shift. Step 0 of 14.').waitFor();
  await page.getByText('Hoist 1: Late answers (By (ms): 700)').first().waitFor();
  // the scenario needs four, where three stood
  expect(await page.locator('[data-done-to]').count()).toBe(4);
  await page.getByText('In play: A rough shift. Step 1 of 14.').waitFor();
  await page.locator('[data-done-to="OHT-SIM-01"]').getByText('– scenario').waitFor();

  await page.getByLabel('Simulated robot').first().selectOption('OHT-SIM-02');
  await page.getByLabel('What happens to it').selectOption('condition/emergency-stop');
  await pressTwice(page, 'Do it');
  await page.locator('[data-done-to="OHT-SIM-02"]').getByText('– by hand').waitFor();
  const accessibility = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
  expect(accessibility.violations.map(({ id }) => id)).toEqual([]);
  await pressTwice(page, 'Stop the scenario');
  await page.getByText('“A rough shift” was stopped').waitFor();
  await page.getByRole('link', { name: 'Robots', exact: true }).click();
  await page.locator('[data-robot-id="OHT-SIM-02"]').getByText('EMERGENCY STOP').waitFor();

  await page.getByRole('link', { name: 'Training' }).click();
  await page.getByLabel('Firmware').selectOption('oht50');
  await page.getByLabel('How many robots').fill('2');
  await pressTwice(page, 'Start afresh');
  await expect.poll(() => page.locator('[data-done-to]').count()).toBe(2);
  await page.getByRole('link', { name: 'Robots', exact: true }).click();
  await page.locator('[data-robot-id="OHT-SIM-02"][data-truth="simulated"]').waitFor();
  expect(await page.locator('[data-robot-id]').count()).toBe(2);
  expect(await page.getByText('EMERGENCY STOP', { exact: true }).count()).toBe(0);

  await page.getByRole('link', { name: 'Audit log', exact: true }).click();
  await page.getByText('training.restart', { exact: true }).first().waitFor();
  await page.getByText('training.deed', { exact: true }).first().waitFor();

  // the process of the simulated robots dies, is missed, and is replaced
  await page.getByRole('link', { name: 'Training' }).click();
  await page.getByLabel('How many robots').waitFor();
  execFileSync('pkill', ['-9', '-P', String(console.ready.pid)]);
  await page.getByText('The process of the simulated robots has ended.').waitFor();
  await pressTwice(page, 'Start afresh');
  await page.getByText('The process of the simulated robots has ended.').waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
  await context.close();
});
